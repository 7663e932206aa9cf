package hudson;

/** Signatures only, see docs/development.md. */
public interface ExtensionPoint {}
