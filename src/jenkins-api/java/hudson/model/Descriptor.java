package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Descriptor<T extends hudson.model.Describable<T>>
        implements jenkins.model.Loadable, hudson.model.Saveable, jenkins.util.io.OnMaster {
    protected Descriptor() {}

    public native boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1)
            throws hudson.model.Descriptor.FormException;

    public native java.lang.String getDisplayName();

    public native void load();

    public native T newInstance(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1)
            throws hudson.model.Descriptor.FormException;

    public native void save();

    public static final class FormException extends java.lang.Exception implements org.kohsuke.stapler.HttpResponse {
        public FormException(java.lang.String p0, java.lang.Throwable p1, java.lang.String p2) {}
    }
}
