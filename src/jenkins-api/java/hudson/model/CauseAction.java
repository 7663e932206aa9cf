package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public class CauseAction implements hudson.model.queue.FoldableAction, jenkins.model.RunAction2 {
    public CauseAction(hudson.model.Cause p0) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
