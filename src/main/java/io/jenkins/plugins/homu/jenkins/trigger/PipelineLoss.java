package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Run;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;

/** A Pipeline whose agent was removed in the middle. */
@OptionalExtension(requirePlugins = "workflow-durable-task-step")
public class PipelineLoss implements LossDetector {
    @Override
    public Optional<String> loss(Run<?, ?> run) {
        return BuildEnd.causes(run).stream()
                .filter(this::isLoss)
                .map(CauseOfInterruption::getShortDescription)
                .findFirst();
    }

    @Override
    public boolean isLoss(CauseOfInterruption cause) {
        return cause instanceof ExecutorStepExecution.RemovedNodeCause
                || cause instanceof ExecutorStepExecution.RemovedNodeTimeoutCause;
    }
}
