package io.jenkins.plugins.homu.server.takeover;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes what an original Homu's database says into states of ours. Reads and writes nothing itself. */
public final class Takeover {
    private static final int LONGEST_MESSAGE = 500;
    private static final Pattern BUILDER = Pattern.compile("[A-Za-z0-9_ .:/()+-]{1,100}");

    /** Between the stop of the old bot and the import. */
    private static final Duration LONGEST_GAP = Duration.ofHours(1);

    private final OriginalDatabase database;
    private final List<RepositorySettings> repositories;
    private final Instant now;

    public Takeover(OriginalDatabase database, List<RepositorySettings> repositories, Instant now) {
        this.database = database;
        this.repositories = List.copyOf(repositories);
        this.now = now;
    }

    /** Configured repositories that the database knows, in the order of the configuration. */
    public List<RepositorySettings> known() {
        Set<String> labels = labels();
        return repositories.stream()
                .filter(settings -> labels.contains(oldLabel(settings)))
                .toList();
    }

    /** Labels of the database that nothing is configured for, with the number of their pull requests. */
    public NavigableMap<String, Integer> notConfigured() {
        Set<String> configured = new TreeSet<>();
        repositories.forEach(settings -> configured.add(oldLabel(settings)));
        NavigableMap<String, Integer> others = new TreeMap<>();
        for (String label : labels()) {
            if (!configured.contains(label)) {
                others.put(label, (int) pullRows().stream()
                        .filter(row -> row.text("repo").filter(label::equals).isPresent())
                        .count());
            }
        }
        return others;
    }

    private List<Cells> pullRows() {
        return database.rows(database.kind() == OriginalDatabase.Kind.QUAY ? "state" : "pull");
    }

    private Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        pullRows().forEach(row -> row.text("repo").ifPresent(labels::add));
        database.rows("repos").forEach(row -> row.text("repo").ifPresent(labels::add));
        database.rows("retry_log").forEach(row -> row.text("repo").ifPresent(labels::add));
        database.rows("repo").forEach(row -> row.text("label").ifPresent(labels::add));
        return labels;
    }

    /** The label is the same, or else the one that the Quay fork's table has for the repository. */
    private String oldLabel(RepositorySettings settings) {
        return database.rows("repo").stream()
                .filter(row -> row.text("owner")
                                .filter(settings.repository().owner()::equalsIgnoreCase)
                                .isPresent()
                        && row.text("name")
                                .filter(settings.repository().name()::equalsIgnoreCase)
                                .isPresent())
                .flatMap(row -> row.text("label").stream())
                .findFirst()
                .orElse(settings.label());
    }

    /** @param before what our store has of the repository; its pull requests that the database has, too, are replaced */
    public RepositoryTakeover of(RepositorySettings settings, RepositoryState before) {
        String label = oldLabel(settings);
        List<String> notes = new ArrayList<>();
        List<HistoryEntry> history = new ArrayList<>(retries(label));
        NavigableMap<Integer, PullRequest> taken = database.kind() == OriginalDatabase.Kind.QUAY
                ? results(label, history, notes)
                : pulls(label, settings, before, history, notes);
        TreeState tree = tree(label, before.tree(), notes);
        NavigableMap<Integer, PullRequest> pulls = new TreeMap<>(before.pulls());
        pulls.putAll(taken);
        NavigableMap<Long, Attempt> attempts = new TreeMap<>(before.attempts());
        attempts.values()
                .removeIf(attempt -> attempt.pulls().stream().anyMatch(member -> taken.containsKey(member.number())));
        RepositoryState after = new RepositoryState(
                before.label(),
                pulls,
                attempts,
                tree,
                before.movedTips(),
                before.scratchTips(),
                before.waitingComments(),
                before.early(),
                before.closedPulls(),
                before.rights(),
                taken.isEmpty() ? before.syncedAt() : Optional.of(commentsSince()),
                before.rollups(),
                before.nextAttempt(),
                before.nextEffect(),
                before.revision() + 1);
        int retries = (int)
                history.stream().filter(entry -> entry.what().equals("retried")).count();
        return new RepositoryTakeover(before, after, history, summary(taken, tree, retries), notes);
    }

    /**
     * From when on comments are for us; the first comparison reads them. The old bot obeyed those from before its file was written last. One that was quiet for long, or has not been
     * running, has most likely left none.
     */
    private Instant commentsSince() {
        Instant changed = database.changedAt();
        Instant since = changed.isBefore(now.minus(LONGEST_GAP)) || changed.isAfter(now) ? now : changed;
        // GitHub's times are whole seconds: a comment of that very second may have come after it, and none may be lost.
        return since.truncatedTo(ChronoUnit.SECONDS);
    }

    // ---- pull requests -----------------------------------------------------------------------------------------

    private NavigableMap<Integer, PullRequest> pulls(
            String label,
            RepositorySettings settings,
            RepositoryState before,
            List<HistoryEntry> history,
            List<String> notes) {
        NavigableMap<Integer, PullRequest> pulls = new TreeMap<>();
        for (Cells row : of("pull", label)) {
            Optional<Integer> number = OldPull.number(row);
            if (number.isEmpty()) {
                notes.add("a row with the number "
                        + LogLine.quote(String.valueOf(row.values().get("num"))) + " is left out: it can't be that of"
                        + " a pull request");
                continue;
            }
            OldPull old = new OldPull(row, settings, database.kind(), now);
            Optional<PullRequest> read = old.read(failedBuilders(label, row), mergeable(label, number.get()));
            old.notes().forEach(note -> notes.add("#" + number.get() + ": " + note));
            read.ifPresent(pull -> {
                Optional<PullRequest> ours = before.pull(number.get());
                // Comments that were obeyed in a dry run beside the old bot are not to be obeyed again.
                pulls.put(
                        number.get(),
                        ours.map(known -> pull.edit()
                                        .handledComments(known.handledComments())
                                        .note(known.note())
                                        .build())
                                .orElse(pull));
                history.add(entry(number.get(), "taken over", OldPull.summary(pull), now));
            });
        }
        return pulls;
    }

    private List<Cells> of(String table, String label) {
        return database.rows(table).stream()
                .filter(row -> row.text("repo").filter(label::equals).isPresent())
                .toList();
    }

    /** Of the build that the row's status is of. */
    private List<String> failedBuilders(String label, Cells pull) {
        return of("build_res", label).stream()
                .filter(row -> row.whole("num").equals(pull.whole("num"))
                        && row.whole("res").equals(Optional.of(0L))
                        && row.text("merge_sha").equals(pull.text("merge_sha")))
                .flatMap(row -> row.text("builder").stream())
                // They may get into comments, as part of the reason that is told.
                .filter(name -> BUILDER.matcher(name).matches())
                .limit(20)
                .sorted()
                .toList();
    }

    private Optional<Boolean> mergeable(String label, int number) {
        return of("mergeable", label).stream()
                .filter(row -> row.integer("num").equals(Optional.of(number)))
                .flatMap(row -> row.whole("mergeable").stream())
                .map(value -> value != 0)
                .findFirst();
    }

    /** The Quay fork keeps neither heads nor approvals: what is worth telling goes into the history. */
    private NavigableMap<Integer, PullRequest> results(String label, List<HistoryEntry> history, List<String> notes) {
        int count = 0;
        for (Cells row : of("state", label)) {
            Optional<Integer> number = OldPull.number(row);
            String status = oneLine(row.text("status").orElse(""));
            if (number.isEmpty()) {
                notes.add("a row without a usable number is left out");
                continue;
            }
            count++;
            if (!status.isEmpty()) {
                history.add(entry(
                        number.get(),
                        "taken over",
                        "The old bot's last word on it: " + status
                                + row.text("merge_sha")
                                        .map(sha -> " (merge " + oneLine(sha) + ")")
                                        .orElse(""),
                        now));
                if (status.equals("pending")) {
                    notes.add("#" + number.get() + ": was being tested; approve it, or try it, again");
                }
            }
        }
        if (count > 0) {
            notes.add("this database holds no approvals, priorities and heads: the program that wrote it read them from"
                    + " comments at every start. They have to be given again; pull requests are read from GitHub");
        }
        return new TreeMap<>();
    }

    // ---- the rest ----------------------------------------------------------------------------------------------

    private TreeState tree(String label, TreeState before, List<String> notes) {
        Optional<Cells> row = of("repos", label).stream().findFirst();
        if (row.isEmpty()) {
            return before;
        }
        Optional<Long> closed = row.get().whole("treeclosed");
        if (closed.isEmpty()) {
            notes.add("whether the tree is closed is no number: it counts as open");
        }
        if (closed.isEmpty() || closed.get() < 0) {
            return TreeState.OPEN;
        }
        return new TreeState(
                Optional.of((int) Math.min(closed.get(), TreeState.ALL)),
                Optional.empty(),
                row.get().text("treeclosed_src").filter(Takeover::isAddress),
                Optional.empty());
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && text.length() <= 2_000;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private List<HistoryEntry> retries(String label) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (Cells row : of("retry_log", label)) {
            Optional<Integer> number = OldPull.number(row);
            if (number.isPresent()) {
                String message = oneLine(row.text("msg").orElse(""));
                String source = row.text("src")
                        .filter(Takeover::isAddress)
                        .map(url -> " (" + url + ")")
                        .orElse("");
                entries.add(entry(number.get(), "retried", message + source, time(row.text("time"))));
            }
        }
        entries.sort(Comparator.comparing(HistoryEntry::at));
        return entries;
    }

    /** SQLite's CURRENT_TIMESTAMP, which is UTC. */
    private Instant time(Optional<String> text) {
        try {
            Instant at = LocalDateTime.parse(text.orElse(""), DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"))
                    .toInstant(ZoneOffset.UTC);
            return at.isAfter(Instant.EPOCH) && at.isBefore(now) ? at : now;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    private static HistoryEntry entry(int number, String what, String text, Instant at) {
        return new HistoryEntry(Optional.of(number), what, Optional.empty(), text, at);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
    }

    private static String summary(NavigableMap<Integer, PullRequest> pulls, TreeState tree, int retries) {
        long approved = pulls.values().stream().filter(PullRequest::isApproved).count();
        long tries = pulls.values().stream()
                .filter(pull -> pull.tryRequest().isPresent())
                .count();
        long failed = pulls.values().stream()
                .filter(pull -> pull.verdict() != Verdict.NONE)
                .count();
        long delegated = pulls.values().stream()
                .filter(pull -> pull.delegation().isPresent())
                .count();
        List<String> parts = new ArrayList<>();
        parts.add(pulls.size() + (pulls.size() == 1 ? " pull request" : " pull requests"));
        parts.add(approved + " approved");
        parts.add(failed + " failed");
        parts.add(tries + " to be tried");
        parts.add(delegated + " delegated");
        tree.closedFor().ifPresent(whom -> parts.add("the tree closed for " + whom));
        if (retries > 0) {
            parts.add(retries + " of the retry log");
        }
        return String.join(", ", parts);
    }
}
