package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.store.Database.Mark;
import io.jenkins.plugins.homu.store.Database.Outcome;
import io.jenkins.plugins.homu.store.Database.Scope;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that writes. It takes all writes that are waiting, carries them out in one transaction, commits once, and
 * only then tells those who wait; while the disk is at it, the next ones gather.
 *
 * <p>Writes are run in the order they were handed in. One that fails takes nothing with it: the transaction is rolled
 * back and run again with a savepoint before each. Since a transaction may be run again, a write must depend on nothing
 * but the database.
 *
 * <p>When the connection is lost, the next one first asks what became of the transaction, and runs it again only if it was
 * rolled back. Writes that were given up in doubt, and turn out to have been committed, are undone where that makes
 * "failed" true after all (see {@link #submit}).
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Writer.class.getName());
    /** So that the first of many waiting writes needn't wait for all of them. */
    private static final int MOST_PER_TRANSACTION = 512;

    private static final long MOST_BYTES_PER_TRANSACTION = 16L << 20;
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(100);

    /** What is to be written; run at least once, and in one transaction with others. */
    @FunctionalInterface
    interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    private static final class Entry<T> {
        final Work<T> work;
        final Work<?> undo;
        final long bytes;
        final CompletableFuture<T> future = new CompletableFuture<>();
        T result;
        RuntimeException failure;

        Entry(Work<T> work, Work<?> undo, long bytes) {
            this.work = work;
            this.undo = undo;
            this.bytes = bytes;
        }

        void run(Sql sql) throws SQLException {
            failure = null;
            result = work.run(sql);
        }

        void tell() {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }

    private record Doubt(Mark mark, List<Work<?>> undo) {}

    private final Database database;
    private final Thread thread;
    private final ExecutorService tellers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedIn = lock.newCondition();
    private final Deque<Entry<?>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closing;

    /* Of the writer's thread only. */
    private Sql session;
    private boolean inTrouble;
    private final List<Doubt> doubts = new ArrayList<>();

    Writer(Database database) throws SQLException {
        this.database = database;
        session = database.connectWriter();
        tellers = Executors.newCachedThreadPool(task -> daemon(task, "homu-store-teller"));
        thread = daemon(this::run, "homu-store-writer");
        thread.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param undo makes it as if the write had not been, for one that was reported as failed and then found committed; may
     *     be null, where whoever meets the failure reads the database before going on
     * @param bytes about how much it writes
     */
    <T> CompletableFuture<T> submit(Work<T> work, Work<?> undo, long bytes) {
        Entry<T> entry = new Entry<>(work, undo, bytes);
        lock.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(
                        new StoreException("The database " + database + " is closed, because Homu is stopping."));
            }
            waiting.add(entry);
            waitingBytes += bytes;
            handedIn.signal();
        } finally {
            lock.unlock();
        }
        return entry.future;
    }

    /** How much waits to be written, in bytes. */
    long backlog() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Entry<?>> batch = take(); !batch.isEmpty(); batch = take()) {
            try {
                carryOut(batch);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, LogLine.of("store_writer_broke").toString(), e);
                drop(session);
                session = null;
                fail(batch, new StoreException("The database " + database + ": a write broke: " + e, e));
                if (e instanceof VirtualMachineError) {
                    throw e;
                }
            }
            // Elsewhere: what those who wait do next must not hold up the next transaction.
            batch.forEach(entry -> tellers.execute(entry::tell));
        }
        drop(session);
    }

    /** Waits for writes; empty when there will be none any more. */
    private List<Entry<?>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                handedIn.awaitUninterruptibly();
            }
            List<Entry<?>> batch = new ArrayList<>();
            long bytes = 0;
            for (Iterator<Entry<?>> each = waiting.iterator(); each.hasNext(); ) {
                Entry<?> entry = each.next();
                bytes += entry.bytes;
                if (batch.size() == MOST_PER_TRANSACTION || (!batch.isEmpty() && bytes > MOST_BYTES_PER_TRANSACTION)) {
                    break;
                }
                batch.add(entry);
                waitingBytes -= entry.bytes;
                each.remove();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(List<Entry<?>> batch) {
        Long firstFailure = null;
        boolean withSavepoints = false;
        Mark inDoubt = null;
        while (true) {
            Mark mark = null;
            try {
                if (session == null) {
                    session = database.connectWriter();
                }
                if (inDoubt == null) {
                    settleDoubts();
                } else if (await(inDoubt, giveUpAt(firstFailure)) == Outcome.COMMITTED) {
                    recovered();
                    return;
                }
                inDoubt = null;
                session.begin();
                mark = database.mark(session);
                if (!runAll(batch, withSavepoints)) {
                    session.rollback();
                    withSavepoints = true;
                    continue;
                }
                session.commit();
                recovered();
                return;
            } catch (SQLException e) {
                inDoubt = mark == null ? inDoubt : mark;
                drop(session);
                session = null;
                firstFailure = firstFailure == null ? System.nanoTime() : firstFailure;
                if (database.scope(e) != Scope.CONNECTION || System.nanoTime() - giveUpAt(firstFailure) >= 0) {
                    giveUp(batch, inDoubt, e);
                    return;
                }
                LockSupport.parkNanos(BETWEEN_CONNECTS.toNanos());
            }
        }
    }

    /**
     * Counted from the first failure and not from the beginning: a wire that has gone silent takes long to be found out,
     * and a new connection may well do. While in trouble, one attempt per batch is enough, or else those behind it would
     * wait for long.
     */
    private long giveUpAt(long firstFailure) {
        return firstFailure + (inTrouble ? 0 : database.patience().toNanos());
    }

    /** @return false when one failed by a fault of its own, which is to be found out with savepoints */
    private boolean runAll(List<Entry<?>> batch, boolean withSavepoints) throws SQLException {
        for (Entry<?> entry : batch) {
            if (withSavepoints) {
                session.setSavepoint();
            }
            try {
                entry.run(session);
            } catch (SQLException | RuntimeException e) {
                if (e instanceof SQLException sql && database.scope(sql) != Scope.STATEMENT) {
                    throw sql;
                }
                if (!withSavepoints) {
                    return false;
                }
                session.rollbackToSavepoint();
                entry.failure = e instanceof StoreException known ? known : database.explain("A write failed.", e);
            }
            if (withSavepoints) {
                session.releaseSavepoint();
            }
        }
        return true;
    }

    private Outcome await(Mark mark, long giveUpAt) throws SQLException {
        while (true) {
            session.begin();
            Outcome outcome = database.outcome(session, mark);
            session.rollback();
            if (outcome != Outcome.OPEN) {
                return outcome;
            }
            if (System.nanoTime() - giveUpAt >= 0) {
                throw new SQLException("An earlier connection's transaction is still open.", "08007");
            }
            LockSupport.parkNanos(BETWEEN_CONNECTS.toNanos());
        }
    }

    private void settleDoubts() throws SQLException {
        while (!doubts.isEmpty()) {
            Doubt doubt = doubts.get(0);
            if (await(doubt.mark(), System.nanoTime()) == Outcome.COMMITTED) {
                session.begin();
                for (Work<?> undo : doubt.undo()) {
                    undo.run(session);
                }
                session.commit();
            }
            doubts.remove(0);
        }
    }

    private void giveUp(List<Entry<?>> batch, Mark inDoubt, SQLException cause) {
        if (inDoubt != null && database.scope(cause) == Scope.CONNECTION) {
            List<Work<?>> undo = new ArrayList<>();
            batch.stream().filter(entry -> entry.undo != null).forEach(entry -> undo.add(entry.undo));
            doubts.add(new Doubt(inDoubt, undo));
        }
        StoreException failure = database.explain("It can't be written.", cause);
        if (!inTrouble) {
            LOG.log(
                    Level.ERROR,
                    LogLine.of("store_failed").with("why", failure.getMessage()).toString());
        }
        inTrouble = true;
        fail(batch, failure);
    }

    private static void fail(List<Entry<?>> batch, StoreException failure) {
        batch.forEach(entry -> entry.failure = failure);
    }

    private void recovered() {
        if (inTrouble) {
            LOG.log(Level.INFO, LogLine.of("store_recovered").toString());
        }
        inTrouble = false;
    }

    private static void drop(Sql session) {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (SQLException e) {
            LOG.log(
                    Level.DEBUG,
                    LogLine.of("store_connection_close_failed")
                            .with("why", e.getMessage())
                            .toString());
        }
    }

    /** Writes what was handed in, then ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            handedIn.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        tellers.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
