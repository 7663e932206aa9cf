package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.port.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what people are notified of within GitHub's limits: so many in any minute, so many in any hour. Each token has a
 * limit of its own.
 */
final class ContentPacer {
    private final int perMinute;
    private final int perHour;
    private final Clock clock;
    private final Map<String, Deque<Instant>> sent = new ConcurrentHashMap<>();

    ContentPacer(int perMinute, int perHour, Clock clock) {
        this.perMinute = perMinute;
        this.perHour = perHour;
        this.clock = clock;
    }

    /** Takes one place; when none is free, takes none and says how long to wait for it. */
    Duration take(String key) {
        Deque<Instant> times = sent.computeIfAbsent(key, unused -> new ArrayDeque<>());
        synchronized (times) {
            Instant now = clock.now();
            while (!times.isEmpty()
                    && !times.peekFirst().plus(Duration.ofHours(1)).isAfter(now)) {
                times.removeFirst();
            }
            Duration wait = Duration.ZERO;
            if (times.size() >= perHour) {
                wait = longer(wait, untilFree(times, perHour, Duration.ofHours(1), now));
            }
            if (times.size() >= perMinute) {
                wait = longer(wait, untilFree(times, perMinute, Duration.ofMinutes(1), now));
            }
            if (wait.isZero()) {
                times.addLast(now);
            }
            return wait;
        }
    }

    /** How long until the {@code limit}-th newest has left the window. */
    private static Duration untilFree(Deque<Instant> times, int limit, Duration window, Instant now) {
        Instant decisive = null;
        int index = 0;
        for (var newestFirst = times.descendingIterator(); index < limit; index++) {
            decisive = newestFirst.next();
        }
        Duration wait = Duration.between(now, decisive.plus(window));
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
