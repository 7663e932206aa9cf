package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Authorization;
import io.jenkins.plugins.homu.core.policy.StartGate;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;

/** Which pull requests wait for nothing but their turn. */
public final class Startable {
    private Startable() {}

    public static boolean isWaiting(PullRequest pull, RepositorySettings settings, TreeState tree) {
        return pull.approval()
                        .filter(approval ->
                                approval.head().equals(pull.head()) && Authorization.stands(approval, settings))
                        .isPresent()
                && pull.isSeen()
                && pull.verdict() == Verdict.NONE
                && !pull.yielded()
                && pull.mergeable() != Mergeability.CONFLICTING
                && !tree.isClosedFor(pull.priority())
                && StartGate.reasonAgainst(pull, settings).isEmpty();
    }
}
