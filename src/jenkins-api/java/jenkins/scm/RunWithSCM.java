package jenkins.scm;

/** Signatures only, see docs/development.md. */
public interface RunWithSCM<
        JobT extends hudson.model.Job<JobT, RunT>,
        RunT extends hudson.model.Run<JobT, RunT> & jenkins.scm.RunWithSCM<JobT, RunT>> {}
