package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ResourceActivity extends hudson.model.ModelObject {}
