package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class StepExecution implements java.io.Serializable {
    protected StepExecution(org.jenkinsci.plugins.workflow.steps.StepContext p0) {}

    public native org.jenkinsci.plugins.workflow.steps.StepContext getContext();

    public native void onResume();

    public abstract boolean start() throws java.lang.Exception;
}
