package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractProject<
                P extends hudson.model.AbstractProject<P, R>, R extends hudson.model.AbstractBuild<P, R>>
        extends hudson.model.Job<P, R>
        implements hudson.model.BuildableItem,
                jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<P, R>,
                jenkins.model.ParameterizedJobMixIn.ParameterizedJob<P, R> {
    protected AbstractProject(hudson.model.ItemGroup p0, java.lang.String p1) {
        super((hudson.model.ItemGroup) null, (java.lang.String) null);
    }

    public native boolean isBuildable();
}
