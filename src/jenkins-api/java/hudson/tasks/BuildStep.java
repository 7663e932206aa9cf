package hudson.tasks;

/** Signatures only, see docs/development.md. */
public interface BuildStep {}
