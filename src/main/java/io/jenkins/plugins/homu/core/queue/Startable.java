package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.policy.StartGate;

/** Which pull requests wait for nothing but their turn. */
public final class Startable {
    private Startable() {}

    public static boolean isWaiting(PullRequest pull, Roles roles, TreeState tree) {
        return pull.approval()
                        .filter(approval -> approval.head().equals(pull.head()) && roles.stands(approval))
                        .isPresent()
                && pull.isSeen()
                && pull.verdict() == Verdict.NONE
                && !pull.yielded()
                && pull.mergeable() != Mergeability.CONFLICTING
                && !tree.isClosedFor(pull.priority())
                && StartGate.reasonAgainst(pull, roles.settings()).isEmpty();
    }
}
