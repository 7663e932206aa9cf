package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.Decision;
import io.jenkins.plugins.homu.core.MergeQueue;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.Optional;

/** The three questions that the engine has for the queue's rules; see {@link MergeQueue}. */
interface Rules {
    Decision decide(RepositoryState state, Event event, RepositorySettings settings, Instant now);

    Optional<Instant> nextWake(RepositoryState state, RepositorySettings settings);

    boolean isWanted(RepositoryState state, Effect effect);

    /** The real ones. */
    Rules QUEUE = new Rules() {
        @Override
        public Decision decide(RepositoryState state, Event event, RepositorySettings settings, Instant now) {
            return MergeQueue.decide(state, event, settings, now);
        }

        @Override
        public Optional<Instant> nextWake(RepositoryState state, RepositorySettings settings) {
            return MergeQueue.nextWake(state, settings);
        }

        @Override
        public boolean isWanted(RepositoryState state, Effect effect) {
            return MergeQueue.isWanted(state, effect);
        }
    };
}
