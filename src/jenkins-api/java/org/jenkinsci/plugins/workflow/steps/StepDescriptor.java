package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public abstract class StepDescriptor extends hudson.model.Descriptor<org.jenkinsci.plugins.workflow.steps.Step> {
    public StepDescriptor() {}

    public abstract java.lang.String getFunctionName();

    public abstract java.util.Set<? extends java.lang.Class<?>> getRequiredContext();

    public native boolean takesImplicitBlockArgument();
}
