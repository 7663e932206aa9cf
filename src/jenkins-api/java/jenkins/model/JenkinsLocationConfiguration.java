package jenkins.model;

/** Signatures only, see docs/development.md. */
public abstract class JenkinsLocationConfiguration extends jenkins.model.GlobalConfiguration
        implements hudson.model.PersistentDescriptor {
    public JenkinsLocationConfiguration() {}
}
