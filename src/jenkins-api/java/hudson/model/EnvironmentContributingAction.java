package hudson.model;

/** Signatures only, see docs/development.md. */
public interface EnvironmentContributingAction extends hudson.model.Action {
    default void buildEnvironment(hudson.model.Run<?, ?> p0, hudson.EnvVars p1) {
        throw new UnsupportedOperationException("a signature only");
    }
}
