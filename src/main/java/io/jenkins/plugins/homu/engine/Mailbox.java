package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * The messages of one repository, in order, and its state. One batch at a time is decided and stored; the next is taken
 * when that is durable. No thread waits meanwhile. While the store can't take a batch, its messages stay.
 */
final class Mailbox {
    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());
    private static final String PART = "store";

    /** A single message whose step a healthy store refused that often is at fault itself. */
    private static final int MOST_REFUSALS = 5;

    /** The store is near, and people wait for it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** What the mailbox needs of its repository. */
    interface Owner {
        Step decide(RepositoryState before, List<Message> batch);

        /** The step is durable. Never throws for what a step may hold. */
        void committed(Step step);

        /** The store holds another state than we knew, which counts from now on. */
        void reloaded(RepositoryState state);

        /**
         * A healthy store will not have the step of this message.
         *
         * @return what is to be dealt with in its stead, if anything
         * @throws StoreException when it could not be set aside
         */
        Optional<Message> unkeepable(Message message, Throwable cause);
    }

    private final String label;
    private final Commons commons;
    private final Work work;
    private final Owner owner;
    private final Troubles troubles;

    private final Object lock = new Object();
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    /** A batch is under way, or a retry is waited for. */
    private boolean busy = true;

    private boolean closing;

    // Only the one who has the batch touches these; handing it on goes through a pool or the lock.
    private int batchLimit;
    private int failures;
    /** Steps that were reported as failed since the last durable one: each may be in the store all the same. */
    private final List<Step> unsure = new ArrayList<>();

    private volatile RepositoryState state;

    /** Nothing is decided before {@link #open}. */
    Mailbox(String label, Commons commons, Work work, Owner owner, Troubles troubles, RepositoryState state) {
        this.label = label;
        this.work = work;
        this.commons = commons;
        this.owner = owner;
        this.troubles = troubles;
        this.state = state;
        this.batchLimit = commons.settings().batch();
    }

    /** As of the last durable step. */
    RepositoryState state() {
        return state;
    }

    /** @param first what was left over from the last run, before anything that came meanwhile */
    void open(List<Message> first) {
        synchronized (lock) {
            putBack(first);
        }
        next();
    }

    void put(Message message) {
        synchronized (lock) {
            waiting.add(message);
            if (busy) {
                return;
            }
            busy = true;
        }
        schedule();
    }

    /** From now on only outcomes of effects are dealt with: everything else is in the store, or comes again. */
    void close() {
        synchronized (lock) {
            closing = true;
        }
    }

    private void schedule() {
        work.begin();
        try {
            commons.events().execute(this::run);
        } catch (RejectedExecutionException stopped) {
            // What waits is in the store, or will be looked for, after the next start.
            work.end();
        }
    }

    private void run() {
        List<Message> batch = List.of();
        try {
            Optional<Step> stored = unsure.isEmpty() ? Optional.empty() : findStored();
            if (stored.isPresent()) {
                drop(stored.get().messages());
                committed(stored.get());
                return;
            }
            batch = take();
            if (batch.isEmpty()) {
                next();
                work.end();
                return;
            }
            Step step = owner.decide(state, batch);
            if (step.isEmpty()) {
                committed(step);
            } else {
                commit(step);
            }
        } catch (Throwable e) {
            // Whatever it was: the messages are kept, and the mailbox lives on.
            notCommitted(batch, e);
        }
    }

    private void commit(Step step) {
        CompletableFuture<Void> written;
        try {
            written = commons.store().commit(step.commit());
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        var unused = written.whenCompleteAsync(
                (nothing, error) -> {
                    if (error == null) {
                        committed(step);
                    } else {
                        doubt(step);
                        notCommitted(step.messages(), error);
                    }
                },
                commons.events());
    }

    private void committed(Step step) {
        try {
            state = step.commit().after();
            unsure.clear();
            failures = 0;
            batchLimit = commons.settings().batch();
            troubles.clear(PART);
            owner.committed(step);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    LogLine.of("step-failed").repository(label).toString(),
                    e);
        } finally {
            next();
            work.end();
        }
    }

    /** Goes on with what waits, or rests. */
    private void next() {
        synchronized (lock) {
            busy = closing ? waiting.stream().anyMatch(Message::isOutcome) : !waiting.isEmpty();
            if (!busy) {
                return;
            }
        }
        schedule();
    }

    private List<Message> take() {
        List<Message> batch = new ArrayList<>();
        synchronized (lock) {
            Iterator<Message> messages = waiting.iterator();
            while (messages.hasNext() && batch.size() < batchLimit) {
                Message message = messages.next();
                if (!closing || message.isOutcome()) {
                    batch.add(message);
                    messages.remove();
                }
            }
        }
        return batch;
    }

    /** Steps that leave the same mark need no second look; storing one twice that leaves none does no harm. */
    private void doubt(Step step) {
        RepositoryState after = step.commit().after();
        boolean leavesMark = !isAt(step.commit().before(), after);
        if (leavesMark && unsure.stream().noneMatch(other -> isAt(other.commit().after(), after))) {
            unsure.add(step);
        }
    }

    private static boolean isAt(RepositoryState one, RepositoryState other) {
        return one.revision() == other.revision() && one.nextEffect() == other.nextEffect();
    }

    /**
     * The step that was reported as failed and is in the store all the same: a connection may be lost between the commit
     * and its confirmation. If the store holds what is none of ours, it is right and we are wrong.
     */
    private Optional<Step> findStored() {
        Optional<RepositoryState> loaded = commons.store().load(label);
        RepositoryState last = state;
        if (loaded.isEmpty() || isAt(loaded.get(), last)) {
            return Optional.empty();
        }
        Optional<Step> ours = unsure.stream()
                .filter(step -> loaded.get().equals(step.commit().after()))
                .findFirst();
        if (ours.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("state-reloaded")
                            .repository(label)
                            .with("had", last.revision())
                            .with("found", loaded.get().revision())
                            .toString());
            owner.reloaded(loaded.get());
            state = loaded.get();
            unsure.clear();
        }
        return ours;
    }

    /** Takes away messages that were put back to the front. */
    private void drop(List<Message> messages) {
        synchronized (lock) {
            for (Message message : messages) {
                waiting.removeFirstOccurrence(message);
            }
        }
    }

    private void notCommitted(List<Message> batch, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        failures++;
        if (failures > 1) {
            // It may be a single message that the store does not like.
            batchLimit = 1;
        }
        List<Message> back = batch;
        if (batch.size() == 1 && failures >= MOST_REFUSALS && isHealthy()) {
            back = isolate(batch.get(0), cause);
        }
        synchronized (lock) {
            putBack(back);
        }
        Duration wait = new Backoff(commons.settings().retryMin(), LONGEST_WAIT).after(Math.max(1, failures));
        troubles.set(PART, "Storing what was decided failed (" + failures + " times), trying again: " + text(cause));
        LogLine line = LogLine.of("commit-failed")
                .repository(label)
                .with("messages", batch.size())
                .with("failures", failures)
                .with("retry_ms", wait.toMillis())
                .with("error", text(cause));
        if (cause instanceof StoreException) {
            LOG.log(System.Logger.Level.WARNING, line.toString());
        } else {
            LOG.log(System.Logger.Level.ERROR, line.toString(), cause);
        }
        commons.timers().at(commons.clock().now().plus(wait), this::schedule);
        work.end();
    }

    private void putBack(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            waiting.addFirst(messages.get(i));
        }
    }

    private boolean isHealthy() {
        try {
            commons.store().check();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private List<Message> isolate(Message message, Throwable cause) {
        try {
            List<Message> instead = owner.unkeepable(message, cause).stream().toList();
            failures = 0;
            return instead;
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    LogLine.of("set-aside-failed").repository(label).toString(),
                    e);
            return List.of(message);
        }
    }

    private static String text(Throwable cause) {
        return cause instanceof StoreException ? String.valueOf(cause.getMessage()) : String.valueOf(cause);
    }

    /** What a future of the store says failed, as the store says it. */
    static StoreException storeException(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof StoreException store ? store : new StoreException("The store failed: " + cause, cause);
    }

    /** Waits for the store. Not for the threads that decide. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw storeException(e);
        }
    }
}
