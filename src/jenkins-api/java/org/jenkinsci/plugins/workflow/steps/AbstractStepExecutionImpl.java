package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public abstract class AbstractStepExecutionImpl extends org.jenkinsci.plugins.workflow.steps.StepExecution {
    protected AbstractStepExecutionImpl() {
        super((org.jenkinsci.plugins.workflow.steps.StepContext) null);
    }
}
