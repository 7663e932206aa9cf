package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.model.PullRequest;
import java.util.Comparator;

/**
 * Which approved pull request goes first: higher priority; then those that must or should go alone (never, iffy), then
 * maybe, then rollup=always; then the lower number. Those that gave way by {@code cancel} come after all others. The Rust
 * fork's order.
 */
public final class QueueOrder {
    public static final Comparator<PullRequest> WAITING = Comparator.comparing(PullRequest::yielded)
            .thenComparing(Comparator.comparingInt(PullRequest::priority).reversed())
            .thenComparingInt(QueueOrder::rollupRank)
            .thenComparingInt(PullRequest::number);

    private QueueOrder() {}

    /** Iffy counts as never. */
    private static int rollupRank(PullRequest pull) {
        return Math.max(pull.rollup().number(), -1);
    }
}
