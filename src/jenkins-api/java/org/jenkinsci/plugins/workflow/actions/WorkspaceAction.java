package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public abstract class WorkspaceAction implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public WorkspaceAction() {}
}
