package io.jenkins.plugins.homu.server.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose next request line and headers trickle in: the idle time-out starts anew with every byte, so one
 * byte now and then would hold a connection for days.
 */
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener, Runnable {
    private final Scheduler scheduler;
    private final Duration allowed;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private volatile Scheduler.Task next;

    /** @param requests begun so far @param bytes received when the last of them had begun @param since when that was */
    private record Progress(long requests, long bytes, long since) {}

    SlowHeads(Scheduler scheduler, Duration allowed) {
        this.scheduler = scheduler;
        this.allowed = allowed;
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Progress(0, 0, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        next = scheduler.schedule(this, allowed.toMillis() / 6, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        connections.forEach((connection, seen) -> check(connection, seen, now));
        if (isRunning()) {
            schedule();
        }
    }

    private void check(Connection connection, Progress seen, long now) {
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        boolean busy = requests != connection.getMessagesOut();
        if (busy || requests != seen.requests() || bytes == seen.bytes()) {
            connections.computeIfPresent(connection, (key, old) -> new Progress(requests, bytes, now));
        } else if (now - seen.since() > allowed.toNanos()) {
            connection.getEndPoint().close(new TimeoutException("headers took too long"));
        }
    }
}
