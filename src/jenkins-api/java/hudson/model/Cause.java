package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Cause {
    public Cause() {}

    public abstract java.lang.String getShortDescription();
}
