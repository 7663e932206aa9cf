package jenkins.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class InterruptedBuildAction extends hudson.model.InvisibleAction {
    public InterruptedBuildAction(java.util.Collection p0) {}

    public native java.util.List<jenkins.model.CauseOfInterruption> getCauses();
}
