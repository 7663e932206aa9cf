package jenkins.scm.api.mixin;

/** Signatures only, see docs/development.md. */
public interface SCMHeadMixin extends java.lang.Comparable<jenkins.scm.api.SCMHead>, java.io.Serializable {}
