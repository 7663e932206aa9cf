package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public abstract class BodyExecutionCallback implements java.io.Serializable {
    public BodyExecutionCallback() {}

    public abstract void onFailure(org.jenkinsci.plugins.workflow.steps.StepContext p0, java.lang.Throwable p1);

    public abstract void onSuccess(org.jenkinsci.plugins.workflow.steps.StepContext p0, java.lang.Object p1);
}
