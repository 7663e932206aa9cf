package io.jenkins.plugins.homu.simulator.git;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The refs of a bare repository. They are kept in memory and written through as git would write them (lock file, then
 * rename), so a git client that pushes at the same time is kept out or detected. What clients push is reported by the
 * repository's post-receive hook, which appends to a file; {@link #outside()} reads what is new there.
 */
public final class GitRefs {

    /** The file in the repository that the post-receive hook appends to: old, new, ref and user. */
    static final String PUSHES = "simulator-pushes";

    private static final String ZERO = "0".repeat(40);
    private static final Pattern INVALID =
            Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|/\\.|\\.lock(/|$)|\\.$|/$|^/");

    private final Path gitDir;
    private final File pushes;
    private final ConcurrentNavigableMap<String, String> refs = new ConcurrentSkipListMap<>();
    private final Set<String> packedNames = new HashSet<>();
    private long read;

    /** A move of a ref; before is null when it was created, after when it was deleted. */
    public record Move(String ref, String before, String after, String pusher) {}

    GitRefs(Path gitDir) {
        this.gitDir = gitDir;
        this.pushes = gitDir.resolve(PUSHES).toFile();
        this.read = pushes.length();
        reload();
    }

    /** Whether git takes that as the name of a ref, {@code refs/} included. */
    public static boolean isValidName(String ref) {
        return ref.startsWith("refs/")
                && ref.indexOf('/', 5) > 0
                && !ref.equals("refs/heads/@")
                && !INVALID.matcher(ref).find();
    }

    private void reload() {
        Map<String, String> found = new TreeMap<>();
        packedNames.clear();
        Path packed = gitDir.resolve("packed-refs");
        try {
            if (Files.exists(packed)) {
                for (String line : Files.readAllLines(packed)) {
                    if (!line.startsWith("#") && !line.startsWith("^") && line.length() > 41) {
                        found.put(line.substring(41), line.substring(0, 40));
                        packedNames.add(line.substring(41));
                    }
                }
            }
            try (Stream<Path> files = Files.walk(gitDir.resolve("refs"))) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    String name = gitDir.relativize(file).toString().replace(File.separatorChar, '/');
                    if (!name.endsWith(".lock")) {
                        found.put(name, Files.readString(file).strip());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read refs of " + gitDir, e);
        }
        refs.putAll(found);
        refs.keySet().retainAll(found.keySet());
    }

    /** Adds many new refs at once, in the file where git packs them. */
    public synchronized void addPacked(SortedMap<String, String> added) {
        TreeMap<String, String> all = new TreeMap<>(added);
        packedNames.forEach(name -> all.putIfAbsent(name, refs.get(name)));
        StringBuilder text = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        all.forEach((name, oid) -> text.append(oid).append(' ').append(name).append('\n'));
        Path lock = gitDir.resolve("packed-refs.lock");
        try {
            create(lock, text.toString());
            rename(lock, gitDir.resolve("packed-refs"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write packed-refs of " + gitDir, e);
        }
        packedNames.addAll(added.keySet());
        refs.putAll(added);
    }

    public Optional<String> get(String ref) {
        return Optional.ofNullable(refs.get(ref));
    }

    /** All refs whose names start with the prefix, sorted. */
    public SortedMap<String, String> startingWith(String prefix) {
        return refs.subMap(prefix, true, prefix + Character.MAX_VALUE, true);
    }

    /** Whether a ref of that name would be a folder of another ref or the other way round. */
    public boolean clashes(String ref) {
        if (!startingWith(ref + "/").isEmpty()) {
            return true;
        }
        for (int slash = ref.lastIndexOf('/'); slash > 5; slash = ref.lastIndexOf('/', slash - 1)) {
            if (refs.containsKey(ref.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves a ref from one value to another, null standing for absence.
     *
     * @return false when the ref no longer had the expected value (somebody pushed meanwhile)
     */
    public synchronized boolean move(String ref, String expected, String next) {
        if (!isValidName(ref)) {
            throw new IllegalArgumentException("not a valid ref name: " + ref);
        }
        if (!Objects.equals(refs.get(ref), expected)) {
            return false;
        }
        Path file = gitDir.resolve(ref);
        Path lock = gitDir.resolve(ref + ".lock");
        try {
            Files.createDirectories(file.getParent());
            create(lock, next == null ? "" : next + "\n");
            try {
                String onDisk = onDisk(ref, file);
                if (!Objects.equals(onDisk, expected)) {
                    Files.deleteIfExists(lock);
                    return false;
                }
                if (next == null) {
                    delete(ref, file, lock);
                } else {
                    rename(lock, file);
                    refs.put(ref, next);
                }
            } finally {
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + ref + " of " + gitDir, e);
        }
        return true;
    }

    private void delete(String ref, Path file, Path lock) throws IOException {
        if (packedNames.contains(ref)) {
            Files.deleteIfExists(lock);
            GitRepository.run(gitDir, "update-ref", "-d", ref);
            packedNames.remove(ref);
        } else {
            Files.deleteIfExists(file);
        }
        refs.remove(ref);
    }

    private String onDisk(String ref, Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return packedNames.contains(ref) ? refs.get(ref) : null;
        }
    }

    private static void create(Path lock, String content) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (true) {
            try {
                Files.writeString(lock, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return;
            } catch (FileAlreadyExistsException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The moves that git clients pushed since the last call, oldest first. */
    public synchronized List<Move> outside() {
        long length = pushes.length();
        if (length <= read) {
            return List.of();
        }
        List<Move> moves = new ArrayList<>();
        try (RandomAccessFile in = new RandomAccessFile(pushes, "r")) {
            byte[] data = new byte[(int) (length - read)];
            in.seek(read);
            in.readFully(data);
            String text = new String(data, StandardCharsets.UTF_8);
            int complete = text.lastIndexOf('\n') + 1;
            read += text.substring(0, complete).getBytes(StandardCharsets.UTF_8).length;
            for (String line : text.substring(0, complete).split("\n", -1)) {
                String[] words = line.split(" ", 4);
                if (words.length == 4) {
                    moves.add(taken(words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read pushes to " + gitDir, e);
        }
        return moves;
    }

    private Move taken(String[] words) {
        String before = words[0].equals(ZERO) ? null : words[0];
        String after = words[1].equals(ZERO) ? null : words[1];
        if (after == null) {
            refs.remove(words[2]);
            packedNames.remove(words[2]);
        } else {
            refs.put(words[2], after);
        }
        return new Move(words[2], before, after, words[3].equals("-") ? null : words[3]);
    }
}
