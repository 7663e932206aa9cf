package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Asks the store how it is, and not again within two seconds: whoever asks us must not be able to wear it out. */
final class StoreCheck implements Runnable {
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final StateStore store;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile StoreException trouble;
    private volatile long askedAt = System.nanoTime() - VALID_NANOS;

    StoreCheck(StateStore store) {
        this.store = store;
    }

    /** Throws what the store said last. While it is being asked, everybody else gets the answer before. */
    @Override
    public void run() {
        if (System.nanoTime() - askedAt >= VALID_NANOS && asking.tryLock()) {
            try {
                store.check();
                trouble = null;
            } catch (StoreException e) {
                trouble = e;
            } finally {
                askedAt = System.nanoTime();
                asking.unlock();
            }
        }
        StoreException last = trouble;
        if (last != null) {
            throw new StoreException(last.getMessage(), last);
        }
    }
}
