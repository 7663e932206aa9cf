package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the page of one pull request shows.
 *
 * @param row as in the queue; null: the pull request is not open any more
 * @param rollups what there is to say about rollups; null: nothing is known of the repository
 */
record ResultsPage(
        String label,
        int number,
        String url,
        String eventsUrl,
        String queueUrl,
        String pullUrl,
        RowView row,
        RollupView rollups,
        List<AttemptView> attempts,
        List<HistoryView> history) {

    /** So many attempts, and lines of history, are shown. */
    static final int LIMIT = 100;

    /**
     * One attempt. A component is null where it has nothing to show.
     *
     * @param others the other pull requests of a batch
     * @param took how long it ran, or has been running
     */
    record AttemptView(
            long id,
            String kind,
            StatusView badge,
            boolean active,
            When created,
            String took,
            String approverWord,
            String approver,
            CommitView head,
            CommitView base,
            String baseRef,
            CommitView merge,
            List<Other> others,
            List<BuilderView> builders,
            String reason) {
        public boolean hasBuilders() {
            return !builders.isEmpty();
        }

        public boolean hasOthers() {
            return !others.isEmpty();
        }
    }

    /** Whether the queue has merged it. */
    public boolean merged() {
        return row == null && history.stream().anyMatch(line -> line.what().equals("merged"));
    }

    record Other(int number, String url) {}

    record CommitView(String name, String url) {}

    /** One line of history. @param by null: nobody in particular */
    record HistoryView(String style, String what, String by, String byUrl, String text, When at) {}

    static ResultsPage of(
            RepositorySettings settings,
            int number,
            Optional<RowView> row,
            Optional<RollupView> rollup,
            List<Attempt> attempts,
            List<HistoryEntry> history,
            Links links,
            Instant now) {
        String label = settings.label();
        return new ResultsPage(
                label,
                number,
                links.results(label, number),
                links.events(label),
                links.queue(label),
                links.pull(settings.repository(), number),
                row.orElse(null),
                rollup.orElse(null),
                attempts.stream()
                        .map(attempt -> attempt(settings, number, attempt, links, now))
                        .toList(),
                history.stream().map(entry -> line(entry, links, now)).toList());
    }

    private static AttemptView attempt(
            RepositorySettings settings, int number, Attempt attempt, Links links, Instant now) {
        RepositoryId repository = settings.repository();
        Optional<AttemptMember> member =
                attempt.pulls().stream().filter(pull -> pull.number() == number).findFirst();
        Instant begun = attempt.startedAt().orElse(attempt.createdAt());
        return new AttemptView(
                attempt.id(),
                switch (attempt.kind()) {
                    case AUTO -> "Merge attempt";
                    case TRY -> "Try";
                    case BATCH -> "Batch";
                },
                StatusView.ofAttempt(attempt.phase()),
                attempt.isActive(),
                When.of(attempt.createdAt(), now),
                When.took(Duration.between(begun, attempt.endedAt().orElse(now))),
                attempt.kind() == Attempt.Kind.TRY ? "Asked for by" : "Approved by",
                member.map(AttemptMember::approver)
                        .filter(name -> !name.isEmpty())
                        .orElse(null),
                member.map(pull -> new CommitView(pull.head().abbreviated(), links.commit(repository, pull.head())))
                        .orElse(null),
                attempt.base()
                        .map(base -> new CommitView(base.abbreviated(), links.commit(repository, base)))
                        .orElse(null),
                attempt.baseRef(),
                attempt.merge()
                        .map(merge ->
                                new CommitView(merge.abbreviated(), links.commit(placeOf(settings, attempt), merge)))
                        .orElse(null),
                attempt.pulls().stream()
                        .filter(pull -> pull.number() != number)
                        .map(pull -> new Other(pull.number(), links.results(settings.label(), pull.number())))
                        .toList(),
                BuilderView.of(attempt, now),
                attempt.reason());
    }

    /** What was tested on a fork is in the repository itself once it is merged. */
    private static RepositoryId placeOf(RepositorySettings settings, Attempt attempt) {
        return attempt.phase() == Attempt.Phase.SUCCEEDED && attempt.kind().movesTheBase()
                ? settings.repository()
                : settings.testRepository();
    }

    private static HistoryView line(HistoryEntry entry, Links links, Instant now) {
        return new HistoryView(
                entry.what().replaceAll("[^a-z-]", ""),
                entry.what(),
                entry.by().orElse(null),
                entry.by().map(links::user).orElse(null),
                entry.text(),
                When.of(entry.at(), now));
    }

    public boolean hasAttempts() {
        return !attempts.isEmpty();
    }

    public boolean hasHistory() {
        return !history.isEmpty();
    }
}
