package org.jenkinsci.plugins.workflow.graphanalysis;

/** Signatures only, see docs/development.md. */
public interface Filterator<T> {}
