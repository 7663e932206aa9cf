package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface ModelObjectWithChildren extends hudson.model.ModelObject {}
