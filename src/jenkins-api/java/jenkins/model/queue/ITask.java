package jenkins.model.queue;

/** Signatures only, see docs/development.md. */
public interface ITask extends jenkins.model.FullyNamedModelObject {}
