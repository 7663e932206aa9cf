package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.port.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Sees to it that only the user Homu runs as reads a database file: secrets of added repositories are in it. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    /** SQLite makes those with the permissions of the file itself; they may be left from before it had ours. */
    private static final List<String> BESIDE = List.of("", "-wal", "-shm");

    private OwnerOnly() {}

    /**
     * Makes the file, if there is none, and closes it to others. Where the file system has no such permissions, nothing.
     *
     * @throws StoreException when a permission can't be changed, as with a file of another user
     */
    static void protect(Path file) {
        if (Files.getFileAttributeView(file.getParent(), PosixFileAttributeView.class) == null) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
        } catch (FileAlreadyExistsException e) {
            close(file);
        } catch (IOException e) {
            throw new StoreException(
                    "The database " + file + " can't be made: " + e.getMessage()
                            + ". Homu must be able to write files in the database's folder.",
                    e);
        }
    }

    private static void close(Path file) {
        for (String ending : BESIDE) {
            Path one = file.resolveSibling(file.getFileName() + ending);
            try {
                if (Files.exists(one) && !OWNER.equals(Files.getPosixFilePermissions(one))) {
                    Files.setPosixFilePermissions(one, OWNER);
                }
            } catch (IOException e) {
                throw new StoreException(
                        "The database file " + one + " can be read by others, and its permissions can't be changed: "
                                + e.getMessage() + ". Secrets are kept in it: make it belong to the user that Homu"
                                + " runs as (" + System.getProperty("user.name") + "), with mode 600.",
                        e);
            }
        }
    }
}
