package io.jenkins.plugins.homu.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: doubled each time up to a limit, and a little different for everybody. */
record Backoff(Duration min, Duration max) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param failures how many there were in a row, from 1
     * @return between the doubled wait and a quarter more
     */
    Duration after(int failures) {
        Duration doubled = min.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1)));
        return jittered(doubled.compareTo(max) > 0 ? max : doubled);
    }

    /** Up to a quarter more. */
    static Duration jittered(Duration wait) {
        return wait.plusNanos((long)
                (ThreadLocalRandom.current().nextDouble() * Math.min(wait.toNanos() / 4.0, Long.MAX_VALUE / 4.0)));
    }
}
