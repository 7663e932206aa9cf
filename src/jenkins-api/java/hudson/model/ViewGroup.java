package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ViewGroup extends hudson.model.Saveable, hudson.model.ModelObject, hudson.security.AccessControlled {}
