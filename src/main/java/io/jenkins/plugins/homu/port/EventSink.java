package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.event.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where callbacks hand over what they heard. Never blocks on the queue's own work. */
public interface EventSink {
    /** What became of a delivery. */
    enum Receipt {
        /** Kept; its effect will happen. */
        ACCEPTED,
        /** Kept before, under the same id. */
        DUPLICATE
    }

    /**
     * Keep a verified delivery, then give its events to the repository's mailbox.
     *
     * @param events what the delivery means, as translated already
     * @return completes when the delivery is durable; fails with {@link StoreException} when it can't be kept
     */
    CompletableFuture<Receipt> deliver(Delivery delivery, List<Event> events);

    /**
     * An event that need not survive: a request to synchronise, or what is found again by the next comparison.
     *
     * @return false when nobody takes it now: the repository is unknown, or the queues begin or end
     */
    boolean submit(String label, Event event);
}
