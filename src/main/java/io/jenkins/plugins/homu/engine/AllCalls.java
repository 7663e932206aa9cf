package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Calls that are all made, whatever becomes of the others. For the use of one thread. */
final class AllCalls {
    private static final System.Logger LOG = System.getLogger(AllCalls.class.getName());

    private final String what;
    private final String label;
    private final List<GatewayException> failures = new ArrayList<>();

    /** @param what did not happen where one fails, as an event of the log @param label of the repository */
    AllCalls(String what, String label) {
        this.what = what;
        this.label = label;
    }

    /** Something that is asked of the outside. */
    interface Call {
        void run() throws GatewayException;
    }

    /** Makes one of them. */
    void make(Call call) {
        try {
            call.run();
        } catch (GatewayException e) {
            failures.add(e);
        }
    }

    /**
     * Afterwards.
     *
     * @throws GatewayException when any has failed: the first that may pass, so that all are made again, or else the first; the
     *     others are suppressed in it, and in the log
     */
    void finish() throws GatewayException {
        if (failures.isEmpty()) {
            return;
        }
        GatewayException told = failures.stream()
                .filter(GatewayException::isTransient)
                .findFirst()
                .orElse(failures.get(0));
        for (GatewayException other : failures) {
            if (other != told) {
                told.addSuppressed(other);
                LOG.log(
                        Level.WARNING,
                        LogLine.of(what)
                                .repository(label)
                                .with("why", other.getMessage())
                                .toString());
            }
        }
        throw told;
    }
}
