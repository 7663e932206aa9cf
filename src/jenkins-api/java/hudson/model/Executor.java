package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class Executor extends java.lang.Thread implements hudson.model.ModelObject, jenkins.model.IExecutor {
    public Executor(hudson.model.Computer p0, int p1) {}

    public native hudson.model.Queue.Executable getCurrentExecutable();

    public native java.lang.String getDisplayName();

    public native hudson.model.Computer getOwner();

    public native void interrupt(hudson.model.Result p0, jenkins.model.CauseOfInterruption... p1);
}
