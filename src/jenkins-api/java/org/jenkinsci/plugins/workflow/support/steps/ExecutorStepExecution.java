package org.jenkinsci.plugins.workflow.support.steps;

/** Signatures only, see docs/development.md. */
public abstract class ExecutorStepExecution extends org.jenkinsci.plugins.workflow.steps.AbstractStepExecutionImpl {
    private ExecutorStepExecution() {}

    public native boolean start() throws java.lang.Exception;

    public abstract static class QueueTaskCancelled
            extends org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.RetryableCauseOfInterruption {
        private QueueTaskCancelled() {}

        public native java.lang.String getShortDescription();
    }

    abstract static class RetryableCauseOfInterruption extends jenkins.model.CauseOfInterruption
            implements org.jenkinsci.plugins.workflow.support.steps.AgentErrorCondition.Retryable {
        private RetryableCauseOfInterruption() {}
    }
}
