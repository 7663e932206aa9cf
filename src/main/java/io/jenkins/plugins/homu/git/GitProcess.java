package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.port.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the git program: no shell, nothing of the environment but what it needs, no configuration but the repository's own
 * and ours, one protocol, bounded time and output. What is secret goes by the environment, which others can't see, and is
 * taken out of everything that git says.
 */
final class GitProcess {
    private static final System.Logger LOG = System.getLogger(GitProcess.class.getName());
    private static final int MOST_OUTPUT = 32 << 20;
    private static final int MOST_WORDS = 16 << 10;
    private static final int LONGEST_MESSAGE = 1000;

    /** What a program needs to run at all, to reach the network, and to trust it. */
    private static final List<String> KEPT = List.of(
            "PATH",
            "SYSTEMROOT",
            "TEMP",
            "TMP",
            "TMPDIR",
            "PROGRAMDATA",
            "http_proxy",
            "https_proxy",
            "HTTPS_PROXY",
            "no_proxy",
            "NO_PROXY",
            "ALL_PROXY",
            "all_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "GIT_SSL_CAINFO",
            "SSH_AUTH_SOCK");

    /** What a command ended with, and said. */
    static final class Output {
        private final int code;
        private final byte[] bytes;
        private final String words;

        Output(int code, byte[] bytes, String words) {
            this.code = code;
            this.bytes = bytes;
            this.words = words;
        }

        int code() {
            return code;
        }

        /** Standard output. */
        byte[] bytes() {
            return bytes;
        }

        /** Standard error, without secrets. */
        String words() {
            return words;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The first line. */
        String line() {
            return text().lines().findFirst().orElse("");
        }
    }

    private final String executable;
    private final Path gitDirectory;
    private final Map<String, String> environment;
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<String> secrets;
    private final Duration patience;

    /** @param secrets what must not be shown of what git says */
    GitProcess(GitSettings settings, Path gitDirectory, Map<String, String> environment, List<String> secrets) {
        this.executable = settings.executable();
        this.gitDirectory = gitDirectory;
        this.environment = Map.copyOf(environment);
        this.secrets = List.copyOf(secrets);
        this.patience = settings.patience();
        configure("core.hooksPath", "/dev/null");
        configure("core.fsmonitor", "false");
        configure("credential.helper", "");
        configure("gc.autoDetach", "false");
        configure("http.followRedirects", "false");
        configure("http.lowSpeedLimit", "1000");
        configure("http.lowSpeedTime", "60");
        configure("protocol.version", "2");
        // The cache is ours, whoever owns it on a mounted disk.
        configure("safe.directory", "*");
    }

    void configure(String key, String value) {
        configuration.put(key, value);
    }

    /** @throws GitFailure when it ends otherwise than well */
    Output run(String... arguments) throws GitFailure, GatewayException {
        return run(new byte[0], arguments);
    }

    Output run(byte[] input, String... arguments) throws GitFailure, GatewayException {
        Output output = ask(input, arguments);
        if (output.code() != 0) {
            throw new GitFailure(arguments[0], output.code(), output.words());
        }
        return output;
    }

    /** Whole, and only what is named. */
    void fetch(String remote, List<String> refspecs) throws GitFailure, GatewayException {
        fetch(List.of(), remote, refspecs);
    }

    /** Without the contents of files: those come when they are needed. */
    void fetchPartially(String remote, List<String> refspecs) throws GitFailure, GatewayException {
        fetch(List.of("--filter=blob:none"), remote, refspecs);
    }

    private void fetch(List<String> filter, String remote, List<String> refspecs) throws GitFailure, GatewayException {
        List<String> arguments = new ArrayList<>(
                List.of("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"));
        arguments.addAll(filter);
        arguments.add("--");
        arguments.add(remote);
        arguments.addAll(refspecs);
        run(arguments.toArray(String[]::new));
    }

    void push(String remote, String refspec) throws GitFailure, GatewayException {
        run("push", "--quiet", "--no-verify", "--recurse-submodules=no", "--", remote, refspec);
    }

    /** Whatever it ends with. */
    Output ask(byte[] input, String... arguments) throws GatewayException {
        List<String> command = new ArrayList<>(List.of(executable));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        fill(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            String why = "the program " + executable + " can't be started: " + e.getMessage();
            if (String.valueOf(e.getMessage()).contains("error=2,")) {
                throw GatewayException.permanent(0, why + "; install git where this server runs, then use retry");
            }
            throw GatewayException.transientTrouble(0, why, Optional.empty(), e);
        }
        try {
            return finish(process, input, arguments[0]);
        } finally {
            kill(process);
        }
    }

    private Output finish(Process process, byte[] input, String name) throws GatewayException {
        Drain output = new Drain(process.getInputStream(), MOST_OUTPUT);
        Drain words = new Drain(process.getErrorStream(), MOST_WORDS);
        output.start();
        words.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // It ended without reading all of it, and says why by its code.
            LOG.log(System.Logger.Level.DEBUG, "event=git-input-not-read", e);
        }
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw GatewayException.transientTrouble(
                        0,
                        "git " + name + " did not end within " + patience.toSeconds() + " seconds",
                        Optional.empty(),
                        null);
            }
            // What it left behind may hold the pipes open.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            output.join(TimeUnit.SECONDS.toMillis(10));
            words.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GatewayException.transientTrouble(0, "git " + name + " was interrupted", Optional.empty(), e);
        }
        if (output.isTooMuch()) {
            throw GatewayException.permanent(0, "git " + name + " has more to say than can be taken in");
        }
        return new Output(process.exitValue(), output.bytes(), withoutSecrets(words.bytes()));
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void fill(Map<String, String> target) {
        Map<String, String> given = Map.copyOf(target);
        target.clear();
        KEPT.stream().filter(given::containsKey).forEach(name -> target.put(name, given.get(name)));
        target.put("HOME", gitDirectory.resolve("no-home").toString());
        target.put("XDG_CONFIG_HOME", gitDirectory.resolve("no-home").toString());
        target.put("GIT_DIR", gitDirectory.toString());
        target.put("GIT_CONFIG_NOSYSTEM", "1");
        target.put("GIT_CONFIG_GLOBAL", "/dev/null");
        target.put("GIT_ATTR_NOSYSTEM", "1");
        target.put("GIT_TERMINAL_PROMPT", "0");
        target.put("GIT_NO_REPLACE_OBJECTS", "1");
        target.put("LC_ALL", "C");
        target.put("TZ", "UTC");
        target.putAll(environment);
        target.put("GIT_CONFIG_COUNT", String.valueOf(configuration.size()));
        int i = 0;
        for (Map.Entry<String, String> entry : configuration.entrySet()) {
            target.put("GIT_CONFIG_KEY_" + i, entry.getKey());
            target.put("GIT_CONFIG_VALUE_" + i, entry.getValue());
            i++;
        }
    }

    private String withoutSecrets(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        text = text.replaceAll("[\\p{Cntrl}&&[^\\n]]+", " ").strip();
        return text.length() <= LONGEST_MESSAGE ? text : "..." + text.substring(text.length() - LONGEST_MESSAGE);
    }

    /** Reads a pipe to its end, so that nobody waits for it to be read; keeps the last of what is too much. */
    private static final class Drain extends Thread {
        private final InputStream stream;
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean tooMuch;

        Drain(InputStream stream, int most) {
            super("homu-git-output");
            setDaemon(true);
            this.stream = stream;
            this.most = most;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    synchronized (kept) {
                        if (kept.size() + count > most) {
                            tooMuch = true;
                            kept.reset();
                        }
                        kept.write(buffer, 0, count);
                    }
                }
            } catch (IOException e) {
                // The process was killed; whoever killed it says why.
                LOG.log(System.Logger.Level.DEBUG, "event=git-output-ended", e);
            }
        }

        boolean isTooMuch() {
            synchronized (kept) {
                return tooMuch;
            }
        }

        byte[] bytes() {
            synchronized (kept) {
                return kept.toByteArray();
            }
        }
    }
}
