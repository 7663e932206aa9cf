package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.port.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sees to it that a SQLite file has one Homu only, by a lock on a file beside it. The operating system lets go of the lock
 * when the process ends, however it ends; the file beside stays, and means nothing without the lock. SQLite's own locks
 * would not do: they are let go of between transactions.
 */
final class FileGuard implements AutoCloseable {
    private final FileChannel channel;
    private final Path database;

    private FileGuard(FileChannel channel, Path database) {
        this.channel = channel;
        this.database = database;
    }

    /** @throws StoreException when another has it, or the file beside can't be written */
    static FileGuard lock(Path database) {
        Path beside = database.resolveSibling(database.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(
                    beside, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    throw new StoreException("The database " + database + " is in use by another Homu" + holder(channel)
                            + ". Two of them on one file would undo each other's work: stop the other one, or give this"
                            + " one a database of its own.");
                }
                channel.truncate(0);
                channel.write(
                        ByteBuffer.wrap(
                                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                        0);
                return new FileGuard(channel, database);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The database " + database + " can't be used, because " + beside + " can't be written: "
                            + e.getMessage() + ". Homu must be able to write files in the database's folder.",
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException(
                    "The lock of the database " + database + " can't be let go of: " + e.getMessage(), e);
        }
    }
}
