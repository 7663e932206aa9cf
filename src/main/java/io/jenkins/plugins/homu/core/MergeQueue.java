package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The queue's rules: what an event does to a repository. Pure; the same input gives the same answer. */
public final class MergeQueue {
    private MergeQueue() {}

    /** What follows from an event. Never throws for anything an event may contain. */
    public static Decision decide(RepositoryState state, Event event, RepositorySettings settings, Instant now) {
        return new Decision(state, List.of(), List.of());
    }

    /** When a {@code Tick} is next needed: a deadline or a watchdog; empty: not before something else happens. */
    public static Optional<Instant> nextWake(RepositoryState state, RepositorySettings settings) {
        return Optional.empty();
    }

    /**
     * Whether an effect that was decided earlier should still be carried out. Asked right before it is carried out. An
     * unwanted one is dropped without an outcome; only an unwanted {@code MoveBase} has one: NO_LONGER_WANTED.
     */
    public static boolean isWanted(RepositoryState state, Effect effect) {
        return true;
    }
}
