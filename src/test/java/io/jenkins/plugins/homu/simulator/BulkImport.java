package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Thousands of pull requests by one {@code git fast-import}, which takes seconds instead of minutes. */
final class BulkImport {

    private BulkImport() {}

    static List<SimPull> run(SimRepository repository, int count, SimUser author, String base) {
        String tip = repository.tip(base);
        int first = repository.issues().nextNumber();
        Path input = repository.gitDir().resolve("simulator-import");
        Path marks = repository.gitDir().resolve("simulator-marks");
        try {
            Files.write(input, stream(repository, count, author, tip, first));
            GitRepository.run(
                    repository.gitDir(),
                    input,
                    "fast-import",
                    "--quiet",
                    "--force",
                    "--export-marks=" + marks.toAbsolutePath());
            String[] commits = new String[count];
            for (String line : Files.readAllLines(marks)) {
                String[] words = line.split(" ", 2);
                commits[Integer.parseInt(words[0].substring(1)) - first] = words[1];
            }
            Files.delete(input);
            Files.delete(marks);
            SortedMap<String, String> refs = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                refs.put("refs/heads/bulk-" + (first + i), commits[i]);
                refs.put("refs/pull/" + (first + i) + "/head", commits[i]);
            }
            repository.git().refs().addPacked(refs);
            List<SimPull> pulls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = first + i;
                SimPull pull = new SimPull(
                        repository,
                        number,
                        author,
                        repository,
                        "bulk-" + number,
                        commits[i],
                        base,
                        tip,
                        "Change number " + number,
                        "One of many.");
                repository.issues().add(pull);
                pulls.add(pull);
            }
            return pulls;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot import pull requests into " + repository, e);
        }
    }

    private static byte[] stream(SimRepository repository, int count, SimUser author, String tip, int first) {
        long now = repository.now().getEpochSecond();
        StringBuilder text = new StringBuilder();
        for (int number = first; number < first + count; number++) {
            String message = "Change number " + number;
            String content = "content " + number + "\n";
            // one ref for all of them: git would write each of them as a file of its own
            text.append("commit refs/simulator/import\n");
            text.append("mark :").append(number).append('\n');
            text.append("committer ")
                    .append(author.login())
                    .append(" <")
                    .append(author.email())
                    .append("> ");
            text.append(now).append(" +0000\n");
            text.append("data ")
                    .append(message.length())
                    .append('\n')
                    .append(message)
                    .append('\n');
            text.append("from ").append(tip).append('\n');
            text.append("M 100644 inline bulk/").append(number).append(".txt\n");
            text.append("data ")
                    .append(content.length())
                    .append('\n')
                    .append(content)
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
