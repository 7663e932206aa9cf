package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public abstract class LabelAction implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public LabelAction(java.lang.String p0) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
