package hudson;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ExtensionList<T> extends java.util.AbstractList<T> implements jenkins.util.io.OnMaster {
    protected ExtensionList(hudson.model.Hudson p0, java.lang.Class p1) {}

    public native java.util.Iterator<T> iterator();

    public static native <T> hudson.ExtensionList<T> lookup(java.lang.Class<T> p0);

    public static native <U> U lookupFirst(java.lang.Class<U> p0);

    public static native <U> U lookupSingleton(java.lang.Class<U> p0);
}
