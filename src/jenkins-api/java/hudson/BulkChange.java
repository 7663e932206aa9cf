package hudson;

/** Signatures only, see docs/development.md. */
public class BulkChange implements java.io.Closeable {
    public BulkChange(hudson.model.Saveable p0) {}

    public native void close();

    public native void commit() throws java.io.IOException;
}
