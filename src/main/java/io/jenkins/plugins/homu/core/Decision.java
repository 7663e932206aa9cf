package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.util.List;

/** What an event leads to: the next state, what is to be done outside, and what is worth telling later. */
public record Decision(RepositoryState next, List<Effect> effects, List<HistoryEntry> history) {
    public Decision {
        effects = List.copyOf(effects);
        history = List.copyOf(history);
    }
}
