package io.jenkins.plugins.homu.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A repository with all its forks, and their common lock. */
final class Network {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<SimRepository> members = new CopyOnWriteArrayList<>();

    List<SimRepository> members() {
        return members;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
