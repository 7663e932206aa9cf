package jenkins.scm.api;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class SCMSource extends hudson.model.AbstractDescribableImpl<jenkins.scm.api.SCMSource>
        implements hudson.ExtensionPoint {
    protected SCMSource() {}
}
