package io.jenkins.plugins.homu.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as a process of its own, so that it can be killed and started again before one's eyes. */
final class ServerProcess implements AutoCloseable {
    private final Path directory;
    private Process process;

    /** @param directory where {@code cfg.toml} is */
    ServerProcess(Path directory) {
        this.directory = directory;
    }

    synchronized void start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DemoServer.class.getName(),
                        "--config",
                        directory.resolve("cfg.toml").toString()))
                .directory(directory.toFile())
                .inheritIO()
                .start();
    }

    /** As the power cord would: SIGKILL, then a new start on the same database. */
    synchronized void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        start();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
