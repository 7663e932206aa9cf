package org.jenkinsci.plugins.workflow.cps;

/** Signatures only, see docs/development.md. */
public abstract class CpsScript extends com.cloudbees.groovy.cps.SerializableScript {
    public CpsScript() throws java.io.IOException {}
}
