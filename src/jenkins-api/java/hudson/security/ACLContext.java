package hudson.security;

/** Signatures only, see docs/development.md. */
public abstract class ACLContext implements java.lang.AutoCloseable {
    private ACLContext() {}

    public native void close();
}
