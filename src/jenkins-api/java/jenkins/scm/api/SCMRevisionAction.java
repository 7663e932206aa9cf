package jenkins.scm.api;

/** Signatures only, see docs/development.md. */
public class SCMRevisionAction extends hudson.model.InvisibleAction {
    public SCMRevisionAction(jenkins.scm.api.SCMSource p0, jenkins.scm.api.SCMRevision p1) {}

    public native jenkins.scm.api.SCMRevision getRevision();

    public native java.lang.String getSourceId();
}
