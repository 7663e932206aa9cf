package hudson.plugins.git;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Revision implements java.io.Serializable, java.lang.Cloneable {
    public Revision(org.eclipse.jgit.lib.ObjectId p0) {}

    public native java.lang.String getSha1String();
}
