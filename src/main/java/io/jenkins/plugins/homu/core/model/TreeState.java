package io.jenkins.plugins.homu.core.model;

import java.util.Optional;

/**
 * Whether pull requests may be merged at present.
 *
 * @param closedBelow pull requests with a lower priority are not started; empty: open to all
 * @param reason what the one who closed it said
 * @param source address of the comment that closed it
 */
public record TreeState(
        Optional<Integer> closedBelow, Optional<String> reason, Optional<String> source, Optional<String> by) {
    public static final TreeState OPEN =
            new TreeState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isClosedFor(int priority) {
        return closedBelow.isPresent() && priority < closedBelow.get();
    }
}
