package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractBuild<
                P extends hudson.model.AbstractProject<P, R>, R extends hudson.model.AbstractBuild<P, R>>
        extends hudson.model.Run<P, R>
        implements hudson.model.Queue.Executable,
                jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<P, R>,
                jenkins.scm.RunWithSCM<P, R> {
    protected AbstractBuild(hudson.model.AbstractProject p0) throws java.io.IOException {
        super((hudson.model.Job) null);
    }
}
