package jenkins.branch;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Branch {
    public Branch(java.lang.String p0, jenkins.scm.api.SCMHead p1, hudson.scm.SCM p2, java.util.List p3) {}

    public native jenkins.scm.api.SCMHead getHead();

    public native java.lang.String getSourceId();
}
