package org.jenkinsci.plugins.workflow.graph;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class BlockStartNode extends org.jenkinsci.plugins.workflow.graph.FlowNode {
    protected BlockStartNode(
            org.jenkinsci.plugins.workflow.flow.FlowExecution p0, java.lang.String p1, java.util.List p2) {
        super((org.jenkinsci.plugins.workflow.flow.FlowExecution) null, (java.lang.String) null, (java.util.List) null);
    }
}
