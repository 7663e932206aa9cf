package io.jenkins.plugins.homu.demo;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process once the one that started it is gone, however that came to its end: nobody else would. Maven leaves
 * what it started running when it is told to stop, and a killed process can't tell its children.
 */
final class ParentWatch {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private ParentWatch() {}

    static void start() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        if (parent.isEmpty()) {
            return;
        }
        Thread watch = new Thread(() -> await(parent.get()), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Not by {@link ProcessHandle#onExit}: a zombie counts as alive, but has no children any more. */
    private static void await(ProcessHandle parent) {
        while (parent.isAlive()
                && ProcessHandle.current().parent().filter(parent::equals).isPresent()) {
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
        System.exit(0);
    }
}
