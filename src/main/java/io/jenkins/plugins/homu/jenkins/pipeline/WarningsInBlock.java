package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.model.Result;
import hudson.model.Run;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** By the warnings that steps leave where they make a build unstable: those in the block count, those beside it don't. */
@OptionalExtension(requirePlugins = "workflow-api")
public class WarningsInBlock implements BlockResult {
    private static final Logger LOGGER = Logger.getLogger(WarningsInBlock.class.getName());

    @Override
    public Optional<String> block(StepContext context) {
        try {
            return Optional.ofNullable(context.get(FlowNode.class)).map(FlowNode::getId);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A block can't be told from others; the result of its whole build counts", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Result result(Run<?, ?> run, String block) {
        Result all = run.getResult();
        FlowExecutionOwner owner =
                run instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null || all == null) {
            return all == null ? Result.SUCCESS : all;
        }
        Result inside = Result.SUCCESS;
        Result outside = Result.SUCCESS;
        for (FlowNode node : new DepthFirstScanner().allNodes(execution)) {
            WarningAction warning = node.getAction(WarningAction.class);
            if (warning != null && node.getAllEnclosingIds().contains(block)) {
                inside = inside.combine(warning.getResult());
            } else if (warning != null) {
                outside = outside.combine(warning.getResult());
            }
        }
        if (inside.isWorseThan(Result.SUCCESS)) {
            // A stage may look worse than the build that it is to count for.
            return inside.isWorseThan(all) ? all : inside;
        }
        // What no step has warned of may have come from this block.
        return all.isWorseThan(outside) ? all : Result.SUCCESS;
    }
}
