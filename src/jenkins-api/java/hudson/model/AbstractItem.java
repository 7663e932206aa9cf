package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractItem extends hudson.model.Actionable
        implements jenkins.model.Loadable,
                hudson.model.Item,
                org.kohsuke.stapler.HttpDeletable,
                hudson.security.AccessControlled,
                hudson.model.DescriptorByNameOwner,
                org.kohsuke.stapler.StaplerProxy {
    protected AbstractItem(hudson.model.ItemGroup p0, java.lang.String p1) {}

    public native java.lang.String getDisplayName();

    public final native java.lang.String getFullName();

    public native hudson.model.ItemGroup getParent();

    public final native java.lang.String getUrl();
}
