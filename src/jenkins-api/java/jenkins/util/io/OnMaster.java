package jenkins.util.io;

/** Signatures only, see docs/development.md. */
public interface OnMaster {}
