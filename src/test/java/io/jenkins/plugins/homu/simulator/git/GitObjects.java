package io.jenkins.plugins.homu.simulator.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The object database of a bare repository, read and written without starting git: loose objects are files that Java
 * can handle itself, which makes a commit cost well under a millisecond. Packed objects (from a bulk import) are read
 * through one long-lived {@code git cat-file --batch}. What is written here is what git reads: a test runs
 * {@code git fsck --strict} over it.
 */
public final class GitObjects implements AutoCloseable {

    private static final int TREE_CACHE = 20_000;

    private final Path objects;
    private final CatFile packed;
    private final Map<String, GitCommit> commits = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Entry>> trees = new ConcurrentHashMap<>();
    private final AtomicLong temporary = new AtomicLong();

    /** One entry of a tree: a file, a link or a subtree. */
    public record Entry(String mode, String oid) {
        public boolean isTree() {
            return mode.equals("40000");
        }
    }

    // never compared, so the array does no harm
    @SuppressWarnings("ArrayRecordComponent")
    record Raw(String type, byte[] body) {}

    GitObjects(Path gitDir) {
        this.objects = gitDir.resolve("objects");
        this.packed = new CatFile(gitDir);
    }

    @Override
    public void close() {
        packed.close();
    }

    /** The commit of that name, or empty when there is none or it is another kind of object. */
    public Optional<GitCommit> commit(String oid) {
        if (oid == null || !oid.matches("[0-9a-f]{40}")) {
            return Optional.empty();
        }
        GitCommit known = commits.get(oid);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<GitCommit> read =
                read(oid).filter(raw -> raw.type().equals("commit")).map(raw -> parse(oid, raw.body()));
        read.ifPresent(commit -> commits.put(oid, commit));
        return read;
    }

    /** The entries of a tree, sorted as git sorts them. */
    public Map<String, Entry> tree(String oid) {
        Map<String, Entry> known = trees.get(oid);
        if (known != null) {
            return known;
        }
        byte[] body = read(oid)
                .orElseThrow(() -> new IllegalStateException("no tree " + oid))
                .body();
        Map<String, Entry> entries = new TreeMap<>();
        int at = 0;
        while (at < body.length) {
            int space = indexOf(body, (byte) ' ', at);
            int end = indexOf(body, (byte) 0, space);
            String mode = new String(body, at, space - at, StandardCharsets.US_ASCII);
            String name = new String(body, space + 1, end - space - 1, StandardCharsets.UTF_8);
            String child = HexFormat.of().formatHex(body, end + 1, end + 21);
            entries.put(name, new Entry(mode, child));
            at = end + 21;
        }
        if (trees.size() > TREE_CACHE) {
            trees.clear();
        }
        Map<String, Entry> result = Map.copyOf(entries);
        trees.put(oid, result);
        return result;
    }

    /** The text of a file of a commit, or empty when the commit has no such file. */
    public Optional<String> file(String commitOid, String path) {
        String at = commit(commitOid).orElseThrow().tree();
        List<String> parts = List.of(path.split("/", -1));
        for (int i = 0; i < parts.size(); i++) {
            Entry entry = tree(at).get(parts.get(i));
            if (entry == null || entry.isTree() == (i == parts.size() - 1)) {
                return Optional.empty();
            }
            at = entry.oid();
        }
        return read(at).map(raw -> new String(raw.body(), StandardCharsets.UTF_8));
    }

    public String writeBlob(String content) {
        return write("blob", content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a tree; an empty one has a name of its own as any other. */
    public String writeTree(Map<String, Entry> entries) {
        TreeMap<String, Map.Entry<String, Entry>> sorted = new TreeMap<>();
        // git compares names as if a subtree's ended in a slash
        entries.entrySet()
                .forEach(entry -> sorted.put(entry.getKey() + (entry.getValue().isTree() ? "/" : ""), entry));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, Entry> entry : sorted.values()) {
            out.writeBytes((entry.getValue().mode() + " " + entry.getKey()).getBytes(StandardCharsets.UTF_8));
            out.write(0);
            out.writeBytes(HexFormat.of().parseHex(entry.getValue().oid()));
        }
        return write("tree", out.toByteArray());
    }

    /**
     * A tree like the given one with some files replaced, added, or (value null) removed.
     *
     * @param base the tree to start from, null for none
     */
    public String writeFiles(String base, Map<String, String> files) {
        Map<String, Entry> entries = new TreeMap<>(base == null ? Map.of() : tree(base));
        Map<String, Map<String, String>> below = new TreeMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            String path = file.getKey();
            int slash = path.indexOf('/');
            if (slash >= 0) {
                below.computeIfAbsent(path.substring(0, slash), key -> new TreeMap<>())
                        .put(path.substring(slash + 1), file.getValue());
            } else if (file.getValue() == null) {
                entries.remove(path);
            } else {
                entries.put(path, new Entry(path.endsWith(".sh") ? "100755" : "100644", writeBlob(file.getValue())));
            }
        }
        for (Map.Entry<String, Map<String, String>> folder : below.entrySet()) {
            Entry old = entries.get(folder.getKey());
            String child = writeFiles(old != null && old.isTree() ? old.oid() : null, folder.getValue());
            if (tree(child).isEmpty()) {
                entries.remove(folder.getKey());
            } else {
                entries.put(folder.getKey(), new Entry("40000", child));
            }
        }
        return writeTree(entries);
    }

    public GitCommit writeCommit(
            String tree,
            List<String> parents,
            GitCommit.Signature author,
            GitCommit.Signature committer,
            String message) {
        StringBuilder text = new StringBuilder("tree ").append(tree).append('\n');
        parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
        text.append("author ").append(author.line()).append('\n');
        text.append("committer ").append(committer.line()).append("\n\n");
        text.append(message.replace("\u0000", ""));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        String oid = write("commit", body);
        GitCommit commit = parse(oid, body);
        commits.put(oid, commit);
        return commit;
    }

    private static GitCommit parse(String oid, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        int split = text.indexOf("\n\n");
        String head = split < 0 ? text : text.substring(0, split);
        String tree = "";
        List<String> parents = new java.util.ArrayList<>();
        GitCommit.Signature author = null;
        GitCommit.Signature committer = null;
        for (String line : head.split("\n", -1)) {
            if (line.startsWith("tree ")) {
                tree = line.substring(5);
            } else if (line.startsWith("parent ")) {
                parents.add(line.substring(7));
            } else if (line.startsWith("author ")) {
                author = GitCommit.Signature.parse(line.substring(7));
            } else if (line.startsWith("committer ")) {
                committer = GitCommit.Signature.parse(line.substring(10));
            }
        }
        return new GitCommit(oid, tree, parents, author, committer, split < 0 ? "" : text.substring(split + 2));
    }

    Optional<Raw> read(String oid) {
        Path file = objects.resolve(oid.substring(0, 2)).resolve(oid.substring(2));
        try {
            return Optional.of(inflate(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return packed.read(oid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String write(String type, byte[] body) {
        byte[] header = (type + " " + body.length + "\u0000").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, whole, header.length, body.length);
        String oid;
        try {
            oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(whole));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        Path folder = objects.resolve(oid.substring(0, 2));
        Path file = folder.resolve(oid.substring(2));
        if (Files.exists(file)) {
            return oid;
        }
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve("tmp_obj_" + temporary.incrementAndGet() + "_"
                    + ProcessHandle.current().pid());
            Files.write(part, deflate(whole));
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write object " + oid + " in " + objects, e);
        }
        return oid;
    }

    private static byte[] deflate(byte[] whole) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(whole);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(whole.length / 2 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static Raw inflate(byte[] data) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * 3);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && inflater.needsInput()) {
                    throw new IllegalStateException("truncated object");
                }
                out.write(buffer, 0, count);
            }
            byte[] whole = out.toByteArray();
            int end = indexOf(whole, (byte) 0, 0);
            String header = new String(whole, 0, end, StandardCharsets.US_ASCII);
            return new Raw(header.substring(0, header.indexOf(' ')), Arrays.copyOfRange(whole, end + 1, whole.length));
        } catch (DataFormatException e) {
            throw new IllegalStateException("broken object", e);
        } finally {
            inflater.end();
        }
    }

    private static int indexOf(byte[] data, byte wanted, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw new IllegalStateException("malformed object");
    }
}
