package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;

/** Tells the queue how its builds fare. */
@Extension
public class BuildListener extends RunListener<Run<?, ?>> {
    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        HomuBuildAction action = run.getAction(HomuBuildAction.class);
        if (action != null) {
            Submission.of(action, BuildReports.running(action, run, ""));
        }
    }

    @Override
    public void onFinalized(Run<?, ?> run) {
        HomuBuildAction action = run.getAction(HomuBuildAction.class);
        if (action != null) {
            Submission.of(action, BuildReports.of(action, run));
            StatusReports.atEnd(action, run).forEach(report -> Submission.of(action, report));
        }
    }
}
