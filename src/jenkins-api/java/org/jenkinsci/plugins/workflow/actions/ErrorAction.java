package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public abstract class ErrorAction implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public ErrorAction(java.lang.Throwable p0) {}

    public static native org.jenkinsci.plugins.workflow.graph.FlowNode findOrigin(
            java.lang.Throwable p0, org.jenkinsci.plugins.workflow.flow.FlowExecution p1);

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
