package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class User extends hudson.model.AbstractModelObject
        implements hudson.security.AccessControlled,
                hudson.model.DescriptorByNameOwner,
                jenkins.model.Loadable,
                hudson.model.Saveable,
                java.lang.Comparable<hudson.model.User>,
                jenkins.model.ModelObjectWithContextMenu,
                org.kohsuke.stapler.StaplerProxy {
    private User() {}

    public native java.lang.String getDisplayName();
}
