package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.trigger.HomuInterruption;
import io.jenkins.plugins.homu.jenkins.trigger.LossDetector;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * What a step says of a builder.
 *
 * @param description one line
 * @param awaitsEnd the build goes on, and only its end makes it count
 */
record StatusWord(BuilderState state, String description, boolean awaitsEnd) {
    static StatusWord begun(StatusRequest request) {
        return new StatusWord(BuilderState.RUNNING, request.description(), false);
    }

    /** A Pipeline's own words. That its build passes is not for it to say: what comes after may fail. */
    static StatusWord said(StatusRequest request, AttemptStatus status) throws AbortException {
        BuilderState state = request.state();
        boolean isEarly =
                state == BuilderState.SUCCESS && status.isOwn(request.builder().orElse(""));
        return new StatusWord(state, request.description(), isEarly);
    }

    /** The block ended well, as far as Pipeline is concerned. */
    static StatusWord ended(StatusRequest request, AttemptStatus status, Run<?, ?> run, Optional<String> block)
            throws AbortException {
        if (status.isOwn(request.builder().orElseThrow())) {
            // Whether the build is unstable is seen at its end.
            return new StatusWord(BuilderState.SUCCESS, request.description(), true);
        }
        Result result = BlockResult.of(run, block);
        boolean passes = result == Result.SUCCESS || (result == Result.UNSTABLE && status.unstablePasses(request));
        return passes
                ? new StatusWord(BuilderState.SUCCESS, request.description(), false)
                : new StatusWord(
                        BuilderState.FAILURE,
                        described(request, result.toString().toLowerCase(Locale.ROOT)),
                        false);
    }

    /** The block was left by an exception. */
    static StatusWord left(StatusRequest request, AttemptStatus status, Throwable failure) {
        // The end of the build says more than we can, unless its Pipeline goes on as if nothing were.
        boolean isOwn = status.isOwn(request.builder().orElseThrow());
        if (!(failure instanceof FlowInterruptedException interruption)) {
            return new StatusWord(BuilderState.FAILURE, request.description(), isOwn);
        }
        List<CauseOfInterruption> causes = interruption.getCauses();
        String why =
                causes.isEmpty() ? "Stopped without a reason" : causes.get(0).getShortDescription();
        if (causes.isEmpty() || causes.stream().anyMatch(StatusWord::isLoss)) {
            // A build that is lost is started again, and says more then.
            return new StatusWord(
                    BuilderState.CANCELLED, described(request, why), isOwn || status.isStartedByTheQueue());
        }
        boolean isStopped = causes.stream()
                .anyMatch(cause ->
                        cause instanceof CauseOfInterruption.UserInterruption || cause instanceof HomuInterruption);
        return new StatusWord(
                isStopped ? BuilderState.CANCELLED : BuilderState.FAILURE, described(request, why), isOwn);
    }

    private static boolean isLoss(CauseOfInterruption cause) {
        return ExtensionList.lookup(LossDetector.class).stream().anyMatch(detector -> detector.isLoss(cause));
    }

    private static String described(StatusRequest request, String why) {
        return Stream.of(request.description(), why)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "));
    }

    /** For the log of the build. */
    String inWords() {
        return state.word() + (description.isEmpty() ? "" : " (" + description + ")");
    }
}
