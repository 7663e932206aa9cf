package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class LoadBalancer implements hudson.ExtensionPoint {
    public LoadBalancer() {}
}
