package io.jenkins.plugins.homu.simulator.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** The faults in force. */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private Random random = new Random(1);

    /**
     * What happens to a call.
     *
     * @param fault null for nothing
     */
    record Decision(long delayNanos, Fault fault) {}

    private record Held(Fault by, Runnable goOn) {}

    Faults() {}

    public synchronized Fault inject(Fault fault) {
        faults.add(fault);
        return fault;
    }

    public void remove(Fault fault) {
        lift(fault::equals);
    }

    /** Everything works again. */
    public void clear() {
        lift(fault -> true);
    }

    private void lift(Predicate<Fault> which) {
        List<Held> released;
        synchronized (this) {
            faults.removeIf(which);
            released = held.stream().filter(call -> which.test(call.by())).toList();
            held.removeAll(released);
        }
        released.forEach(call -> call.goOn().run());
    }

    /** How many calls are held up by {@link Fault#hold} now. */
    public synchronized int heldCalls() {
        return held.size();
    }

    /** @return false when the fault was lifted meanwhile, so that there is nothing to wait for */
    synchronized boolean hold(Fault by, Runnable goOn) {
        return faults.contains(by) && held.add(new Held(by, goOn));
    }

    /** Draws the same faults again for the same calls in the same order. */
    public synchronized void seed(long seed) {
        random = new Random(seed);
    }

    synchronized Decision decide(ApiRequest request) {
        long delay = 0;
        Fault found = null;
        for (Fault fault : faults) {
            if (fault.kind() == Fault.Kind.HOLD && fault.strikes(request, random)) {
                return new Decision(0, fault);
            }
            boolean latency = fault.kind() == Fault.Kind.LATENCY;
            if (fault.kind() != Fault.Kind.HOLD && (latency || found == null) && fault.strikes(request, random)) {
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
