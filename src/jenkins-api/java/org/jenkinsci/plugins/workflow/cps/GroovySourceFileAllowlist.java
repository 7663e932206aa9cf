package org.jenkinsci.plugins.workflow.cps;

/** Signatures only, see docs/development.md. */
public abstract class GroovySourceFileAllowlist implements hudson.ExtensionPoint {
    public GroovySourceFileAllowlist() {}

    public abstract boolean isAllowed(java.lang.String p0);
}
