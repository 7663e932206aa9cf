package io.jenkins.plugins.homu.demo;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code mvn -Pdemo}: a simulated GitHub with a real git repository, a small CI that runs the repository's test script,
 * and the server. Everything listens on the loopback interface only and is thrown away at the end.
 */
public final class Demo implements AutoCloseable {
    private static final int HOMU_PORT = 54856;
    private static final int GITHUB_PORT = 54857;
    private static final String SECRET = "only-for-the-demo";

    private final GitHubSimulator github;
    private final SimRepository repository;
    private final SmallCi ci;
    private final ServerProcess server;
    private final String homuUrl;

    /** @param directory an empty one, for repositories, database and builds */
    public Demo(Path directory, int homuPort, int githubPort) throws IOException {
        github = GitHubSimulator.start(directory.resolve("github"), githubPort);
        repository = SampleRepository.create(github);
        homuUrl = "http://127.0.0.1:" + homuPort;
        ci = new SmallCi(repository, "ci/test", Set.of("auto", "try"), directory.resolve("ci"), github.url() + "/ci/");
        server = new ServerProcess(directory);
        github.pages(new DemoPages(repository, ci, server, homuUrl + "/queue/widget"));
        repository.webhook(ci.hookUrl(), SECRET, "json", List.of("push"));
        github.oauth().register("demo", SECRET, homuUrl + "/rollup");
        github.oauth().signIn("alice");
        Files.writeString(directory.resolve("cfg.toml"), configuration(homuPort), StandardCharsets.UTF_8);
        server.start();
        waitForServer();
        repository.webhook(homuUrl + "/github", SECRET);
    }

    private String configuration(int homuPort) {
        // The page has a button that kills the server: what GitHub sends meanwhile is lost, and nobody should wait
        // minutes for it.
        return """
                reconcile_interval = "10s"

                [github]
                access_token = "%s"
                api_url = "%s"
                html_url = "%s"
                app_client_id = "demo"
                app_client_secret = "only-for-the-demo"

                [web]
                host = "127.0.0.1"
                port = %d
                base_url = "%s"

                [db]
                file = "main.db"

                [repo.widget]
                owner = "%s"
                name = "%s"
                reviewers = ["alice"]
                try_users = ["carol"]

                [repo.widget.github]
                secret = "%s"

                [repo.widget.status]
                context = "ci/test"
                """
                .formatted(
                        github.user("homu").token(),
                        github.apiUrl(),
                        github.url(),
                        homuPort,
                        homuUrl,
                        SampleRepository.OWNER,
                        SampleRepository.NAME,
                        SECRET);
    }

    private void waitForServer() throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < giveUp && server.isAlive()) {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create(homuUrl + "/api/health").toURL().openConnection();
                if (connection.getResponseCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It is not listening yet.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        throw new IOException("The server did not start; its log is above");
    }

    public GitHubSimulator github() {
        return github;
    }

    public SimRepository repository() {
        return repository;
    }

    public String homuUrl() {
        return homuUrl;
    }

    @Override
    public void close() {
        server.close();
        ci.close();
        github.close();
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The demo's files could not be deleted: " + e);
        }
    }

    static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return other.getLocalPort();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        ParentWatch.start();
        Path directory = Files.createTempDirectory("homu-demo");
        Demo demo;
        try {
            demo = new Demo(directory, freePort(HOMU_PORT), freePort(GITHUB_PORT));
        } catch (IOException e) {
            System.err.println("The demo could not be started: " + e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            demo.close();
            delete(directory);
        }));
        System.out.println();
        System.out.println("The demo is ready (files: " + directory + "; Ctrl+C ends it).");
        System.out.println("  1. Open a pull request:  " + demo.github().url() + "/acme/widget/pull/1");
        System.out.println("     and comment \"@homu r+\" as alice.");
        System.out.println("  2. Watch the queue:      " + demo.homuUrl() + "/queue/widget");
        System.out.println();
        new CountDownLatch(1).await();
    }
}
