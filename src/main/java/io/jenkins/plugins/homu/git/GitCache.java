package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bare cache of one repository. One at a time works in it, of all threads and processes. What is in it can be had again:
 * where it does not work, it is made anew.
 */
final class GitCache {
    private static final System.Logger LOG = System.getLogger(GitCache.class.getName());
    private static final String READY = "homu-ready";

    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    /** Something to be done in it. */
    interface Use<T> {
        T run() throws GitFailure, GatewayException;
    }

    private final Path directory;
    private final GitProcess git;

    GitCache(Path directory, GitProcess git) {
        this.directory = directory;
        this.git = git;
    }

    /**
     * @throws GatewayException when it doesn't work even in a cache that was made anew
     */
    <T> T use(Use<T> use) throws GatewayException {
        ReentrantLock lock = LOCKS.computeIfAbsent(directory.toAbsolutePath().normalize(), path -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GatewayException.transientTrouble(
                    0, "waiting for the git cache was interrupted", Optional.empty(), e);
        }
        try {
            makePrivate(directory.getParent());
            Path file = directory.resolveSibling(directory.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                LOG.log(System.Logger.Level.TRACE, "event=git-cache lock={0}", held);
                return locked(use);
            }
        } catch (IOException e) {
            throw GatewayException.transientTrouble(
                    0, "the git cache " + directory + " can't be used: " + e, Optional.empty(), e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Use<T> use) throws IOException, GatewayException {
        boolean fresh = prepare();
        try {
            return use.run();
        } catch (GitFailure first) {
            if (fresh) {
                throw unusable(first);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("git-cache-remade")
                            .with("cache", directory)
                            .with("because", first.getMessage())
                            .toString());
        }
        delete(directory);
        prepare();
        try {
            return use.run();
        } catch (GitFailure second) {
            throw unusable(second);
        }
    }

    private static GatewayException unusable(GitFailure failure) {
        return GatewayException.transientTrouble(0, failure.getMessage(), Optional.empty(), failure);
    }

    /** @return whether it was made just now */
    private boolean prepare() throws IOException, GatewayException {
        Path ready = directory.resolve(READY);
        if (Files.exists(ready)) {
            removeStaleLocks();
            return false;
        }
        // Whoever began to make it was killed.
        delete(directory);
        makePrivate(directory);
        try {
            git.run("init", "--quiet", "--bare", "--template=");
        } catch (GitFailure e) {
            throw unusable(e);
        }
        Files.createFile(ready);
        return true;
    }

    /** Of commands that were killed: nobody else is at work here. */
    private void removeStaleLocks() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                return name.length() == 2 || name.equals("pack")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.getFileName().toString().endsWith(".lock")) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // Windows deletes no file that is read-only, as git's objects are.
                if (!Files.isWritable(file)) {
                    file.toFile().setWritable(true);
                }
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException trouble) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Makes a directory that nobody else may look into, and those above it. */
    static void makePrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (isPosix()) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
