package jenkins.model.queue;

/** Signatures only, see docs/development.md. */
public interface QueueItem extends jenkins.model.FullyNamedModelObject {}
