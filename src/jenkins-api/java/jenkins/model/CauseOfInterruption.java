package jenkins.model;

/** Signatures only, see docs/development.md. */
public abstract class CauseOfInterruption implements java.io.Serializable {
    public CauseOfInterruption() {}

    public abstract java.lang.String getShortDescription();

    public abstract static class UserInterruption extends jenkins.model.CauseOfInterruption {
        private UserInterruption() {}

        public native java.lang.String getShortDescription();
    }
}
