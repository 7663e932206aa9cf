package hudson.util;

/** Signatures only, see docs/development.md. */
public abstract class Secret implements java.io.Serializable {
    private Secret() {}

    public static native hudson.util.Secret fromString(java.lang.String p0);

    public native java.lang.String getPlainText();
}
