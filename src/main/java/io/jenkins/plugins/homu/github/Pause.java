package io.jenkins.plugins.homu.github;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
    void pass(Duration time) throws InterruptedException;

    /** @return the real thing */
    static Pause real() {
        return time -> {
            // Nobody counts this latch down: only time, or an interrupt, ends the wait.
            boolean counted = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
            assert !counted;
        };
    }
}
