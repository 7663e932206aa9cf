package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.port.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for the timers of all repositories. */
final class SystemTimers implements Timers {
    private static final System.Logger LOG = System.getLogger(SystemTimers.class.getName());

    private final Clock clock;
    private final ScheduledThreadPoolExecutor executor;

    SystemTimers(Clock clock) {
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, Threads.named("homu-timer"));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Alarm at(Instant when, Runnable task) {
        long millis = Math.max(0, Duration.between(clock.now(), when).toMillis());
        try {
            Future<?> future = executor.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            // Asked for while we are being closed: there is nothing to be done any more.
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "event=timer-failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
