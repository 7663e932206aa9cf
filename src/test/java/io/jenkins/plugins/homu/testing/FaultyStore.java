package io.jenkins.plugins.homu.testing;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A real store with faults on demand, and a record of the commits. Closing it leaves the real one open. */
public class FaultyStore implements StateStore {
    private final StateStore store;
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private volatile Predicate<Commit> refused = commit -> false;
    private volatile boolean refusesDeliveries;
    private volatile boolean losesAnswers;
    private volatile boolean dead;
    private volatile boolean sick;
    private volatile boolean lastIsMade;
    private final AtomicInteger writesLeft = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    public FaultyStore(StateStore store) {
        this.store = store;
    }

    /** Commits like that fail, and are not stored. */
    public void refuse(Predicate<Commit> which) {
        refused = which;
    }

    public void refuseDeliveries(boolean value) {
        refusesDeliveries = value;
    }

    /** Commits are stored, and reported as failed. */
    public void loseAnswers(boolean value) {
        losesAnswers = value;
    }

    /** {@link #check} fails. */
    public void sick(boolean value) {
        sick = value;
    }

    /** As if the process had been killed: nothing is written any more. */
    public void kill() {
        dead = true;
    }

    /**
     * Killed at the n-th write from now, after it was made or before.
     *
     * @param made whether that last write is made; nobody hears of it
     */
    public void killAtWrite(int n, boolean made) {
        lastIsMade = made;
        writesLeft.set(n);
    }

    private <T> CompletableFuture<T> write(Supplier<CompletableFuture<T>> how) {
        if (dead) {
            return CompletableFuture.failedFuture(new StoreException("killed"));
        }
        if (writesLeft.get() > 0 && writesLeft.decrementAndGet() == 0) {
            dead = true;
            if (lastIsMade) {
                how.get().join();
            }
            return CompletableFuture.failedFuture(new StoreException("killed"));
        }
        return how.get();
    }

    /** Commits are stored when the future completes. */
    public void holdCommits(CompletableFuture<Void> until) {
        gate = until;
    }

    public boolean isDead() {
        return dead;
    }

    /** Those that were stored, in order. */
    public List<Commit> commits() {
        return commits;
    }

    @Override
    public CompletableFuture<Boolean> receive(Delivery delivery) {
        return refusesDeliveries
                ? CompletableFuture.failedFuture(new StoreException("disk full"))
                : write(() -> store.receive(delivery));
    }

    @Override
    public CompletableFuture<Void> commit(Commit commit) {
        if (refused.test(commit)) {
            return CompletableFuture.failedFuture(new StoreException("disk full"));
        }
        boolean lost = losesAnswers;
        return gate.thenCompose(open -> write(() -> store.commit(commit))).thenApply(done -> {
            commits.add(commit);
            if (lost) {
                throw new StoreException("connection lost");
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> begin(String label, long effect, int tries, Instant nextAt) {
        return write(() -> store.begin(label, effect, tries, nextAt));
    }

    @Override
    public CompletableFuture<Void> setAside(Delivery delivery, String reason) {
        return write(() -> store.setAside(delivery, reason));
    }

    @Override
    public List<InboxRow> pendingDeliveries(String label) {
        return store.pendingDeliveries(label);
    }

    @Override
    public List<OutboxRow> pendingEffects(String label) {
        return store.pendingEffects(label);
    }

    @Override
    public Optional<RepositoryState> load(String label) {
        return store.load(label);
    }

    @Override
    public List<String> labels() {
        return store.labels();
    }

    @Override
    public List<HistoryEntry> history(String label, Optional<Integer> number, int limit) {
        return store.history(label, number, limit);
    }

    @Override
    public List<HistoryEntry> history(String label, String what, Instant since, int limit) {
        return store.history(label, what, since, limit);
    }

    @Override
    public List<Attempt> attempts(String label, int number, int limit) {
        return store.attempts(label, number, limit);
    }

    @Override
    public Optional<Attempt> attempt(String label, long id) {
        return store.attempt(label, id);
    }

    @Override
    public CompletableFuture<Void> prune(Instant deliveriesBefore, Instant historyBefore) {
        return store.prune(deliveriesBefore, historyBefore);
    }

    @Override
    public CompletableFuture<Void> forget(Collection<String> labels) {
        return store.forget(labels);
    }

    @Override
    public void check() {
        if (sick) {
            throw new StoreException("disk full");
        }
        store.check();
    }

    @Override
    public void close() {}
}
