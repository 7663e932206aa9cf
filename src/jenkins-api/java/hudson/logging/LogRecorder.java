package hudson.logging;

/** Signatures only, see docs/development.md. */
public class LogRecorder extends hudson.model.AbstractModelObject
        implements jenkins.model.Loadable, hudson.model.Saveable {
    public LogRecorder(java.lang.String p0) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getName();

    public native void setLoggers(java.util.List<hudson.logging.LogRecorder.Target> p0);

    public static final class Target {
        public Target(java.lang.String p0, java.util.logging.Level p1) {}
    }
}
