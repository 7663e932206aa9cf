package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ExecutorListener extends hudson.ExtensionPoint {}
