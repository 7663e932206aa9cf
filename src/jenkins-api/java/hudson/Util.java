package hudson;

/** Signatures only, see docs/development.md. */
public abstract class Util {
    public Util() {}

    public static native java.lang.String fixEmptyAndTrim(java.lang.String p0);

    public static native java.lang.String getTimeSpanString(long p0);
}
