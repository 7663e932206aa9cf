package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public abstract class SynchronousNonBlockingStepExecution<T>
        extends org.jenkinsci.plugins.workflow.steps.StepExecution {
    protected SynchronousNonBlockingStepExecution(org.jenkinsci.plugins.workflow.steps.StepContext p0) {
        super((org.jenkinsci.plugins.workflow.steps.StepContext) null);
    }

    public native void onResume();

    protected abstract T run() throws java.lang.Exception;

    public final native boolean start() throws java.lang.Exception;
}
