package io.jenkins.plugins.homu.runtime.admin;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be undone when a later step fails: the last step first. */
public final class Undo {
    private static final System.Logger LOG = System.getLogger(Undo.class.getName());

    private final String label;
    private final Deque<Named> steps = new ArrayDeque<>();

    /** Takes back one step. */
    @FunctionalInterface
    public interface Step {
        void run() throws GatewayException, Refusal;
    }

    private record Named(String what, Step step) {}

    public Undo(String label) {
        this.label = label;
    }

    /** @param what is taken back, for the log */
    public void add(String what, Step step) {
        steps.push(new Named(what, step));
    }

    /** Takes back everything. What can't be is told in the log, and the rest goes on. */
    public void run() {
        while (!steps.isEmpty()) {
            Named next = steps.pop();
            quietly(label, next.what, next.step);
        }
    }

    /** Does something whose failure is only told in the log. */
    public static void quietly(String label, String what, Step step) {
        try {
            step.run();
        } catch (GatewayException | Refusal | StoreException | IllegalStateException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("not-taken-back")
                            .repository(label)
                            .with("what", what)
                            .with("why", e.getMessage())
                            .toString());
        }
    }
}
