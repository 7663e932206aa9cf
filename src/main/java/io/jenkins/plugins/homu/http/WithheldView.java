package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.QueueReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that a repository in dry run would have done, as the queue page lists it.
 *
 * @param subject the pull request or the repository it is about
 * @param url its page
 * @param what without the word would
 */
record WithheldView(String subject, String url, String what, String text, When at) {
    private static final String WOULD = "would ";

    /** So many are shown, and so many lines of history are looked through for them. */
    private static final int SHOWN = 50;

    private static final int LOOKED_THROUGH = 500;

    /** Newest first; none where no repository is in dry run. */
    static List<WithheldView> of(Selection selection, QueueReader reader, Links links, Instant now) {
        record Found(String label, HistoryEntry entry) {}
        List<Found> found = new ArrayList<>();
        for (String label : selection.labels()) {
            if (reader.settings(label).filter(RepositorySettings::dryRun).isPresent()) {
                reader.history(label, Optional.empty(), LOOKED_THROUGH).stream()
                        .filter(entry -> entry.what().startsWith(WOULD))
                        .limit(SHOWN)
                        .forEach(entry -> found.add(new Found(label, entry)));
            }
        }
        return found.stream()
                .sorted(Comparator.comparing((Found one) -> one.entry().at()).reversed())
                .limit(SHOWN)
                .map(one -> view(one.label(), one.entry(), links, now))
                .toList();
    }

    private static WithheldView view(String label, HistoryEntry entry, Links links, Instant now) {
        return new WithheldView(
                label + entry.number().map(number -> "#" + number).orElse(""),
                entry.number().map(number -> links.results(label, number)).orElseGet(() -> links.queue(label)),
                entry.what().substring(WOULD.length()),
                entry.text(),
                When.of(entry.at(), now));
    }
}
