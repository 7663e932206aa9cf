package io.jenkins.plugins.homu.simulator.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The calls of the API: how many of each kind, and the last ones in full. */
public final class RequestLog {

    private static final int KEPT = 20_000;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * One call.
     *
     * @param route method and path with placeholders, for GraphQL with the operation's name
     * @param user login of the caller, empty for nobody
     * @param status 0 when the connection was closed without an answer
     * @param fault what was injected, empty for nothing
     */
    public record Entry(Instant at, String route, String path, String user, int status, Duration took, String fault) {}

    synchronized void add(Entry entry) {
        counts.merge(entry.route(), 1L, Long::sum);
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        notifyAll();
    }

    /** Number of calls by route since the start or the last reset. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Number of calls whose route starts so, {@code POST} for all of that method. */
    public synchronized long count(String start) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    public synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The last calls (20,000 at most), oldest first. */
    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    public synchronized void reset() {
        counts.clear();
        entries.clear();
    }

    /**
     * Waits until that many calls of a kind were made.
     *
     * @return false when it took longer
     */
    public synchronized boolean await(String start, long calls, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (count(start) < calls) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
