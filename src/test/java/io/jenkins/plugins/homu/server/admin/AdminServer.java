package io.jenkins.plugins.homu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server with an admin interface beside a simulated GitHub, and what tests ask of it. */
final class AdminServer implements AutoCloseable {
    static final String LOGIN = "root s3cret-of-the-admin-interface";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final GitHubSimulator github;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private final String more;
    private final String address;
    private HomuServer server;

    /** An answer. */
    record Answer(int status, String type, String text) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }

    /** @param more of the configuration; the table {@code [web]} and whatever follows */
    AdminServer(Path folder, String more) throws IOException {
        this(folder, more, "http://127.0.0.1:");
    }

    /** @param address by which it is told to be reached, up to the port */
    AdminServer(Path folder, String more, String address) throws IOException {
        this.address = address;
        this.folder = folder;
        this.more = more;
        this.github = GitHubSimulator.start(folder.resolve("github"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
    }

    SimRepository repository(String owner, String name) {
        SimRepository made = github.createRepository(owner, name).grant("homu", Permission.ADMIN);
        made.commit("main", Map.of("README.md", "Read me\n"), "Initial commit");
        return made;
    }

    private void start() throws IOException {
        String text =
                """
                [github]
                access_token = "%s"
                api_url = "%s"
                bot_name = "homu"
                [db]
                file = "%s"
                [admin]
                username = "root"
                secret = "s3cret-of-the-admin-interface"
                [web]
                host = "127.0.0.1"
                port = %d
                base_url = "%s%d"
                %s
                """
                        .formatted(
                                github.user("homu").token(),
                                github.apiUrl(),
                                folder.resolve("main.db"),
                                port,
                                address,
                                port,
                                more);
        ConfigurationReader.Result read = ConfigurationReader.parse("cfg.toml", text, Map.of());
        assertThat(read.problems()).isEmpty();
        server = HomuServer.start(read.configuration().orElseThrow());
    }

    void restart() throws IOException {
        server.close();
        start();
    }

    int port() {
        return port;
    }

    String url() {
        return server.url();
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** As an administrator, the way homu's README does it. */
    Answer put(String body) {
        return send("PUT", "/admin/repo", body, "Authorization", LOGIN, "Content-type", "application/json");
    }

    Answer get(String path) {
        return send("GET", "/admin/repo" + path, null, "Authorization", LOGIN);
    }

    Answer delete(String path) {
        return send("DELETE", "/admin/repo" + path, null, "Authorization", LOGIN);
    }

    Answer original(String body) {
        return send("POST", "/admin", body, "Content-Type", "application/json");
    }

    List<String> labels() {
        return MAPPER.convertValue(
                get("").json().path("repositories"),
                MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Override
    public void close() {
        server.close();
        github.close();
    }
}
