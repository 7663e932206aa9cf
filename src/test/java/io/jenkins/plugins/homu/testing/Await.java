package io.jenkins.plugins.homu.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that happens on another thread, by looking again and again. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** Waits until the condition holds; fails after 20 seconds. */
    public static void until(BooleanSupplier condition) {
        until("the condition", PATIENCE, condition);
    }

    /** Waits until the condition holds; fails after 20 seconds, naming what was waited for. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    /** Waits until the condition holds; fails after that time, naming what was waited for. */
    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + atMost + " in vain for " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until a value is what is expected; the failure shows the last value seen. */
    public static <T> void untilEquals(T expected, Supplier<T> actual) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T last = actual.get();
        while (!expected.equals(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + expected + ", last seen " + last);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            last = actual.get();
        }
    }
}
