package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.git.GitRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * The server is killed by SIGKILL again and again while people are at work, and started again on the same database. What
 * comes in the meantime nobody delivers a second time. In the end the real repository and the comments are inspected.
 *
 * <p>System properties: {@code homu.kill.kills} (12) and {@code homu.kill.seed}.
 */
public class KillIT {
    private static final int KILLS = Integer.getInteger("homu.kill.kills", 12);
    private static final long SEED = Long.getLong("homu.kill.seed", 20160119);
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(3);

    @Test
    public void nothingIsLostSaidTwiceOrMergedWronglyHoweverOftenTheServerDies() throws Exception {
        run(emptyFolder("sqlite"), "file = \"homu.db\"", KILLS);
    }

    @Test
    public void theSameHoldsOnPostgresql() throws Exception {
        Optional<String> missing = TestPostgres.missing();
        assumeTrue("skipped: " + missing.orElse(""), missing.isEmpty());
        TestPostgres server = TestPostgres.shared();
        String url = server.url(server.newDatabase());
        run(emptyFolder("postgresql"), "url = \"" + url + "\"\nuser = \"postgres\"", Math.max(1, KILLS / 3));
    }

    /** Stays after the test, for whoever wants to know why it failed. */
    private static Path emptyFolder(String name) throws IOException {
        Path folder = Path.of("target", "kill-" + name).toAbsolutePath();
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private void run(Path directory, String database, int kills) throws Exception {
        int port = freePort();
        try (GitHubSimulator github = GitHubSimulator.start(directory.resolve("github"));
                HomuProcess homu = new HomuProcess(
                        directory, port, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))) {
            InstantCi ci = new InstantCi(github).takes(Duration.ofMillis(100));
            SimRepository widget = github.createRepository("acme", "widget").grant(LocalHomu.BOT, Permission.WRITE);
            widget.commit(Traffic.MAIN, Map.of("README.md", "A widget\n"), "Initial commit");
            widget.branch(Traffic.RELEASE, Traffic.MAIN, Map.of("release.txt", "1\n"));
            widget.webhook("http://127.0.0.1:" + port + "/github", LocalHomu.SECRET);
            Ledger ledger = new Ledger(github, List.of(Traffic.MAIN, Traffic.RELEASE));
            github.faults().inject(Fault.latency(Duration.ofMillis(1), Duration.ofMillis(25)));
            Files.writeString(directory.resolve("cfg.toml"), configuration(github, port, database));

            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> people = CompletableFuture.runAsync(() -> work(widget, ledger, enough));
            try {
                killAgainAndAgain(homu, kills, people);
            } finally {
                enough.set(true);
            }
            people.get(1, TimeUnit.MINUTES);
            if (!homu.isAlive()) {
                homu.start();
            }
            homu.awaitReady();
            JsonNode queue = awaitRest(github, homu);
            Inspection inspection = new Inspection(widget, ledger, ci, number -> pull(homu, number));
            List<String> broken = inspection.run(queue);
            System.out.println(
                    kills + " kills, seed " + SEED + ": " + widget.pulls().size() + " pull requests, "
                            + ledger.requests().size() + " approvals, " + inspection.merges() + " merges, "
                            + widget.allComments().size() + " comments");
            assertThat(broken).isEmpty();
            assertThat(inspection.merges()).as("merges").isGreaterThanOrEqualTo(Math.max(1, kills / 10));
            assertThat(homu.get("/api/health").orElseThrow().path("status").asText())
                    .isEqualTo("ok");
            assertThat(homu.logLines()).noneMatch(line -> line.contains(" ERROR "));
            assertThat(GitRepository.run(widget.gitDir(), "fsck", "--strict", "--no-dangling"))
                    .isEmpty();
            assertThat(homu.stop()).as("exit code after SIGTERM").isIn(0, 143);
        }
    }

    private static String configuration(GitHubSimulator github, int port, String database) {
        return """
                reconcile_interval = "3s"

                [github]
                access_token = "%s"
                api_url = "%s"
                html_url = "%s"
                content_per_minute = 100000
                content_per_hour = 100000

                [web]
                host = "127.0.0.1"
                port = %d

                [db]
                %s

                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                try_users = ["carol"]

                [repo.widget.github]
                secret = "%s"

                [repo.widget.status]
                context = "%s"
                """
                .formatted(
                        github.user(LocalHomu.BOT).token(),
                        github.apiUrl(),
                        github.url(),
                        port,
                        database,
                        LocalHomu.SECRET,
                        InstantCi.CONTEXT);
    }

    private static void work(SimRepository widget, Ledger ledger, AtomicBoolean enough) {
        Random random = new Random(SEED + 1);
        Traffic traffic = new Traffic(widget, ledger, SEED);
        while (!enough.get()) {
            traffic.step();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60 + random.nextInt(300)));
        }
    }

    /** Most lives end some time after the server has come up; every fifth ends while it is still coming up. */
    private static void killAgainAndAgain(HomuProcess homu, int kills, CompletableFuture<Void> people)
            throws IOException {
        Random random = new Random(SEED + 2);
        for (int kill = 0; kill < kills; kill++) {
            homu.start();
            if (random.nextInt(5) > 0) {
                homu.awaitReady();
            }
            LockSupport.parkNanos(random.nextLong(LONGEST_LIFE.toNanos()));
            if (people.isCompletedExceptionally()) {
                people.join();
            }
            assertThat(homu.isAlive()).as("the server lives until it is killed").isTrue();
            homu.kill();
        }
        homu.start();
    }

    private static JsonNode pull(HomuProcess homu, int number) {
        try {
            return homu.get("/api/pull/widget/" + number).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until nothing has happened for a while, and a comparison with GitHub has found nothing more to do. */
    private static JsonNode awaitRest(GitHubSimulator github, HomuProcess homu) {
        JsonNode[] seen = new JsonNode[2];
        String[] last = {""};
        long[] since = {System.nanoTime()};
        try {
            Await.until("rest after the last start", Duration.ofMinutes(2), () -> {
                seen[0] = answer(homu, "/api/health");
                seen[1] = answer(homu, "/api/queue/all");
                long waiting = 0;
                for (JsonNode repository : seen[0].path("repositories")) {
                    // A comparison with GitHub may be under way at any time.
                    waiting += repository.path("inbox").asLong()
                            + Math.max(0, repository.path("outbox").asLong() - 1);
                }
                long writes = github.requests().count("POST /repos")
                        + github.requests().count("PATCH");
                String now = waiting + " " + writes + " " + seen[1].findValuesAsText("status");
                if (waiting > 0 || !now.equals(last[0])) {
                    last[0] = now;
                    since[0] = System.nanoTime();
                }
                return System.nanoTime() - since[0] > TimeUnit.SECONDS.toNanos(8);
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + seen[0] + "\n" + seen[1], e);
        }
        return seen[1];
    }

    private static JsonNode answer(HomuProcess homu, String path) {
        try {
            return homu.get(path).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
