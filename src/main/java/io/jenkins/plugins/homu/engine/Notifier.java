package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.model.LogLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/** Tells listeners which repositories changed, on a thread of its own; several changes in a row are told once. */
final class Notifier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    /** Of its own identity, so that a listener that was added twice can be taken away once. */
    private record Registration(Consumer<String> listener, Object identity) {}

    private final ThreadPoolExecutor thread = Threads.pool("homu-changes", 1);
    private final List<Registration> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean scheduled;

    AutoCloseable add(Consumer<String> listener) {
        Registration own = new Registration(listener, new Object());
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    void changed(String label) {
        if (listeners.isEmpty()) {
            return;
        }
        synchronized (changed) {
            changed.add(label);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            thread.execute(this::tell);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "event=change-not-told why=closed");
        }
    }

    private void tell() {
        List<String> labels;
        synchronized (changed) {
            labels = List.copyOf(changed);
            changed.clear();
            scheduled = false;
        }
        for (String label : labels) {
            for (Registration registration : listeners) {
                try {
                    registration.listener().accept(label);
                } catch (RuntimeException e) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            LogLine.of("listener-failed").repository(label).toString(),
                            e);
                }
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
