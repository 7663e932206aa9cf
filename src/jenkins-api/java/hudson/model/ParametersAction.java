package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public class ParametersAction
        implements jenkins.model.RunAction2,
                hudson.model.Queue.QueueAction,
                hudson.model.EnvironmentContributingAction,
                hudson.model.labels.LabelAssignmentAction {
    public ParametersAction(java.util.List p0, java.util.Collection p1) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();

    public native boolean shouldSchedule(java.util.List<hudson.model.Action> p0);
}
