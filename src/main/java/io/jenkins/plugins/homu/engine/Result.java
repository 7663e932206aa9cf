package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Duration;
import java.util.Optional;

/** What came of carrying out an effect, where nothing failed. */
sealed interface Result {
    /** Carried out. */
    record Done(Optional<Event> outcome) implements Result {}

    /** Not yet: the other side needs time. */
    record Later(Duration pause, String why) implements Result {}

    static Result done() {
        return new Done(Optional.empty());
    }

    static Result done(Event outcome) {
        return new Done(Optional.of(outcome));
    }

    /** Carries out one effect. */
    @FunctionalInterface
    interface Action {
        Result run() throws GatewayException;
    }
}
