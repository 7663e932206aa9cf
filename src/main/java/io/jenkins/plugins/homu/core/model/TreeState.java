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

    /** As {@link #closedBelow}: higher than any priority, so nothing is started. */
    public static final int ALL = Integer.MAX_VALUE;

    /** {@code priorities below 10}, or {@code all pull requests}; empty: the tree is open. */
    public Optional<String> closedFor() {
        return closedBelow.map(below -> below == ALL ? "all pull requests" : "priorities below " + below);
    }

    public boolean isClosedFor(int priority) {
        return closedBelow.isPresent() && priority < closedBelow.get();
    }
}
