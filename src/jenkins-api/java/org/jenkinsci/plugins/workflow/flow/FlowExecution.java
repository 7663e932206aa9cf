package org.jenkinsci.plugins.workflow.flow;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class FlowExecution
        implements org.jenkinsci.plugins.workflow.graph.FlowActionStorage,
                org.jenkinsci.plugins.workflow.graph.GraphLookupView {
    public FlowExecution() {}

    public final native java.lang.Throwable getCauseOfFailure();
}
