package jenkins.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ParameterizedJobMixIn<
        JobT extends
                hudson.model.Job<JobT, RunT> & jenkins.model.ParameterizedJobMixIn.ParameterizedJob<JobT, RunT>
                        & hudson.model.Queue.Task,
        RunT extends hudson.model.Run<JobT, RunT> & hudson.model.Queue.Executable> {
    public ParameterizedJobMixIn() {}

    public static native hudson.model.Queue.Item scheduleBuild2(
            hudson.model.Job<?, ?> p0, int p1, hudson.model.Action... p2);

    @SuppressWarnings("rawtypes")
    public interface ParameterizedJob<
                    JobT extends
                            hudson.model.Job<JobT, RunT>
                                    & jenkins.model.ParameterizedJobMixIn.ParameterizedJob<JobT, RunT>
                                    & hudson.model.Queue.Task,
                    RunT extends hudson.model.Run<JobT, RunT> & hudson.model.Queue.Executable>
            extends hudson.model.BuildableItem, jenkins.triggers.TriggeredItem {}
}
