package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.port.GatewayException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** How git calls SSH, and the files that it needs for that, which are beside the caches. */
final class SshCommand {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final GitSettings settings;

    SshCommand(GitSettings settings) {
        this.settings = settings;
    }

    /** Git hands this to a shell: there is nothing in it but our own words and the paths of our files, quoted. */
    String line() throws GatewayException {
        // Whatever the files of SSH say: who only looks like GitHub is shown nothing.
        StringBuilder command = new StringBuilder("ssh -S none -o BatchMode=yes -o StrictHostKeyChecking=yes");
        if (settings.knownHosts().isPresent()) {
            command.append(option(
                    "UserKnownHostsFile",
                    kept("known_hosts", settings.knownHosts().get())));
        }
        if (settings.sshKey().isPresent()) {
            command.append(" -o IdentitiesOnly=yes")
                    .append(option(
                            "IdentityFile", kept("ssh-key", settings.sshKey().get())));
        }
        return command.toString();
    }

    /** Quoted for the shell, and in it for SSH, which takes it apart into words and puts something in place of a % as well. */
    private static String option(String name, Path file) {
        String path = File.separatorChar == '/'
                ? file.toString().replace("\\", "\\\\")
                : file.toString().replace('\\', '/');
        String word = name + "=\"" + path.replace("\"", "\\\"").replace("%", "%%") + '"';
        return " -o '" + word.replace("'", "'\\''") + "'";
    }

    private Path kept(String name, String text) throws GatewayException {
        Path file = settings.directory().toAbsolutePath().resolve(name);
        try {
            keep(file, text.strip() + "\n");
        } catch (IOException e) {
            throw GatewayException.transientTrouble(
                    0, "the file " + file + " for SSH can't be written: " + e, Optional.empty(), e);
        }
        return file;
    }

    private synchronized void keep(Path file, String text) throws IOException {
        GitCache.makePrivate(file.getParent());
        // SSH takes no key that others may read.
        if (Files.exists(file) && Files.readString(file).equals(text) && isPrivate(file)) {
            return;
        }
        Files.deleteIfExists(file);
        if (GitCache.isPosix()) {
            // Nobody else may read it, not even for the moment between its making and its filling.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, text);
    }

    private static boolean isPrivate(Path file) throws IOException {
        return !GitCache.isPosix() || Files.getPosixFilePermissions(file).equals(OWNER_ONLY);
    }
}
