package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import java.util.List;

/** What was decided of a batch of messages, to be stored in one transaction. */
record Step(List<Message> messages, Commit commit, List<SetAside> setAside) {
    /** A delivery that the rules could not digest. */
    record SetAside(Delivery delivery, String reason) {}

    Step {
        messages = List.copyOf(messages);
        setAside = List.copyOf(setAside);
    }

    /** Nothing to store. */
    boolean isEmpty() {
        return !changesState()
                && commit.inboxDone().isEmpty()
                && commit.effectsDone().isEmpty()
                && commit.effects().isEmpty()
                && commit.history().isEmpty();
    }

    @SuppressWarnings(
            "ReferenceEquality") // The rules hand back the same state where nothing changed; a step is frequent.
    boolean changesState() {
        return commit.before() != commit.after();
    }
}
