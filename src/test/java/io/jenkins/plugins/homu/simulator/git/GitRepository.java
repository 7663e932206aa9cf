package io.jenkins.plugins.homu.simulator.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bare repository on disk that git itself can clone from and push to. A fork shares the object folder of its parent
 * (a symbolic link), as GitHub's forks share theirs, so a commit pushed to the fork can be merged in the parent.
 */
public final class GitRepository implements AutoCloseable {

    private static final String CONFIG =
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true
            [gc]
            \tauto = 0
            [receive]
            \tunpackLimit = 1000000
            \tautogc = false
            \tdenyDeleteCurrent = ignore
            [transfer]
            \thideRefs = refs/simulator
            [fastimport]
            \tunpackLimit = 1
            [uploadpack]
            \tallowAnySHA1InWant = true
            \tallowFilter = true
            [http]
            \treceivepack = true
            """;

    private static final String HOOK =
            """
            #!/bin/sh
            # Tells the simulator what was pushed.
            while read -r old new ref; do
              printf '%s %s %s %s\\n' "$old" "$new" "$ref" "${REMOTE_USER:--}"
            done >> "${GIT_DIR:-.}/simulator-pushes"
            """;

    private final Path directory;
    private final GitObjects objects;
    private final GitGraph graph;
    private final GitMerger merger;
    private final GitRefs refs;
    private final boolean shared;

    private GitRepository(Path directory, GitRepository parent) {
        this.directory = directory;
        this.shared = parent != null;
        this.objects = shared ? parent.objects : new GitObjects(directory);
        this.graph = shared ? parent.graph : new GitGraph(objects);
        this.merger = shared ? parent.merger : new GitMerger(directory, objects, graph);
        this.refs = new GitRefs(directory);
    }

    /** Makes an empty bare repository, or opens the one that is there. */
    public static GitRepository create(Path directory, String defaultBranch) {
        initialise(directory, defaultBranch, null);
        return new GitRepository(directory, null);
    }

    /** Makes a repository that shares this one's objects and has none of its refs. */
    public GitRepository fork(Path at, String defaultBranch) {
        initialise(at, defaultBranch, directory.resolve("objects"));
        return new GitRepository(at, this);
    }

    private static void initialise(Path directory, String defaultBranch, Path sharedObjects) {
        try {
            Files.createDirectories(directory.resolve("refs/heads"));
            Files.createDirectories(directory.resolve("refs/tags"));
            Files.createDirectories(directory.resolve("hooks"));
            Path objects = directory.resolve("objects");
            if (sharedObjects == null) {
                Files.createDirectories(objects.resolve("info"));
                Files.createDirectories(objects.resolve("pack"));
            } else if (!Files.exists(objects)) {
                Files.createSymbolicLink(objects, sharedObjects.toAbsolutePath());
            }
            Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/" + defaultBranch + "\n");
            Files.writeString(directory.resolve("config"), CONFIG);
            Path hook = directory.resolve("hooks/post-receive");
            Files.writeString(hook, HOOK);
            if (!hook.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + hook + " executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the repository " + directory, e);
        }
    }

    public Path directory() {
        return directory;
    }

    public GitObjects objects() {
        return objects;
    }

    public GitGraph graph() {
        return graph;
    }

    public GitMerger merger() {
        return merger;
    }

    public GitRefs refs() {
        return refs;
    }

    /** @param digits four at least */
    public List<GitCommit> commitsStartingWith(String digits) {
        return run(directory, "rev-parse", "--disambiguate=" + digits)
                .lines()
                .map(objects::commit)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        if (!shared) {
            objects.close();
        }
    }

    /**
     * Runs git on a repository and returns what it printed.
     *
     * @throws IllegalStateException when git fails, with what it said
     */
    public static String run(Path gitDir, String... arguments) {
        return run(gitDir, null, arguments);
    }

    /** The same with a file as standard input. */
    public static String run(Path gitDir, Path input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + gitDir));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            Process process = builder.start();
            if (input == null) {
                process.getOutputStream().close();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
        }
    }
}
