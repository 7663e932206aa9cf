package io.jenkins.plugins.homu.server.takeover;

import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.util.List;

/**
 * What is taken over of one repository.
 *
 * @param before what our store holds of it
 * @param after what it is to hold
 * @param history oldest first
 * @param summary one line for people, without the label
 * @param notes what was not taken over, or is not what one might expect, and why; one line each
 */
public record RepositoryTakeover(
        RepositoryState before, RepositoryState after, List<HistoryEntry> history, String summary, List<String> notes) {
    public RepositoryTakeover {
        history = List.copyOf(history);
        notes = List.copyOf(notes);
    }
}
