package org.jenkinsci.plugins.workflow.flow;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ErrorCondition
        extends hudson.model.AbstractDescribableImpl<org.jenkinsci.plugins.workflow.flow.ErrorCondition>
        implements hudson.ExtensionPoint, java.io.Serializable {
    public ErrorCondition() {}
}
