package hudson.remoting;

/** Signatures only, see docs/development.md. */
public interface VirtualChannel {}
