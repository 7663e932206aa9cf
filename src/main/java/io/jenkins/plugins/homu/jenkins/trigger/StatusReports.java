package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Pipeline said by the step {@code homuStatus}, kept with its build: the queue may not be there to hear it, or end
 * before it has dealt with it. It looks here when it compares.
 */
public final class StatusReports extends InvisibleAction {
    /** Builds that report may have begun before the attempt did. */
    private static final Duration LONGEST_BUILD = Duration.ofDays(1);

    private static final Set<BuilderState> NO_WORD = Set.of(BuilderState.LOST, BuilderState.UNUSABLE);

    /** Replaced, never changed, as it may be being stored. */
    private volatile ArrayList<StatusReport> all = new ArrayList<>();

    /** Durable when this returns. */
    public static void keep(Run<?, ?> run, StatusReport report) throws IOException {
        synchronized (StatusReports.class) {
            StatusReports reports = run.getAction(StatusReports.class);
            if (reports == null) {
                reports = new StatusReports();
                reports.put(report);
                run.addAction(reports);
            } else {
                reports.put(report);
            }
        }
        run.save();
    }

    /** Whether the queue took it; if not, it finds it later. */
    public static boolean tell(HomuRuntime runtime, String label, long attempt, Run<?, ?> run, StatusReport report) {
        return runtime.sink().submit(label, new ResultsReported(List.of(reported(report, attempt, run))));
    }

    private void put(StatusReport report) {
        ArrayList<StatusReport> next = new ArrayList<>(all);
        next.removeIf(earlier -> earlier.isReplacedBy(report));
        next.add(report);
        all = next;
    }

    private static List<StatusReport> of(Run<?, ?> run) {
        StatusReports reports = run.getAction(StatusReports.class);
        return reports == null ? List.of() : reports.all;
    }

    /** The last word on a builder. */
    static Optional<StatusReport> last(Run<?, ?> run, String builder) {
        return of(run).stream()
                .filter(report -> report.builder().equals(builder))
                .reduce((one, other) -> other);
    }

    /** What a build that has ended says of others than its own builder, and did not say before. */
    static List<Reported> atEnd(HomuBuildAction action, Run<?, ?> run) {
        return of(run).stream()
                .filter(report -> report.awaitsEnd() && !report.builder().equals(action.builder()))
                .map(report -> reported(report, action.attempt(), run))
                .filter(report -> report.state().isFinal())
                .toList();
    }

    /** The last word of any build on a builder whose builds somebody else starts. */
    static Optional<Reported> find(Build build) {
        Attempt attempt = build.attempt();
        Optional<Job<?, ?>> job =
                BuilderJob.of(build.builder(), attempt.kind() == Attempt.Kind.TRY, attempt.ciBranch());
        if (job.isEmpty()) {
            return Optional.empty();
        }
        long oldest = attempt.createdAt().minus(LONGEST_BUILD).toEpochMilli();
        Optional<Reported> newest = Optional.empty();
        long at = Long.MIN_VALUE;
        for (Run<?, ?> run : job.get().getBuilds()) {
            for (StatusReport report : of(run)) {
                if (report.isOf(build) && report.at() > at) {
                    newest = Optional.of(reported(report, attempt.id(), run));
                    at = report.at();
                }
            }
            if (run.getTimeInMillis() < oldest) {
                break;
            }
        }
        return newest;
    }

    private static Reported reported(StatusReport report, long attempt, Run<?, ?> run) {
        boolean isOpen = report.awaitsEnd() && !hasEndedForGood(run);
        return report.reported(attempt, isOpen ? BuilderState.RUNNING : report.state(), BuildReports.url(run.getUrl()));
    }

    /** One that is lost is started again, and says more then; one of another commit says nothing. */
    private static boolean hasEndedForGood(Run<?, ?> run) {
        HomuBuildAction action = run.getAction(HomuBuildAction.class);
        return !run.isBuilding()
                && (action == null
                        || !NO_WORD.contains(BuildReports.end(action, run).state()));
    }
}
