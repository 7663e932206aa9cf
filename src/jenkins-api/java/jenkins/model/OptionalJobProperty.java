package jenkins.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class OptionalJobProperty<J extends hudson.model.Job<?, ?>> extends hudson.model.JobProperty<J> {
    public OptionalJobProperty() {}
}
