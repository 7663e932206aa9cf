package io.jenkins.plugins.homu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.endtoend.HomuProcess;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server in a process of its own with 512 MiB of heap, and the GitHub it talks to, in this one. */
final class Subject implements AutoCloseable {
    static final String SECRET = "a secret of the bench";
    private static final Pattern HEAP = Pattern.compile(" (\\d+)M->\\d+M\\(\\d+M\\)");

    final GitHubSimulator github;
    final SimRepository widget;
    final int port;
    private final Path directory;
    private final HomuProcess homu;
    private long resident;
    private String lastSync = "";

    /** @param moreOfGitHub lines for the table [github] */
    Subject(Path parent, String name, String moreOfGitHub) throws IOException {
        directory = Files.createDirectories(parent.resolve(name));
        port = freePort();
        github = GitHubSimulator.start(directory.resolve("github")).testMerges(false);
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        Files.writeString(
                directory.resolve("cfg.toml"),
                """
                [github]
                access_token = "%s"
                api_url = "%s"
                html_url = "%s"
                %s

                [web]
                host = "127.0.0.1"
                port = %d

                [db]
                file = "homu.db"

                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]

                [repo.widget.github]
                secret = "%s"

                [repo.widget.status]
                context = "ci/test"
                """
                        .formatted(
                                github.user("homu").token(),
                                github.apiUrl(),
                                github.url(),
                                moreOfGitHub,
                                port,
                                SECRET));
        homu = new HomuProcess(
                directory, port, List.of("-Xmx512m", "-Xlog:gc:file=" + directory.resolve("gc.log") + "::filecount=0"));
    }

    /** Starts the server, and waits until it answers. @return how long that took */
    Duration start() throws IOException {
        long start = System.nanoTime();
        homu.start();
        homu.awaitReady();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits until the first comparison is over. @return the server's view of how it fares */
    JsonNode awaitSynchronised(int pulls) {
        Await.until("the comparison with GitHub", Duration.ofMinutes(5), () -> {
            try {
                JsonNode health = health();
                return health.hasNonNull("last_sync")
                        && !health.path("last_sync").asText().equals(lastSync)
                        && health.path("outbox").asInt() == 0;
            } catch (IOException e) {
                return false;
            }
        });
        try {
            lastSync = health().path("last_sync").asText();
            int known = homu.get("/api/queue/widget")
                    .orElseThrow()
                    .path("repositories")
                    .path(0)
                    .path("pulls")
                    .size();
            if (known != pulls) {
                throw new IllegalStateException(known + " of " + pulls + " pull requests are known");
            }
            return health();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Requests so far, but for the one by which the server learns its own name. */
    long requests() {
        return github.requests().total() - github.requests().count("GET /user");
    }

    JsonNode health() throws IOException {
        return homu.get("/api/health").orElseThrow().path("repositories").path(0);
    }

    HomuProcess homu() {
        return homu;
    }

    /** Lets GitHub deliver to the server. */
    void listen() {
        widget.webhook("http://127.0.0.1:" + port + "/github", SECRET);
    }

    /** The body of an event as the simulator makes it, when something is done that causes one. */
    ObjectNode example(String event, Runnable deed) {
        CompletableFuture<ObjectNode> heard = new CompletableFuture<>();
        github.webhooks().listen(delivery -> {
            if (delivery.event().equals(event)) {
                heard.complete(delivery.body().deepCopy());
            }
        });
        deed.run();
        return heard.join();
    }

    ObjectNode exampleComment(SimPull pull) {
        return example("issue_comment", () -> pull.comment("alice", "An example."));
    }

    ObjectNode exampleStatus() {
        return example(
                "status", () -> widget.status(widget.tip("main"), "ci/test", "pending", "https://ci.example", ""));
    }

    /** Stops the server. */
    void stop() throws IOException {
        resident = Math.max(resident, residentNow());
        homu.stop();
    }

    private long residentNow() throws IOException {
        Path status = Path.of("/proc/" + homu.pid() + "/status");
        if (!homu.isAlive() || !Files.isReadable(status)) {
            return 0;
        }
        return new String(Files.readAllBytes(status), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Highest resident memory so far, in MiB; 0 where the system doesn't tell. */
    long peakResident() throws IOException {
        return Math.max(resident, residentNow());
    }

    /** Most heap that was in use when a collection began, in MiB. */
    long peakHeap() throws IOException {
        Path log = directory.resolve("gc.log");
        long most = 0;
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                Matcher matcher = HEAP.matcher(line);
                if (matcher.find()) {
                    most = Math.max(most, Long.parseLong(matcher.group(1)));
                }
            }
        }
        return most;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        homu.close();
        github.close();
    }
}
