package hudson.model;

/** Signatures only, see docs/development.md. */
public interface PersistentDescriptor extends jenkins.model.Loadable, hudson.model.Saveable {}
