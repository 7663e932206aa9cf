package hudson.remoting;

/** Signatures only, see docs/development.md. */
public abstract class CommandTransport {
    protected CommandTransport() {}
}
