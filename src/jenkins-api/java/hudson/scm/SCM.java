package hudson.scm;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class SCM implements hudson.model.Describable<hudson.scm.SCM>, hudson.ExtensionPoint {
    public SCM() {}
}
