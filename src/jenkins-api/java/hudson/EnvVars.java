package hudson;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class EnvVars extends java.util.TreeMap<java.lang.String, java.lang.String> {
    public EnvVars() {}
}
