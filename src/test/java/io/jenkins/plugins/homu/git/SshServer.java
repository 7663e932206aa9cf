package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.testing.Await;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import org.junit.Assume;

/** A real sshd on loopback, run by whoever runs the tests, with a host key and a list of authorized keys of its own. */
final class SshServer implements AutoCloseable {
    private static final Path PROGRAM = Paths.get("/usr/sbin/sshd");
    /** What sshd needs when root runs it, and is made where the service is started. */
    private static final Path EMPTY = Paths.get("/run/sshd");

    private final Path directory;
    private final int port;
    private final Process process;

    private SshServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    static void assumeInstalled() {
        boolean there = Files.isExecutable(PROGRAM);
        String why = "skipped: no SSH server here; apt-get install --no-install-recommends openssh-server";
        if (!there) {
            System.out.println(why);
        }
        Assume.assumeTrue(why, there);
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param directory of its files, which is there and empty
     * @param authorized public key that it lets in
     */
    static SshServer start(Path directory, String authorized) throws IOException {
        newKey(directory.resolve("host_key"));
        Files.writeString(directory.resolve("authorized_keys"), authorized);
        if (user().equals("root")) {
            Files.createDirectories(EMPTY);
        }
        int port = freePort();
        Path configuration = directory.resolve("sshd_config");
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey \"" + directory.resolve("host_key") + '"',
                        "AuthorizedKeysFile \"" + directory.resolve("authorized_keys") + '"',
                        "PidFile none",
                        // The tests' directory is below one that everybody may write to.
                        "StrictModes no",
                        "UsePAM no",
                        "PermitRootLogin prohibit-password",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        ""));
        File log = directory.resolve("sshd.log").toFile();
        Process process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        SshServer server = new SshServer(directory, port, process);
        try {
            Await.until("sshd", Duration.ofSeconds(30), server::listens);
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(e.getMessage() + "; it says: " + Files.readString(log.toPath()), e);
        }
        return server;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    /** Makes a private key and, with {@code .pub}, its public one. */
    static void newKey(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("ssh-keygen: " + said);
        }
    }

    /** Address of the repositories in a directory. */
    String url(Path repositories) {
        return "ssh://" + user() + "@127.0.0.1:" + port + repositories + "/{name}.git";
    }

    /** @param key a public key @return the line that names it as this server's */
    String knownHost(Path key) throws IOException {
        return "[127.0.0.1]:" + port + " " + Files.readString(key).strip();
    }

    Path hostKey() {
        return directory.resolve("host_key.pub");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
