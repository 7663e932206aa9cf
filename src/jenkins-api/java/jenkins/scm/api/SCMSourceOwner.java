package jenkins.scm.api;

/** Signatures only, see docs/development.md. */
public interface SCMSourceOwner extends hudson.model.Item {}
