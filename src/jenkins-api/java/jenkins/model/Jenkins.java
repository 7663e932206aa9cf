package jenkins.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Jenkins extends hudson.model.AbstractCIBase
        implements jenkins.model.DirectlyModifiableTopLevelItemGroup,
                org.kohsuke.stapler.StaplerProxy,
                org.kohsuke.stapler.StaplerFallback,
                hudson.model.ModifiableViewGroup,
                hudson.security.AccessControlled,
                hudson.model.DescriptorByNameOwner,
                jenkins.model.ModelObjectWithContextMenu,
                jenkins.model.ModelObjectWithChildren,
                jenkins.util.io.OnMaster,
                jenkins.model.Loadable {
    public static final hudson.security.Permission ADMINISTER = null;

    public static final org.springframework.security.core.Authentication ANONYMOUS2 = null;

    public static final hudson.security.Permission READ = null;

    public static final hudson.security.Permission SYSTEM_READ = null;

    protected Jenkins(java.io.File p0, jakarta.servlet.ServletContext p1)
            throws java.io.IOException, java.lang.InterruptedException, org.jvnet.hudson.reactor.ReactorException {}

    public static native jenkins.model.Jenkins get() throws java.lang.IllegalStateException;

    public static native org.springframework.security.core.Authentication getAuthentication2();

    public native hudson.model.Computer[] getComputers();

    public native <T extends hudson.model.Describable<T>, D extends hudson.model.Descriptor<T>>
            hudson.DescriptorExtensionList<T, D> getDescriptorList(java.lang.Class<T> p0);

    public native hudson.model.Descriptor getDescriptorOrDie(java.lang.Class<? extends hudson.model.Describable> p0);

    public native java.lang.String getDisplayName();

    public native hudson.init.InitMilestone getInitLevel();

    public native hudson.model.Item getItemByFullName(java.lang.String p0);

    public native hudson.logging.LogRecorderManager getLog();

    public native hudson.ProxyConfiguration getProxy();

    public native java.io.File getRootDir();

    public native java.lang.String getRootUrl() throws java.lang.IllegalStateException;

    public native boolean isTerminating();
}
