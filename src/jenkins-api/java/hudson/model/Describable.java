package hudson.model;

/** Signatures only, see docs/development.md. */
public interface Describable<T extends hudson.model.Describable<T>> {}
