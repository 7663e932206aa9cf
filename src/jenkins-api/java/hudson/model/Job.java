package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Job<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>>
        extends hudson.model.AbstractItem
        implements hudson.ExtensionPoint,
                org.kohsuke.stapler.StaplerOverridable,
                jenkins.model.ModelObjectWithChildren,
                jenkins.widgets.HasWidgets {
    protected Job(hudson.model.ItemGroup p0, java.lang.String p1) {
        super((hudson.model.ItemGroup) null, (java.lang.String) null);
    }

    public native hudson.util.RunList<RunT> getBuilds();

    public native <T extends hudson.model.JobProperty> T getProperty(java.lang.Class<T> p0);

    public abstract boolean isBuildable();
}
