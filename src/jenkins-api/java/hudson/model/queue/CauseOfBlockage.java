package hudson.model.queue;

/** Signatures only, see docs/development.md. */
public abstract class CauseOfBlockage {
    public CauseOfBlockage() {}

    public abstract java.lang.String getShortDescription();
}
