package io.jenkins.plugins.homu.jenkins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Jenkins as a process of its own, reached by HTTP alone, with the plugins of the folder that Maven lays beside it. */
final class JenkinsProcess implements AutoCloseable {
    /** Jenkins' own log begins a record with this; the class's packages are shortened to letters where the name is long. */
    private static final String OUR_COMPLAINT =
            "^\\S+ \\S+ \\[id=\\d+]\\s+(WARNING|SEVERE)\\s+(i|io)\\.(j|jenkins)\\.(p|plugins)\\.(h|homu)\\..*";

    private static final Path INSTALLED = Path.of("target", "jenkins-under-test");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path configuration;
    /** Stays for who looks into a failure. */
    private final Path log = Path.of("target", "jenkins-under-test.log");

    private final int port;
    private final String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .cookieHandler(new CookieManager())
            .build();
    private Process process;

    /**
     * @param directory becomes the home of an empty Jenkins
     * @param configuration as code, read at each start
     */
    JenkinsProcess(Path directory, Path configuration, String user, String password) throws IOException {
        this.home = directory.resolve("home");
        this.configuration = configuration;
        Files.deleteIfExists(log);
        this.port = freePort();
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        try (Stream<Path> files = Files.list(INSTALLED)) {
            for (Path hpi :
                    files.filter(file -> file.toString().endsWith(".hpi")).toList()) {
                Files.copy(hpi, plugins.resolve(hpi.getFileName().toString().replace(".hpi", ".jpi")));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Djenkins.install.runSetupWizard=false",
                "-Dhudson.model.UpdateCenter.never=true",
                "-jar",
                INSTALLED.resolve("jenkins-war.war").toAbsolutePath().toString(),
                "--httpListenAddress=127.0.0.1",
                "--httpPort=" + port);
        builder.environment().put("JENKINS_HOME", home.toString());
        builder.environment().put("CASC_JENKINS_CONFIG", configuration.toString());
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        until("Jenkins is up", () -> get("api/json").statusCode() == 200);
    }

    /** What can fail while Jenkins is starting. */
    interface Look {
        boolean holds() throws IOException;
    }

    void until(String what, Look look) {
        try {
            Await.until(what, PATIENCE, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("Jenkins has ended by itself");
                }
                try {
                    return look.holds();
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; its log ends with:\n" + logEnd(), e);
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET());
    }

    JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " is answered with " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** As forms of Jenkins do: with a crumb. The answer is most often a redirect. */
    HttpResponse<String> post(String path, String contentType, BodyPublisher body) throws IOException {
        JsonNode crumb = json("crumbIssuer/api/json");
        return send(request(path)
                .header(
                        crumb.get("crumbRequestField").asText(),
                        crumb.get("crumb").asText())
                .header("Content-Type", contentType)
                .POST(body));
    }

    /** The form Manage Jenkins, Plugins, Advanced settings, Deploy Plugin, with a file chosen and no address. */
    HttpResponse<String> deploy(Path hpi) throws IOException {
        String boundary = "----a-form-of-a-browser";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"name\"; filename=\""
                        + hpi.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(Files.readAllBytes(hpi));
        body.writeBytes(("\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"pluginUrl\"\r\n\r\n\r\n--"
                        + boundary + "--\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return post(
                "pluginManager/uploadPlugin",
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.ofByteArray(body.toByteArray()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** SIGKILL: nothing is finished, nothing is saved. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM, as a service is stopped. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** What our classes warned of, and where exceptions passed through them. */
    List<String> complaints() {
        return logLines().stream()
                .filter(line ->
                        line.matches(OUR_COMPLAINT) || line.matches("\\tat .*io\\.jenkins\\.plugins\\.homu\\..*"))
                .toList();
    }

    private List<String> logLines() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logEnd() {
        List<String> lines = logLines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
