package hudson.logging;

/** Signatures only, see docs/development.md. */
public abstract class LogRecorderManager extends hudson.model.AbstractModelObject
        implements jenkins.model.ModelObjectWithChildren, org.kohsuke.stapler.StaplerProxy {
    public LogRecorderManager() {}

    public native java.lang.String getDisplayName();

    public native java.util.List<hudson.logging.LogRecorder> getRecorders();
}
