package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface RunAction2 extends hudson.model.Action {}
