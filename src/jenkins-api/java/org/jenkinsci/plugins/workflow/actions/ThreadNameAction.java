package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public interface ThreadNameAction extends org.jenkinsci.plugins.workflow.actions.PersistentAction {}
