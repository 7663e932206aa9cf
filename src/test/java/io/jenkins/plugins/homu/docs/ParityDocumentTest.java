package io.jenkins.plugins.homu.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * What docs/parity.md names as proof exists. The sources are read, so that tests which need a Jenkins are found where there is
 * none.
 */
public class ParityDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/parity.md");
    private static final List<Path> SOURCES = List.of(Path.of("src/test/java"), Path.of("src/jenkins-test/java"));
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w*)#(\\w+)`");
    private static final Pattern TEST = Pattern.compile("@Test\\b[^{;]*?\\bvoid\\s+(\\w+)\\s*\\(");

    /** A word on its own is no reason. */
    private static final int SHORTEST_REASON = 15;

    private static final List<Row> ROWS = new ArrayList<>();
    private static final Map<String, String> CLASSES = new HashMap<>();

    /** A row of a table, by the heads of its columns. */
    private record Row(int line, Map<String, String> cells) {
        String cell(String head) {
            return cells.getOrDefault(head, "");
        }

        @Override
        public String toString() {
            return DOCUMENT + ":" + line + ": " + cell("Original") + " | " + cell("Rust fork");
        }
    }

    @BeforeClass
    public static void read() throws IOException {
        List<String> heads = List.of();
        List<String> lines = Files.readAllLines(DOCUMENT);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("|")) {
                heads = List.of();
            } else if (heads.isEmpty()) {
                heads = cells(line);
            } else if (!line.startsWith("|---")) {
                List<String> cells = cells(line);
                assertThat(cells).as(DOCUMENT + ":" + (i + 1)).hasSameSizeAs(heads);
                Map<String, String> row = new HashMap<>();
                for (int column = 0; column < heads.size(); column++) {
                    row.put(heads.get(column), cells.get(column));
                }
                ROWS.add(new Row(i + 1, row));
            }
        }
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(ParityDocumentTest::read);
            }
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                .map(String::strip)
                .toList();
    }

    private static void read(Path file) {
        try {
            CLASSES.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void everyProofIsATest() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        Map<String, List<String>> tests = new HashMap<>();
        Matcher proofs = PROOF.matcher(Files.readString(DOCUMENT));
        while (proofs.find()) {
            List<String> methods =
                    tests.computeIfAbsent(proofs.group(1), name -> TEST.matcher(CLASSES.getOrDefault(name, ""))
                            .results()
                            .map(found -> found.group(1))
                            .toList());
            if (!methods.contains(proofs.group(2))) {
                missing.add(proofs.group(1) + "#" + proofs.group(2));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    @Test
    public void everyRowHasAProofOrAReason() {
        assertThat(ROWS).hasSizeGreaterThan(200);
        List<String> faults = new ArrayList<>();
        for (Row row : ROWS) {
            fault(row).ifPresent(fault -> faults.add(row + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }

    private static Optional<String> fault(Row row) {
        String here = row.cell("Here");
        boolean explained = here.matches("differs: .{" + SHORTEST_REASON + ",}");
        if ((row.cell("Original") + row.cell("Rust fork")).isBlank()) {
            return Optional.of("is about nothing");
        }
        if (!here.matches("(same|more|differs)\\b.*")) {
            return Optional.of("does not say whether it is the same here");
        }
        if (here.startsWith("differs") && !explained) {
            return Optional.of("does not say why it differs");
        }
        return explained || PROOF.matcher(row.cell("Proof")).find()
                ? Optional.empty()
                : Optional.of("has neither a proof nor a reason");
    }

    @Test
    public void nothingIsPending() throws IOException {
        List<String> pending = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.contains("(pending)")) {
                pending.add(line);
            }
        }
        assertThat(pending).isEmpty();
    }
}
