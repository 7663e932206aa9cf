package jenkins.plugins.git;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractGitSCMSource extends jenkins.scm.api.SCMSource {
    public AbstractGitSCMSource() {}

    public static class SCMRevisionImpl extends jenkins.scm.api.SCMRevision {
        public SCMRevisionImpl(jenkins.scm.api.SCMHead p0, java.lang.String p1) {
            super((jenkins.scm.api.SCMHead) null);
        }
    }
}
