package hudson.model;

/** Signatures only, see docs/development.md. */
public interface BuildableItem extends hudson.model.Item, hudson.model.Queue.Task {}
