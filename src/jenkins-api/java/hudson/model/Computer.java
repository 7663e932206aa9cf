package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Computer extends hudson.model.Actionable
        implements hudson.security.AccessControlled,
                jenkins.model.IComputer,
                hudson.model.ExecutorListener,
                hudson.model.DescriptorByNameOwner,
                org.kohsuke.stapler.StaplerProxy,
                jenkins.widgets.HasWidgets {
    protected Computer(hudson.model.Node p0) {}

    public native java.util.List<hudson.model.Executor> getAllExecutors();

    public abstract hudson.remoting.VirtualChannel getChannel();

    public native java.lang.String getDisplayName();

    public native java.lang.String getName();
}
