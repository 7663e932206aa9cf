package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Run;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jenkins.scm.api.SCMRevisionAction;

/**
 * A Pipeline of a multibranch project reads its script where its branch is when it begins, and checks out what it was told. If
 * somebody else has moved the branch by then, its result is not about the merge commit.
 */
final class MovedBranch {
    private MovedBranch() {}

    static Optional<String> of(Run<?, ?> run) {
        List<SCMRevisionAction> read = run.getActions(SCMRevisionAction.class);
        if (run.getAction(HomuBuildAction.class) == null || read.isEmpty()) {
            return Optional.empty();
        }
        // The first one came with the build out of the queue.
        SCMRevisionAction told = read.get(0);
        // By their words, which are commits: the classes of the two need not be the same.
        boolean moved = read.stream()
                .anyMatch(other -> Objects.equals(other.getSourceId(), told.getSourceId())
                        && !other.getRevision()
                                .toString()
                                .equals(told.getRevision().toString()));
        return moved
                ? Optional.of("Its branch was moved by somebody else, so its script was not that of the merge commit")
                : Optional.empty();
    }
}
