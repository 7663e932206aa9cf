package hudson.plugins.git;

/** Signatures only, see docs/development.md. */
public abstract class RevisionParameterAction extends hudson.model.InvisibleAction
        implements java.io.Serializable, hudson.model.Queue.QueueAction, hudson.model.queue.FoldableAction {
    public RevisionParameterAction(java.lang.String p0, boolean p1) {}

    public native boolean canOriginateFrom(java.lang.Iterable<org.eclipse.jgit.transport.RemoteConfig> p0);

    public native boolean shouldSchedule(java.util.List<hudson.model.Action> p0);
}
