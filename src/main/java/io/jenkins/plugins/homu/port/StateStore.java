package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What must survive. Every write is durable when its future completes; writes of many callers may share one disk flush.
 * Implementations are safe for use by many threads.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Keep a delivery.
     *
     * @return false when one of that id and source is known already. Fails with {@link StoreException} when it can't be kept
     */
    CompletableFuture<Boolean> receive(Delivery delivery);

    /** A kept delivery that has not been dealt with. @param row the store's number of it, rising */
    record InboxRow(long row, Delivery delivery) {}

    /** All that were not dealt with, of one repository, oldest first. */
    List<InboxRow> pendingDeliveries(String label);

    /** An effect that was decided and has not been carried out. @param tries how often it was begun */
    record OutboxRow(Effect effect, int tries, Instant nextAt, Instant decidedAt) {}

    /** All of one repository, by id. */
    List<OutboxRow> pendingEffects(String label);

    /** Empty when the repository was never seen. */
    Optional<RepositoryState> load(String label);

    /** All labels that have any row. */
    List<String> labels();

    /**
     * One repository's step, or several steps, all or nothing.
     *
     * @param before what the store holds (as given by the last commit or {@link #load}): rows that are the same object
     *     or equal in {@code after} need not be written
     * @param inboxDone deliveries (source and id) dealt with by it
     * @param effectsDone ids of effects carried out, whose outcome it takes in
     * @param effects newly decided effects
     */
    record Commit(
            RepositoryState before,
            RepositoryState after,
            List<Delivery> inboxDone,
            List<Long> effectsDone,
            List<Effect> effects,
            List<HistoryEntry> history,
            Instant at) {
        public Commit {
            inboxDone = List.copyOf(inboxDone);
            effectsDone = List.copyOf(effectsDone);
            effects = List.copyOf(effects);
            history = List.copyOf(history);
        }
    }

    CompletableFuture<Void> commit(Commit commit);

    /** An effect is about to be carried out: from now on whoever does it looks first whether it was done. */
    CompletableFuture<Void> begin(String label, long effect, int tries, Instant nextAt);

    /** A delivery could not be dealt with, by a fault of ours: it is set aside with the reason, and not tried again. */
    CompletableFuture<Void> setAside(Delivery delivery, String reason);

    /** Newest first, at most {@code limit}. */
    List<HistoryEntry> history(String label, Optional<Integer> number, int limit);

    /** The entries of one kind since then, newest first, at most {@code limit}. */
    List<HistoryEntry> history(String label, String what, Instant since, int limit);

    /** All attempts that include a pull request, newest first, at most {@code limit}; also of closed ones. */
    List<Attempt> attempts(String label, int number, int limit);

    /** One kept attempt. */
    Optional<Attempt> attempt(String label, long id);

    /** Forget deliveries dealt with, and history, from before. */
    CompletableFuture<Void> prune(Instant deliveriesBefore, Instant historyBefore);

    /** Forget a repository altogether. */
    CompletableFuture<Void> forget(Collection<String> labels);

    /** Throws {@link StoreException} when the store cannot take writes. */
    void check();

    /** Writes what was handed in, then closes. */
    @Override
    void close();
}
