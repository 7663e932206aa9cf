package org.jenkinsci.plugins.workflow.support.steps;

/** Signatures only, see docs/development.md. */
public abstract class AgentErrorCondition extends org.jenkinsci.plugins.workflow.flow.ErrorCondition {
    private AgentErrorCondition() {}

    public interface Retryable {}
}
