package org.jenkinsci.plugins.workflow.graph;

/** Signatures only, see docs/development.md. */
public interface FlowActionStorage {}
