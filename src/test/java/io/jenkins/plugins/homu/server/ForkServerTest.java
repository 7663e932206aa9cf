package io.jenkins.plugins.homu.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the Rust fork's configuration has beyond the original's, in a whole server against a simulated GitHub. */
public class ForkServerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private GitHubSimulator github;
    private SimRepository widget;
    private HttpServer program;
    private HomuServer server;

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.newFolder("github").toPath());
        widget = github.createRepository("acme", "widget")
                .grant("homu", Permission.WRITE)
                .grant("wanda", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        program = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        program.createContext("/", exchange -> {
            called.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "Deployed. @homu r+".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        program.start();
        String text =
                """
                [github]
                access_token = "%s"
                api_url = "%s"
                [web]
                host = "127.0.0.1"
                port = 0
                announcement = "Offline & back"
                remove_path_prefixes = ["homu"]
                [db]
                file = "%s"
                [hooks.deploy]
                endpoint = "http://127.0.0.1:%d/?token=secret"
                access = "try"
                realtime = true
                has_response = true
                [repo.widget]
                owner = "acme"
                name = "widget"
                auth_collaborators = true
                [repo.widget.github]
                secret = "hook"
                [repo.widget.status]
                context = "ci/test"
                """
                        .formatted(
                                github.user("homu").token(),
                                github.apiUrl(),
                                folder.getRoot().toPath().resolve("main.db"),
                                program.getAddress().getPort());
        ConfigurationReader.Result result = ConfigurationReader.parse("cfg.toml", text, Map.of());
        assertThat(result.problems()).isEmpty();
        server = HomuServer.start(result.configuration().orElseThrow());
        widget.webhook(server.url() + "/homu/github", "hook");
    }

    @After
    public void stop() {
        server.close();
        program.stop(0);
        github.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
    }

    private SimPull openPull() {
        widget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        return widget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
    }

    @Test
    public void aCollaboratorCallsAHookAndItsAnswerIsPosted() {
        SimPull pull = openPull();
        pull.comment("wanda", "@homu deploy=staging");
        Await.until("the answer", () -> pull.comments().stream()
                .anyMatch(comment -> comment.body().contains("The hook `deploy` answers")));
        assertThat(called).containsExactly("{\"pull\":1,\"body\":\"@homu deploy=staging\",\"extra_data\":\"staging\"}");
        assertThat(pull.comments().stream().map(comment -> comment.body()))
                .noneMatch(body -> body.contains("secret") || body.contains("has been approved"));
    }

    @Test
    public void thePagesHaveWhatTheForksHave() throws Exception {
        assertThat(get("/").body()).contains("Offline &amp; back");
        assertThat(get("/queue/widget").body()).contains("Offline &amp; back", "/retry_log/widget");
        assertThat(get("/retry_log/widget").body()).contains("Nothing was retried");
        assertThat(get("/health").body()).isEqualTo("OK");
        HttpResponse<String> moved = get("/homu/queue/widget");
        assertThat(moved.statusCode()).isEqualTo(301);
        assertThat(moved.headers().firstValue("Location")).contains("/queue/widget");
    }
}
