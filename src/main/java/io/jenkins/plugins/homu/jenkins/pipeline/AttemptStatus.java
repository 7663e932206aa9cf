package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.jenkins.trigger.BuilderJob;
import io.jenkins.plugins.homu.jenkins.trigger.HomuBuildAction;
import io.jenkins.plugins.homu.jenkins.trigger.StatusReport;
import io.jenkins.plugins.homu.jenkins.trigger.StatusReports;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The attempt that a build tests, as its Pipeline sees it. A build that the queue started reaches its own attempt only; any
 * other names repository and commit. Either speaks for builders that somebody else starts and that are configured with
 * its job; one that the queue started speaks for its own builder, too, which passes by the end of the build only.
 */
final class AttemptStatus {
    private final Run<?, ?> run;
    private final TaskListener listener;

    AttemptStatus(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    private record Found(RepositorySettings settings, Attempt attempt) {}

    /** What is known of the attempt; empty: this build tests none, or it is over and forgotten. */
    Optional<Map<String, Object>> facts(StatusRequest request) throws AbortException {
        Optional<HomuBuildAction> own = own(request);
        if (own.isPresent()) {
            HomuBuildAction action = own.get();
            return Optional.of(facts(
                    action.repository(),
                    action.kind(),
                    action.pulls(),
                    action.base(),
                    action.merge().value(),
                    action.approvedBy()));
        }
        if (request.commit().isEmpty()) {
            return Optional.empty();
        }
        return find(runtime().reader(), request)
                .map(found -> facts(
                        found.settings().repository().toString(),
                        found.attempt().kind().name().toLowerCase(Locale.ROOT),
                        found.attempt().pulls().stream()
                                .map(AttemptMember::number)
                                .toList(),
                        found.attempt().baseRef(),
                        found.attempt().merge().orElseThrow().value(),
                        found.attempt().pulls().stream()
                                .map(AttemptMember::approver)
                                .distinct()
                                .collect(Collectors.joining(","))));
    }

    /** A change of the configuration may be starting the queue anew: to refresh it is to wait for that. */
    private static HomuRuntime runtime() throws AbortException {
        QueueAccess access = QueueAccess.get();
        if (access.runtime().isEmpty()) {
            access.refresh();
        }
        return access.runtime()
                .orElseThrow(() -> new AbortException(
                        "homuStatus: the merge queue does not run; the system configuration of Jenkins says why."));
    }

    /** Of kinds that a Pipeline can keep. */
    private static Map<String, Object> facts(
            String repository, String kind, List<Integer> pulls, String base, String merge, String approvedBy) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("repository", repository);
        facts.put("kind", kind);
        facts.put("pulls", new ArrayList<>(pulls));
        facts.put("base", base);
        facts.put("mergeSha", merge);
        facts.put("approvedBy", approvedBy);
        return facts;
    }

    /** Whether the queue started this build, for any builder. */
    boolean isStartedByTheQueue() {
        return run.getAction(HomuBuildAction.class) != null;
    }

    /** Whether the queue started this build for that very builder. */
    boolean isOwn(String builder) {
        HomuBuildAction own = run.getAction(HomuBuildAction.class);
        return own != null && own.builder().equals(builder);
    }

    /** Whether what is UNSTABLE is good enough for the builder. */
    boolean unstablePasses(StatusRequest request) throws AbortException {
        Optional<String> label = own(request).map(HomuBuildAction::label).or(() -> QueueAccess.get()
                .runtime()
                .map(HomuRuntime::reader)
                .flatMap(reader -> reader.labels().stream()
                        .filter(one -> reader.settings(one)
                                .filter(settings -> isMeant(request, settings))
                                .isPresent())
                        .findFirst()));
        return label.flatMap(HomuGlobalConfiguration.get()::repository)
                .flatMap(repository -> repository.jobBuilder(request.builder().orElseThrow()))
                .map(JenkinsJobBuilder::isUnstablePasses)
                .orElse(false);
    }

    /**
     * Keeps the report with the build, and tells the queue. Where that is not there to hear it, it finds it when it is.
     *
     * @throws AbortException when the builder can't be reported by this build; the message says what to do
     * @throws IOException when it can't be kept
     */
    void report(StatusRequest request, StatusWord word) throws IOException {
        String name = request.builder()
                .orElseThrow(() -> new AbortException("homuStatus needs the name of the builder whose result it is."));
        Optional<HomuBuildAction> own = own(request);
        if (own.isEmpty() && request.commit().isEmpty()) {
            say("nothing waits for this; the queue did not start this build, and no commit is given.");
            return;
        }
        Optional<HomuRuntime> running = QueueAccess.get().runtime().filter(HomuRuntime::isRunning);
        Optional<Found> found = Optional.empty();
        if (running.isPresent()) {
            found = find(running.get().reader(), request);
            if (found.isEmpty()) {
                say("nothing waits for this; the attempt is over or was never known.");
                return;
            }
            check(name, found.get());
        }
        Optional<Found> known = found;
        StatusReport report = new StatusReport(
                own.map(HomuBuildAction::attempt)
                        .or(() -> known.map(one -> one.attempt().id())),
                own.map(HomuBuildAction::label)
                        .or(() -> known.map(one -> one.settings().label()))
                        .or(request::repository),
                own.isPresent() ? own.get().merge() : commit(request.commit().orElseThrow()),
                name,
                isOwn(name) ? own.orElseThrow().restart() : 0,
                word.state(),
                request.url(),
                word.description(),
                word.awaitsEnd());
        StatusReports.keep(run, report);
        if (word.awaitsEnd()) {
            say(name + " is " + word.inWords() + " so far; it counts when this build has ended.");
        } else if (running.isPresent()
                && StatusReports.tell(
                        running.get(),
                        known.orElseThrow().settings().label(),
                        known.orElseThrow().attempt().id(),
                        run,
                        report)) {
            say(name + " is " + word.inWords());
        } else {
            say(name + " is " + word.inWords()
                    + "; the merge queue does not run at the moment, and finds that here when it does.");
        }
    }

    private void say(String text) {
        listener.getLogger().println("homuStatus: " + text);
    }

    private void check(String name, Found found) throws AbortException {
        RepositorySettings settings = found.settings();
        Attempt attempt = found.attempt();
        BuilderSettings builder = settings.builder(name).orElse(null);
        if (builder == null || !attempt.builders().containsKey(name)) {
            throw new AbortException("homuStatus: there is no builder " + LogLine.quote(name)
                    + " in the attempt; it has "
                    + String.join(", ", attempt.builders().keySet())
                    + ". Correct the name, or add it to the repository " + LogLine.quote(settings.label())
                    + " in the configuration of Homu.");
        }
        if (!builder.kind().reportsByName()) {
            throw new AbortException(
                    "homuStatus: the builder " + LogLine.quote(name) + " reports through GitHub, not through a step.");
        }
        if (isOwn(name)) {
            return;
        }
        if (builder.kind() != BuilderSettings.Kind.REPORTED) {
            throw new AbortException("homuStatus: the builder " + LogLine.quote(name)
                    + " speaks for itself, by builds of its own. If builds like this one are to speak for it, make it a"
                    + " Jenkins job with start: false in the configuration of Homu.");
        }
        String job = run.getParent().getFullName();
        boolean isItsJob = BuilderJob.of(builder, attempt.kind() == Attempt.Kind.TRY, attempt.ciBranch())
                .filter(its -> its.getFullName().equals(job))
                .isPresent();
        if (!isItsJob) {
            throw new AbortException("homuStatus: the builder " + LogLine.quote(name)
                    + " is not configured with the job " + LogLine.quote(job) + " for the branch "
                    + LogLine.quote(attempt.ciBranch()) + ", so this build can't speak for it.");
        }
    }

    /**
     * What the queue started this build for.
     *
     * @throws AbortException when the request names another attempt
     */
    private Optional<HomuBuildAction> own(StatusRequest request) throws AbortException {
        HomuBuildAction own = run.getAction(HomuBuildAction.class);
        if (own == null) {
            return Optional.empty();
        }
        boolean isItsCommit =
                request.commit().isEmpty() || commit(request.commit().get()).equals(own.merge());
        if (!isItsCommit || !isItsRepository(request, own)) {
            throw new AbortException("homuStatus: the queue started this build to test "
                    + own.merge().abbreviated() + " of " + LogLine.quote(own.repository())
                    + ", so it reaches nothing else. Leave out repository and commit.");
        }
        return Optional.of(own);
    }

    private static boolean isItsRepository(StatusRequest request, HomuBuildAction own) {
        return request.repository()
                .map(named -> named.equals(own.label())
                        || named.equalsIgnoreCase(own.repository())
                        || QueueAccess.get()
                                .runtime()
                                .flatMap(runtime -> runtime.reader().settings(own.label()))
                                .filter(settings -> StatusReport.isMeant(named, settings))
                                .isPresent())
                .orElse(true);
    }

    private Optional<Found> find(QueueReader reader, StatusRequest request) throws AbortException {
        Optional<HomuBuildAction> own = own(request);
        if (own.isPresent()) {
            HomuBuildAction action = own.get();
            return reader.settings(action.label()).flatMap(settings -> reader.state(action.label())
                    .flatMap(state -> state.attempt(action.attempt()))
                    .filter(attempt -> attempt.merge().equals(Optional.of(action.merge())))
                    .map(attempt -> new Found(settings, attempt)));
        }
        CommitSha commit = commit(request.commit().orElseThrow());
        for (String label : reader.labels()) {
            Optional<RepositorySettings> settings = reader.settings(label);
            if (settings.isPresent() && isMeant(request, settings.get())) {
                Optional<Attempt> attempt = reader.state(label).flatMap(state -> testing(state, commit));
                if (attempt.isPresent()) {
                    return Optional.of(new Found(settings.get(), attempt.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Attempt> testing(RepositoryState state, CommitSha commit) {
        return state.attempts().values().stream()
                .filter(attempt -> attempt.merge().equals(Optional.of(commit)))
                .reduce((one, other) -> other);
    }

    private static boolean isMeant(StatusRequest request, RepositorySettings settings) {
        return request.repository()
                .map(named -> StatusReport.isMeant(named, settings))
                .orElse(true);
    }

    private static CommitSha commit(String given) throws AbortException {
        try {
            return new CommitSha(given);
        } catch (IllegalArgumentException e) {
            throw new AbortException("homuStatus: " + LogLine.quote(given) + " is not a commit; give all 40 digits.");
        }
    }
}
