package hudson.cli;

/** Signatures only, see docs/development.md. */
public abstract class CLICommand implements hudson.ExtensionPoint, java.lang.Cloneable {
    public java.io.PrintStream stdout;

    public CLICommand() {}

    public abstract java.lang.String getShortDescription();

    protected abstract int run() throws java.lang.Exception;
}
