package org.jenkinsci.plugins.workflow.graphanalysis;

/** Signatures only, see docs/development.md. */
public abstract class AbstractFlowScanner
        implements org.jenkinsci.plugins.workflow.graphanalysis.Filterator<
                org.jenkinsci.plugins.workflow.graph.FlowNode> {
    public AbstractFlowScanner() {}

    public native java.util.List<org.jenkinsci.plugins.workflow.graph.FlowNode> allNodes(
            org.jenkinsci.plugins.workflow.flow.FlowExecution p0);
}
