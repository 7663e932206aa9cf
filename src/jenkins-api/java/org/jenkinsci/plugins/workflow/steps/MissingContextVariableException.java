package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class MissingContextVariableException extends java.lang.Exception {
    public MissingContextVariableException(java.lang.Class p0) {}

    public native java.lang.Class<?> getType();
}
