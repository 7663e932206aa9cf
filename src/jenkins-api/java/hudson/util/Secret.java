package hudson.util;

/** Signatures only, see docs/development.md. */
public abstract class Secret implements java.io.Serializable {
    private Secret() {}

    public native java.lang.String getPlainText();
}
