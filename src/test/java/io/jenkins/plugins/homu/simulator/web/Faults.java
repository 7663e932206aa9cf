package io.jenkins.plugins.homu.simulator.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The faults in force. */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    private Random random = new Random(1);

    /**
     * What happens to a call.
     *
     * @param fault null for nothing
     */
    record Decision(long delayNanos, Fault fault) {}

    Faults() {}

    public synchronized Fault inject(Fault fault) {
        faults.add(fault);
        return fault;
    }

    public synchronized void remove(Fault fault) {
        faults.remove(fault);
    }

    /** Everything works again. */
    public synchronized void clear() {
        faults.clear();
    }

    /** Draws the same faults again for the same calls in the same order. */
    public synchronized void seed(long seed) {
        random = new Random(seed);
    }

    synchronized Decision decide(ApiRequest request) {
        long delay = 0;
        Fault found = null;
        for (Fault fault : faults) {
            boolean latency = fault.kind() == Fault.Kind.LATENCY;
            if ((latency || found == null) && fault.strikes(request, random)) {
                if (latency) {
                    delay += fault.delayNanos(random);
                } else {
                    found = fault;
                }
            }
        }
        return new Decision(delay, found);
    }
}
