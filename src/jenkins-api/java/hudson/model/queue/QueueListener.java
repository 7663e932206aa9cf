package hudson.model.queue;

/** Signatures only, see docs/development.md. */
public abstract class QueueListener implements hudson.ExtensionPoint {
    public QueueListener() {}

    public native void onEnterBlocked(hudson.model.Queue.BlockedItem p0);

    public native void onEnterBuildable(hudson.model.Queue.BuildableItem p0);

    public native void onLeft(hudson.model.Queue.LeftItem p0);
}
