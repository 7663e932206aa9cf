package hudson.util;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class RunList<R extends hudson.model.Run> extends java.util.AbstractList<R> {
    public RunList() {}

    public native java.util.Iterator<R> iterator();
}
