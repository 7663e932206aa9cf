package jenkins.scm.api;

/** Signatures only, see docs/development.md. */
public abstract class SCMRevision implements java.io.Serializable {
    protected SCMRevision(jenkins.scm.api.SCMHead p0) {}

    public native java.lang.String toString();
}
