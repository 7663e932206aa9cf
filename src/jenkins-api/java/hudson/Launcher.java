package hudson;

/** Signatures only, see docs/development.md. */
public abstract class Launcher {
    protected Launcher(hudson.Launcher p0) {}
}
