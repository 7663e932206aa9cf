package io.jenkins.plugins.homu.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A small CI: checks out exactly the commit that was pushed to one of its branches, runs the repository's own
 * {@code test.sh}, and reports a commit status under one context. Knows nothing of the queue.
 */
public final class SmallCi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimRepository repository;
    private final String context;
    private final Set<String> branches;
    private final Path work;
    private final String logUrl;
    private final ExecutorService agents = Executors.newFixedThreadPool(2);
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    private final HttpServer hooks;

    /** @param logUrl address before a commit, where {@link #log} can be read */
    public SmallCi(SimRepository repository, String context, Set<String> branches, Path work, String logUrl)
            throws IOException {
        this.repository = repository;
        this.context = context;
        this.branches = Set.copyOf(branches);
        this.work = work;
        this.logUrl = logUrl;
        hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        hooks.createContext("/", this::pushed);
        hooks.start();
    }

    /** Where GitHub has to send its push events. */
    public String hookUrl() {
        return "http://127.0.0.1:" + hooks.getAddress().getPort() + "/";
    }

    private void pushed(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode push = JSON.readTree(exchange.getRequestBody());
            String ref = push.path("ref").asText();
            if ("push".equals(exchange.getRequestHeaders().getFirst("X-GitHub-Event"))
                    && ref.startsWith("refs/heads/")
                    && branches.contains(ref.substring("refs/heads/".length()))
                    && !push.path("deleted").asBoolean()) {
                String sha = push.path("after").asText();
                agents.execute(() -> test(sha));
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    public Optional<String> log(String sha) {
        return Optional.ofNullable(logs.get(sha));
    }

    private void test(String sha) {
        report(sha, "pending", "test.sh is running");
        try {
            boolean passed = run(sha);
            report(sha, passed ? "success" : "failure", passed ? "test.sh passed" : "test.sh failed");
        } catch (IOException e) {
            logs.put(sha, String.valueOf(e));
            report(sha, "error", "The test could not be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String sha, String state, String description) {
        repository.status(sha, context, state, logUrl + sha, description);
    }

    private boolean run(String sha) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Files.createDirectories(work), "build");
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        boolean passed = execute(
                        List.of(
                                "git",
                                "clone",
                                "-q",
                                "--no-checkout",
                                repository.gitDir().toString(),
                                "."),
                        directory,
                        log)
                && execute(List.of("git", "checkout", "-q", "--detach", sha, "--"), directory, log)
                && execute(List.of("sh", "./test.sh"), directory, log);
        logs.put(sha, Files.readString(log, StandardCharsets.UTF_8));
        return passed;
    }

    private static boolean execute(List<String> command, Path directory, Path log)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    @Override
    public void close() {
        hooks.stop(0);
        agents.shutdownNow();
        try {
            if (!agents.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(new IOException("A test of the small CI does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
