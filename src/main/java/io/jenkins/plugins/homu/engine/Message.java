package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.port.Delivery;
import java.util.List;
import java.util.Optional;

/**
 * What lies in a mailbox: events that belong together, and what is dealt with once they were decided.
 *
 * @param events in order; none where something is only to be ticked off
 * @param delivery the row in the inbox, without its body
 * @param effects ids of the effects whose outcome this is
 */
record Message(List<Event> events, Optional<Delivery> delivery, List<Long> effects) {
    Message {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }

    static Message of(Event event) {
        return new Message(List.of(event), Optional.empty(), List.of());
    }

    /** Bodies may be large, and are in the store: they are not kept in memory as well. */
    static Message of(Delivery delivery, List<Event> events) {
        Delivery slim = new Delivery(
                delivery.id(), delivery.source(), delivery.type(), delivery.label(), "", delivery.receivedAt());
        return new Message(events, Optional.of(slim), List.of());
    }

    static Message outcome(List<Long> effects, Optional<Event> event) {
        return new Message(event.stream().toList(), Optional.empty(), effects);
    }

    boolean isOutcome() {
        return !effects.isEmpty();
    }
}
