package org.jenkinsci.plugins.workflow.graph;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class FlowNode extends hudson.model.Actionable implements hudson.model.Saveable {
    protected FlowNode(org.jenkinsci.plugins.workflow.flow.FlowExecution p0, java.lang.String p1, java.util.List p2) {}

    public native <T extends hudson.model.Action> T getAction(java.lang.Class<T> p0);

    public native java.util.List<java.lang.String> getAllEnclosingIds();

    public native java.lang.String getDisplayName();

    public native java.util.List<? extends org.jenkinsci.plugins.workflow.graph.BlockStartNode> getEnclosingBlocks();

    public native java.lang.String getId();
}
