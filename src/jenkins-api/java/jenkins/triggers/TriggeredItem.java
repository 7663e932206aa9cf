package jenkins.triggers;

/** Signatures only, see docs/development.md. */
public interface TriggeredItem extends hudson.model.Item {}
