package hudson.model;

/** Signatures only, see docs/development.md. */
public interface UnprotectedRootAction extends hudson.model.RootAction, hudson.ExtensionPoint {}
