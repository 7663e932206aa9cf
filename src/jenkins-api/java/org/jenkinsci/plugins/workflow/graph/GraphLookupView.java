package org.jenkinsci.plugins.workflow.graph;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface GraphLookupView {}
