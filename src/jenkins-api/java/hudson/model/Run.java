package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Run<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>>
        extends hudson.model.Actionable
        implements hudson.ExtensionPoint,
                java.lang.Comparable<RunT>,
                hudson.security.AccessControlled,
                hudson.model.PersistenceRoot,
                hudson.model.DescriptorByNameOwner,
                jenkins.util.io.OnMaster,
                org.kohsuke.stapler.StaplerProxy,
                jenkins.model.HistoricalBuild,
                jenkins.console.WithConsoleUrl {
    protected Run(hudson.model.Job p0) throws java.io.IOException {}

    public native void addAction(hudson.model.Action p0);

    public native java.lang.String getDisplayName();

    public native long getDuration();

    public native hudson.model.Executor getExecutor();

    public native java.util.List<java.lang.String> getLog(int p0) throws java.io.IOException;

    public native int getNumber();

    public native JobT getParent();

    public native hudson.model.Result getResult();

    public final native long getTimeInMillis();

    public native java.lang.String getUrl();

    public native boolean hasntStartedYet();

    public native boolean isBuilding();

    public native void save() throws java.io.IOException;
}
