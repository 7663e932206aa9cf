package hudson.model.listeners;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class RunListener<R extends hudson.model.Run> implements hudson.ExtensionPoint {
    protected RunListener() {}

    public native void onCompleted(R p0, hudson.model.TaskListener p1);

    public native void onFinalized(R p0);

    public native void onStarted(R p0, hudson.model.TaskListener p1);
}
