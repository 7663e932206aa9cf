package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Run;
import java.util.Optional;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;

/** The stage in which a Pipeline failed: the innermost one around the step that did. */
@OptionalExtension(requirePlugins = "workflow-api")
public class PipelineStages implements FailureDescriber {
    @Override
    public Optional<String> stage(Run<?, ?> run) {
        if (!(run instanceof FlowExecutionOwner.Executable pipeline)) {
            return Optional.empty();
        }
        FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            return Optional.empty();
        }
        FlowNode failed = null;
        for (FlowNode node : new DepthFirstScanner().allNodes(execution)) {
            // From the end to the start: the last one found is where the error came from.
            if (node.getAction(ErrorAction.class) != null) {
                failed = node;
            }
        }
        if (failed == null) {
            return Optional.empty();
        }
        for (FlowNode block : failed.getEnclosingBlocks()) {
            LabelAction label = block.getAction(LabelAction.class);
            if (label != null && !(label instanceof ThreadNameAction)) {
                return Optional.ofNullable(label.getDisplayName());
            }
        }
        return Optional.empty();
    }
}
