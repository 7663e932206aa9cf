package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import jenkins.model.InterruptedBuildAction;

/**
 * How a build ended, in the queue's words.
 *
 * @param description one line
 * @param details what failed, over several lines; empty when it didn't
 */
record BuildEnd(BuilderState state, String description, String details) {
    static BuildEnd of(Run<?, ?> run, HomuBuildAction action, Optional<JenkinsJobBuilder> builder) {
        Result result = run.getResult();
        boolean unstablePasses =
                builder.filter(JenkinsJobBuilder::isUnstablePasses).isPresent();
        Optional<String> moved = MovedBranch.of(run);
        if (moved.isPresent()) {
            return new BuildEnd(BuilderState.LOST, moved.get(), "");
        }
        Optional<String> other =
                builder.filter(JenkinsJobBuilder::isOwnCheckout).isPresent()
                        ? Optional.empty()
                        : otherCommit(run, action);
        if (other.isPresent()) {
            return new BuildEnd(BuilderState.UNUSABLE, other.get(), "");
        }
        if (BuildReports.passes(result, unstablePasses)) {
            return new BuildEnd(BuilderState.SUCCESS, "", "");
        }
        List<CauseOfInterruption> causes = causes(run);
        Optional<String> loss = loss(run, result, causes);
        if (loss.isPresent()) {
            return new BuildEnd(BuilderState.LOST, loss.get(), "");
        }
        if (result == Result.ABORTED
                && causes.stream()
                        .anyMatch(cause -> cause instanceof CauseOfInterruption.UserInterruption
                                || cause instanceof HomuInterruption)) {
            return new BuildEnd(BuilderState.CANCELLED, causes.get(0).getShortDescription(), "");
        }
        if (result == Result.NOT_BUILT) {
            return new BuildEnd(BuilderState.CANCELLED, "Jenkins did not build it", "");
        }
        String description = FailureDetails.headline(run, causes);
        return new BuildEnd(BuilderState.FAILURE, description, FailureDetails.of(run));
    }

    /** Whatever its result is, it is not about the merge commit. */
    private static Optional<String> otherCommit(Run<?, ?> run, HomuBuildAction action) {
        return ExtensionList.lookup(CheckoutProof.class).stream()
                .flatMap(proof -> proof.otherCommit(run, action).stream())
                .findFirst();
    }

    /** Why the build itself broke down, if it did: then it says nothing of the commit. */
    private static Optional<String> loss(Run<?, ?> run, Result result, List<CauseOfInterruption> causes) {
        for (LossDetector detector : ExtensionList.lookup(LossDetector.class)) {
            Optional<String> loss = detector.loss(run);
            if (loss.isPresent()) {
                return loss;
            }
        }
        if (result == Result.ABORTED && causes.isEmpty()) {
            return Optional.of("Jenkins aborted it without a reason, as it does when it shuts down");
        }
        // What Jenkins makes of a build that was running when it was killed: nobody wrote its end.
        if (run.getDuration() == 0 && result == Result.FAILURE) {
            return Optional.of("Jenkins was stopped in the middle of it");
        }
        return Optional.empty();
    }

    /** Why it was interrupted, if it was. */
    static List<CauseOfInterruption> causes(Run<?, ?> run) {
        List<CauseOfInterruption> causes = new ArrayList<>();
        for (InterruptedBuildAction action : run.getActions(InterruptedBuildAction.class)) {
            causes.addAll(action.getCauses());
        }
        return causes;
    }
}
