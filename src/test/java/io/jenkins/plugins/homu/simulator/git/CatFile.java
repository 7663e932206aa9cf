package io.jenkins.plugins.homu.simulator.git;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads packed objects through one long-lived {@code git cat-file --batch}, started when it is first needed. */
final class CatFile implements AutoCloseable {

    private final Path gitDir;
    private boolean packsSeen;
    private Process process;
    private OutputStream requests;
    private DataInputStream answers;

    CatFile(Path gitDir) {
        this.gitDir = gitDir;
    }

    synchronized Optional<GitObjects.Raw> read(String oid) {
        if (!hasPacks()) {
            return Optional.empty();
        }
        try {
            if (process == null || !process.isAlive()) {
                process = new ProcessBuilder("git", "--git-dir=" + gitDir, "cat-file", "--batch")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                requests = process.getOutputStream();
                answers = new DataInputStream(new java.io.BufferedInputStream(process.getInputStream(), 1 << 16));
            }
            requests.write((oid + "\n").getBytes(StandardCharsets.US_ASCII));
            requests.flush();
            String[] header = line().split(" ", -1);
            if (header.length < 3) {
                return Optional.empty();
            }
            byte[] body = new byte[Integer.parseInt(header[2])];
            answers.readFully(body);
            answers.readByte();
            return Optional.of(new GitObjects.Raw(header[1], body));
        } catch (IOException e) {
            throw new UncheckedIOException("git cat-file in " + gitDir, e);
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        int next = answers.readByte();
        while (next != '\n') {
            text.append((char) next);
            next = answers.readByte();
        }
        return text.toString();
    }

    private boolean hasPacks() {
        if (packsSeen) {
            return true;
        }
        Path packs = gitDir.resolve("objects").resolve("pack");
        try (Stream<Path> files = Files.list(packs)) {
            packsSeen = files.anyMatch(file -> file.toString().endsWith(".pack"));
            return packsSeen;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroy();
            process = null;
        }
    }
}
