package org.jvnet.hudson.reactor;

/** Signatures only, see docs/development.md. */
public interface Milestone {}
