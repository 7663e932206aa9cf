package io.jenkins.plugins.homu.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server as a process of its own: the jar that system property {@code homu.server.jar} names, or else the classes
 * that are being tested.
 */
public final class HomuProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final int port;
    private final List<String> options;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Process process;

    /**
     * @param directory holds {@code cfg.toml}; the log goes there, too
     * @param port that the configuration names
     * @param options of the Java machine
     */
    public HomuProcess(Path directory, int port, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.options = List.copyOf(options);
    }

    /** Begins a start; does not wait for it. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(program());
        command.addAll(List.of("--config", directory.resolve("cfg.toml").toString()));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private static List<String> program() {
        String jar = System.getProperty("homu.server.jar", "");
        if (!jar.isEmpty() && new File(jar).isFile()) {
            return List.of("-jar", new File(jar).getAbsolutePath());
        }
        return List.of("-cp", System.getProperty("java.class.path"), "io.jenkins.plugins.homu.server.Main");
    }

    /** Waits until it answers. */
    public void awaitReady() {
        Await.until("an answer of the server; its log ends with:\n" + logEnd(), PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server ended by itself:\n" + logEnd());
            }
            return isReady();
        });
    }

    public boolean isReady() {
        try {
            return get("/api/health").isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** The JSON at an address; empty when the server doesn't answer with 200. */
    public Optional<JsonNode> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for " + path, e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL: nothing is finished, nothing is flushed. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM, and waits for the end. */
    public int stop() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    public Path log() {
        return directory.resolve("homu.log");
    }

    public List<String> logLines() {
        try {
            return Files.exists(log())
                    ? new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logEnd() {
        List<String> lines = logLines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
