package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class ParameterValue implements java.io.Serializable {
    protected ParameterValue(java.lang.String p0) {}

    public native java.lang.Object getValue();
}
