package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What pages and JSON may ask. Answers come from memory unless said otherwise. */
public interface QueueReader {
    /** Labels of all configured repositories, in the order of the configuration. */
    List<String> labels();

    Optional<RepositorySettings> settings(String label);

    /** The state as of now; empty for an unknown label. */
    Optional<RepositoryState> state(String label);

    /** From the store. */
    List<HistoryEntry> history(String label, Optional<Integer> number, int limit);

    /** From the store: the entries of one kind since then, newest first. @param what see {@code HistoryEntry} */
    List<HistoryEntry> history(String label, String what, Instant since, int limit);

    /** From the store: all attempts that include a pull request, newest first. */
    List<Attempt> attempts(String label, int number, int limit);

    /**
     * How one repository fares.
     *
     * @param trouble what went wrong last and has not gone right since, in words for people
     * @param inbox deliveries not dealt with
     * @param outbox effects not carried out
     * @param lastDelivery when the last verified delivery came in
     */
    record Health(
            String label,
            Optional<String> trouble,
            int inbox,
            int outbox,
            Optional<Instant> lastDelivery,
            Optional<Instant> lastSync) {}

    List<Health> health();

    /** Calls back, on a thread of its own choosing and soon, with the label of a repository whose state changed. */
    AutoCloseable onChange(Consumer<String> listener);
}
