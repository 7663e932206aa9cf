package jenkins.scm.api;

/** Signatures only, see docs/development.md. */
public abstract class SCMHead implements jenkins.scm.api.mixin.SCMHeadMixin {
    public SCMHead(java.lang.String p0) {}
}
