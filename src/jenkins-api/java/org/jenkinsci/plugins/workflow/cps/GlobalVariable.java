package org.jenkinsci.plugins.workflow.cps;

/** Signatures only, see docs/development.md. */
public abstract class GlobalVariable implements hudson.ExtensionPoint {
    public GlobalVariable() {}

    public abstract java.lang.String getName();

    public abstract java.lang.Object getValue(org.jenkinsci.plugins.workflow.cps.CpsScript p0)
            throws java.lang.Exception;
}
