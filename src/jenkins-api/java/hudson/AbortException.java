package hudson;

/** Signatures only, see docs/development.md. */
public class AbortException extends java.io.IOException {
    public AbortException(java.lang.String p0) {}
}
