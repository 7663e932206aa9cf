package hudson.plugins.git.util;

/** Signatures only, see docs/development.md. */
public abstract class Build implements java.io.Serializable, java.lang.Cloneable {
    public Build(hudson.plugins.git.Revision p0, int p1, hudson.model.Result p2) {}

    public native int getBuildNumber();

    public native hudson.plugins.git.Revision getMarked();

    public native hudson.plugins.git.Revision getRevision();
}
