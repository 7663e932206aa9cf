package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public abstract class BodyExecution implements java.util.concurrent.Future<java.lang.Object>, java.io.Serializable {
    public BodyExecution() {}
}
