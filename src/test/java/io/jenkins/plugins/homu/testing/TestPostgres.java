package io.jenkins.plugins.homu.testing;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A real PostgreSQL server on loopback, from the binaries on the class path; can be stopped, killed and started again on
 * the same port. PostgreSQL refuses to run as root: there it is started in a user namespace of its own or, where there
 * are none (as in many containers), as the user nobody.
 */
public final class TestPostgres implements AutoCloseable {
    private static final long COMMAND_SECONDS = 90;
    private static final String NOBODY = "65534";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static TestPostgres shared;

    private final Path folder;
    private final List<String> prefix;
    private int port;

    private TestPostgres(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /** Why there is no server here; empty when there can be one. */
    public static Optional<String> missing() {
        try (InputStream binary = binary()) {
            return binary == null ? Optional.of("no PostgreSQL binaries for this system") : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of("no PostgreSQL binaries for this system: " + e.getMessage());
        }
    }

    /** One server for all tests of this process, never to be stopped by them; it ends with the process. */
    public static synchronized TestPostgres shared() throws IOException {
        if (shared == null) {
            TestPostgres started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    /** A server of one's own. */
    public static TestPostgres start() throws IOException {
        Path folder = Files.createTempDirectory("homu-postgresql").toRealPath();
        TestPostgres server = new TestPostgres(folder, prefix());
        try {
            server.unpack();
            server.run(
                    "initdb", "-D", server.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N");
            for (int attempt = 1; ; attempt++) {
                server.port = freePort();
                try {
                    server.startAgain();
                    return server;
                } catch (IOException e) {
                    // Somebody else may have taken the port meanwhile.
                    if (attempt == 3) {
                        throw e;
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static List<String> prefix() throws IOException {
        if (windows() || !"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        boolean namespaces =
                !Boolean.getBoolean("homu.test.noUserNamespaces") && exec(List.of("unshare", "-U", "true"), null) == 0;
        return namespaces
                ? List.of("unshare", "-U")
                : List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static InputStream binary() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = windows() ? "Windows" : os.startsWith("mac") ? "Darwin" : "Linux";
        String arch = System.getProperty("os.arch");
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, "amd64".equals(arch) ? "x86_64" : arch);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void unpack() throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(binary()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve("program").resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, target);
                        if ((entry.getMode() & 0100) != 0) {
                            target.toFile().setExecutable(true, false);
                        }
                    }
                }
            }
        }
        Files.createDirectory(folder.resolve("data"));
        if (prefix.contains("--clear-groups")) {
            exec(List.of("chmod", "-R", "a+rX", folder.toString()), null);
            exec(List.of("chown", "-R", NOBODY, folder.resolve("data").toString()), null);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Starts it on the port it had. */
    public void startAgain() throws IOException {
        run("pg_ctl", "-D", data(), "-w", "-t", "60", "-l", data() + "/server.log", "-o", options(), "start");
    }

    /** What a test server needs not: to survive a power cut. */
    private String options() {
        return "-p " + port + " -h 127.0.0.1 -F" + (windows() ? "" : " -k " + data());
    }

    /** Stops it at once, closing all connections. */
    public void stop() throws IOException {
        run("pg_ctl", "-D", data(), "-w", "-t", "60", "-m", "immediate", "stop");
    }

    /** @return the name of a new, empty database */
    public String newDatabase() throws SQLException {
        String name = "homu" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return name;
    }

    /** As the superuser, in the database postgres. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public int port() {
        return port;
    }

    /** Its user is postgres; no password is asked for. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("program/bin")
                .resolve(windows() ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve(program + ".out");
        int code = exec(command, output);
        if (code != 0) {
            throw new IOException(program + " ended with " + code + ": " + Files.readString(output));
        }
    }

    private static int exec(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        output == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(output.toFile()))
                .start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " took longer than " + COMMAND_SECONDS + " seconds.");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while running " + command, e);
        }
    }

    @Override
    public void close() {
        try {
            if (Files.exists(folder.resolve("data/postmaster.pid"))) {
                stop();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
