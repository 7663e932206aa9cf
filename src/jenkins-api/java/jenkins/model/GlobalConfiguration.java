package jenkins.model;

/** Signatures only, see docs/development.md. */
public abstract class GlobalConfiguration extends hudson.model.Descriptor<jenkins.model.GlobalConfiguration>
        implements hudson.ExtensionPoint, hudson.model.Describable<jenkins.model.GlobalConfiguration> {
    protected GlobalConfiguration() {}

    public native boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1)
            throws hudson.model.Descriptor.FormException;
}
