package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.model.CommitSha;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A bare repository in place of GitHub's, and a clone that people work in. */
final class RealRepository {
    private final Path bare;
    private final Path work;
    private int clock = 1_700_000_000;
    private String author = "Bob <bob@example.org>";

    RealRepository(Path directory) {
        this.bare = directory;
        this.work = directory.resolveSibling(directory.getFileName() + "-work");
        git(directory.getParent(), "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
        git(bare, "config", "uploadpack.allowFilter", "true");
        git(directory.getParent(), "clone", "--quiet", bare.toString(), work.toString());
        git(work, "checkout", "--quiet", "-B", "main");
    }

    Path bare() {
        return bare;
    }

    /** Who commits from now on. */
    void author(String nameAndEmail) {
        author = nameAndEmail;
    }

    /** Goes to a branch; a new one begins at another. */
    void branch(String name, String from) {
        git(work, "checkout", "--quiet", "-B", name, from);
    }

    CommitSha commit(String message, Map<String, String> files) {
        files.forEach((name, text) -> {
            try {
                Path file = work.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        git(work, "add", "--all");
        git(work, "commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--author=" + author, "-m", message);
        return push();
    }

    CommitSha merge(String other, String message) {
        git(work, "merge", "--quiet", "--no-ff", "-m", message, other);
        return push();
    }

    /** @return the head */
    CommitSha push() {
        git(work, "push", "--quiet", "--force", "origin", "HEAD");
        return sha("HEAD");
    }

    CommitSha sha(String revision) {
        return new CommitSha(git(work, "rev-parse", revision));
    }

    /** What is on GitHub. */
    String remote(String... arguments) {
        return git(bare, arguments);
    }

    CommitSha tip(String branch) {
        return new CommitSha(remote("rev-parse", "refs/heads/" + branch));
    }

    /** Messages from the first to the last, without the base. */
    List<String> messages(CommitSha base, CommitSha tip) {
        String text = remote("log", "--reverse", "--format=%B%x00", base + ".." + tip);
        return Arrays.stream(text.split("\0", -1))
                .map(String::strip)
                .filter(message -> !message.isEmpty())
                .toList();
    }

    String git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_AUTHOR_NAME", "Somebody",
                        "GIT_AUTHOR_EMAIL", "somebody@example.org",
                        "GIT_COMMITTER_NAME", "Somebody",
                        "GIT_COMMITTER_EMAIL", "somebody@example.org",
                        "GIT_COMMITTER_DATE", clock + " +0100",
                        "GIT_AUTHOR_DATE", clock + " +0100"));
        clock++;
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
