package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public class WarningAction implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public WarningAction(hudson.model.Result p0) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native hudson.model.Result getResult();

    public native java.lang.String getUrlName();
}
