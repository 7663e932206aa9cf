package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Time that passes when the test says so: clock and timers in one. */
final class ManualTimers implements Timers, Clock {
    private static final class Entry {
        private final Instant when;
        private final long order;
        private final Runnable task;

        Entry(Instant when, long order, Runnable task) {
            this.when = when;
            this.order = order;
            this.task = task;
        }

        Instant when() {
            return when;
        }

        long order() {
            return order;
        }
    }

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::when).thenComparing(Entry::order));
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private long count;
    private boolean closed;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Alarm at(Instant when, Runnable task) {
        Entry entry = new Entry(when, count++, task);
        if (!closed) {
            entries.add(entry);
        }
        return () -> cancel(entry);
    }

    private synchronized void cancel(Entry entry) {
        entries.remove(entry);
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.clear();
    }

    /** For another engine. */
    synchronized void reopen() {
        closed = false;
    }

    synchronized int size() {
        return entries.size();
    }

    /** Runs what falls due on the way, each at its time. */
    void advance(Duration duration) {
        Instant end = now().plus(duration);
        while (true) {
            Entry due;
            synchronized (this) {
                due = entries.peek();
                if (due == null || due.when().isAfter(end)) {
                    now = end;
                    return;
                }
                entries.remove();
                if (due.when().isAfter(now)) {
                    now = due.when();
                }
            }
            due.task.run();
        }
    }

    /** Lets time pass in small steps, with room for other threads between, until it is so. */
    void advanceUntil(String what, Duration step, BooleanSupplier condition) {
        Await.until(what, () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            advance(step);
            return false;
        });
    }
}
