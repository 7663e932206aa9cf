package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface ModelObjectWithContextMenu extends hudson.model.ModelObject {}
