package hudson.model.queue;

/** Signatures only, see docs/development.md. */
public interface FoldableAction extends hudson.model.Action {}
