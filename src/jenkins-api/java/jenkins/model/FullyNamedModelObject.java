package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface FullyNamedModelObject extends hudson.model.ModelObject {}
