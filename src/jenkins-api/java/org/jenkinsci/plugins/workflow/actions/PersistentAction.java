package org.jenkinsci.plugins.workflow.actions;

/** Signatures only, see docs/development.md. */
public interface PersistentAction extends hudson.model.Action {}
