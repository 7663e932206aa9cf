package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.Run;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.WorkspaceAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;
import org.jenkinsci.plugins.workflow.support.steps.AgentErrorCondition;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;

/**
 * A Pipeline whose agent went away in the middle. How that shows depends on the step that was running: it is interrupted, or
 * fails by its connection, or finds no agent when it begins. Only the error that ended the build counts, since a script may
 * have made up for an earlier one.
 */
@OptionalExtension(requirePlugins = {"workflow-api", "workflow-durable-task-step"})
public class PipelineLoss implements LossDetector {
    /** What a step asks a {@code node} around it for. */
    private static final Set<Class<?>> OF_A_NODE =
            Set.of(FilePath.class, Launcher.class, Computer.class, Executor.class, Node.class);

    /** Pipeline keeps the class to itself. */
    private static final String OFFLINE = "org.jenkinsci.plugins.workflow.support.steps.AgentOfflineException";

    @Override
    public Optional<String> loss(Run<?, ?> run) {
        if (!(run instanceof FlowExecutionOwner.Executable pipeline)) {
            return Optional.empty();
        }
        FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        Throwable error = execution == null ? null : execution.getCauseOfFailure();
        // Of branches that ran side by side, one has the errors of the others with it.
        return error == null || Arrays.stream(error.getSuppressed()).anyMatch(other -> isFailure(other, execution))
                ? Optional.empty()
                : words(error, execution);
    }

    /** Neither a loss nor what is added to errors on their way, nor a branch that was stopped for another. */
    private boolean isFailure(Throwable beside, FlowExecution execution) {
        return beside instanceof Exception
                && !(beside instanceof FlowInterruptedException)
                && !beside.getClass().getName().startsWith("hudson.remoting.Channel$")
                && !beside.getClass().getName().startsWith(Computer.class.getName() + "$")
                && !beside.getClass().getName().startsWith(ErrorAction.class.getName() + "$")
                && words(beside, execution).isEmpty();
    }

    private Optional<String> words(Throwable error, FlowExecution execution) {
        if (error instanceof FlowInterruptedException interrupted) {
            return interrupted.getCauses().stream()
                    .filter(this::isLoss)
                    .map(CauseOfInterruption::getShortDescription)
                    .findFirst();
        }
        boolean lost = chain(error).anyMatch(PipelineLoss::isConnection)
                || (error instanceof MissingContextVariableException missing
                        && OF_A_NODE.contains(missing.getType())
                        && isInANode(error, execution));
        return lost ? Optional.of("An agent went away: " + error.getMessage()) : Optional.empty();
    }

    @Override
    public boolean isLoss(CauseOfInterruption cause) {
        // That one is somebody's wish.
        return cause instanceof AgentErrorCondition.Retryable
                && !(cause instanceof ExecutorStepExecution.QueueTaskCancelled);
    }

    private static Stream<Throwable> chain(Throwable error) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause).limit(100);
    }

    private static boolean isConnection(Throwable error) {
        return error instanceof ChannelClosedException
                || error instanceof RequestAbortedException
                || error.getClass().getName().equals(OFFLINE);
    }

    /** Outside of any, a step has never had an agent, which is a mistake in the script. */
    private static boolean isInANode(Throwable error, FlowExecution execution) {
        FlowNode origin = ErrorAction.findOrigin(error, execution);
        return origin != null
                && origin.getEnclosingBlocks().stream()
                        .anyMatch(block -> block.getAction(WorkspaceAction.class) != null);
    }
}
