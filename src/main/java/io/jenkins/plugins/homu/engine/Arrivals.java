package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Deliveries on their way into the store. They are handed on in the order in which they came and the store numbers them,
 * whatever the order in which it reports them as kept.
 */
final class Arrivals {
    private static final class Arrival {
        private final Runnable handOn;
        private boolean isReported;
        private boolean isNew;

        Arrival(Runnable handOn) {
            this.handOn = handOn;
        }
    }

    private final StateStore store;
    private final Object lock = new Object();
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();

    Arrivals(StateStore store) {
        this.store = store;
    }

    /**
     * @param handOn runs once the delivery is kept, unless it is a duplicate, after those of earlier deliveries; short,
     *     and never throws
     * @return as the store's; whoever waits for it may find out before {@code handOn} has run
     */
    CompletableFuture<Boolean> receive(Delivery delivery, Runnable handOn) {
        Arrival arrival = new Arrival(handOn);
        CompletableFuture<Boolean> kept;
        synchronized (lock) {
            arrivals.add(arrival);
            try {
                kept = store.receive(delivery);
            } catch (RuntimeException e) {
                kept = CompletableFuture.failedFuture(e);
            }
        }
        return kept.whenComplete((isNew, error) -> reported(arrival, error == null && isNew));
    }

    private void reported(Arrival arrival, boolean isNew) {
        synchronized (lock) {
            arrival.isReported = true;
            arrival.isNew = isNew;
            // Holding the lock, so that no other thread hands on a later one first.
            List<Arrival> ready = new ArrayList<>();
            while (!arrivals.isEmpty() && arrivals.peek().isReported) {
                ready.add(arrivals.remove());
            }
            ready.stream().filter(one -> one.isNew).forEach(one -> one.handOn.run());
        }
    }
}
