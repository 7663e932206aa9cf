package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the page of a repository's retries shows.
 *
 * @param days how far back it goes
 * @param more whether there were more retries than are shown
 */
record RetryLogPage(String label, String queueUrl, long days, List<Line> lines, boolean more) {
    /** So many retries are shown. */
    static final int LIMIT = 500;

    /** The word of the history for what is shown. */
    static final String WHAT = "retried";

    /** One retry. @param by null: nobody in particular */
    record Line(When at, int number, String url, String pullUrl, String by, String byUrl, String why) {}

    /** @param history newest first, one more than {@link #LIMIT} at most */
    static RetryLogPage of(
            RepositorySettings settings, List<HistoryEntry> history, Duration kept, Links links, Instant now) {
        String label = settings.label();
        List<Line> lines = history.stream()
                .limit(LIMIT)
                .filter(entry -> entry.number().isPresent())
                .map(entry -> line(settings, entry, links, now))
                .toList();
        return new RetryLogPage(label, links.queue(label), Math.max(1, kept.toDays()), lines, history.size() > LIMIT);
    }

    private static Line line(RepositorySettings settings, HistoryEntry entry, Links links, Instant now) {
        int number = entry.number().orElseThrow();
        return new Line(
                When.of(entry.at(), now),
                number,
                links.results(settings.label(), number),
                links.pull(settings.repository(), number),
                entry.by().orElse(null),
                entry.by().map(links::user).orElse(null),
                entry.text());
    }

    public boolean hasLines() {
        return !lines.isEmpty();
    }

    public boolean oneDay() {
        return days == 1;
    }
}
