package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ModifiableViewGroup extends hudson.model.ViewGroup {}
