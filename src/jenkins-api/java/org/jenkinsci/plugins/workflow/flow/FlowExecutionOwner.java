package org.jenkinsci.plugins.workflow.flow;

/** Signatures only, see docs/development.md. */
public abstract class FlowExecutionOwner implements java.io.Serializable {
    public FlowExecutionOwner() {}

    public native org.jenkinsci.plugins.workflow.flow.FlowExecution getOrNull();

    public interface Executable extends hudson.model.Queue.Executable {
        org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner asFlowExecutionOwner();
    }
}
