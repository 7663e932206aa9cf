package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.CauseOfBlockage;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import java.util.Optional;
import jenkins.model.Jenkins;

/** What there is to say of a queue item or a build that the queue started. */
final class BuildReports {
    private BuildReports() {}

    static Reported of(HomuBuildAction action, Queue.Item item) {
        String why = Optional.ofNullable(item.getCauseOfBlockage())
                .map(CauseOfBlockage::getShortDescription)
                .orElse("Waits in the queue of Jenkins");
        return report(action, BuilderState.RUNNING, jobUrl(item), why, "");
    }

    private static Optional<String> jobUrl(Queue.Item item) {
        return item.task.getOwnerTask() instanceof Job<?, ?> job ? url(job.getUrl()) : Optional.empty();
    }

    static Reported of(HomuBuildAction action, Run<?, ?> run) {
        Optional<String> url = url(run.getUrl());
        Optional<StatusReport> said = StatusReports.last(run, action.builder()).filter(StatusReport::isFinal);
        if (run.isBuilding() || run.hasntStartedYet()) {
            return said.filter(report -> !report.awaitsEnd())
                    .map(report -> report(action, report.state(), report.url().or(() -> url), report.description(), ""))
                    .orElseGet(() -> report(action, BuilderState.RUNNING, url, "", ""));
        }
        BuildEnd end = end(action, run);
        if (end.state() == BuilderState.SUCCESS && said.isPresent()) {
            // Where its Pipeline said that it failed, and went on, that stands.
            StatusReport report = said.get();
            return report(action, report.state(), report.url().or(() -> url), report.description(), "");
        }
        return report(action, end.state(), url, end.description(), end.details());
    }

    static Reported running(HomuBuildAction action, Run<?, ?> run, String description) {
        return report(action, BuilderState.RUNNING, url(run.getUrl()), description, "");
    }

    static Reported cancelledInQueue(HomuBuildAction action, Queue.Item item) {
        return report(action, BuilderState.CANCELLED, jobUrl(item), "Cancelled in the queue of Jenkins", "");
    }

    static Reported lost(HomuBuildAction action, String why) {
        return report(action, BuilderState.LOST, Optional.empty(), why, "");
    }

    /** Of a build that has ended. */
    static BuildEnd end(HomuBuildAction action, Run<?, ?> run) {
        return BuildEnd.of(run, action, builder(action));
    }

    private static Optional<JenkinsJobBuilder> builder(HomuBuildAction action) {
        return ExtensionList.lookupSingleton(HomuGlobalConfiguration.class)
                .repository(action.label())
                .flatMap(repository -> repository.jobBuilder(action.builder()));
    }

    static Optional<String> url(String path) {
        return Optional.ofNullable(Jenkins.get().getRootUrl()).map(root -> root + path);
    }

    private static Reported report(
            HomuBuildAction action, BuilderState state, Optional<String> url, String description, String details) {
        return new Reported(
                        ReportKind.BUILDER,
                        action.merge(),
                        action.builder(),
                        state,
                        url,
                        description,
                        details,
                        action.restart())
                .of(action.attempt());
    }

    /** Whether a result alone says that the commit is good. */
    static boolean passes(Result result, boolean unstablePasses) {
        return result == Result.SUCCESS || (unstablePasses && result == Result.UNSTABLE);
    }
}
