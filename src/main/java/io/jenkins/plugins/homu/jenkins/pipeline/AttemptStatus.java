package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.trigger.HomuBuildAction;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * The attempt that a build tests, as its Pipeline sees it. A build that the queue started reaches its own attempt only; any
 * other names repository and commit, and may report only builders that are configured with its job.
 */
final class AttemptStatus {
    private final Run<?, ?> run;
    private final TaskListener listener;

    AttemptStatus(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /** An attempt, and whether the queue started this build for it. */
    private record Found(RepositorySettings settings, Attempt attempt, boolean isOwn) {}

    /** What is known of the attempt; empty: this build tests none, or it is over and forgotten. */
    Optional<Map<String, Object>> facts(StatusRequest request) throws AbortException {
        HomuBuildAction own = run.getAction(HomuBuildAction.class);
        if (own != null && request.commit().isEmpty()) {
            return Optional.of(facts(
                    own.repository(),
                    own.kind(),
                    own.pulls(),
                    own.base(),
                    own.merge().value(),
                    own.approvedBy()));
        }
        return find(request)
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

    /** @throws AbortException when the builder can't be reported by this build; the message says what to do */
    void report(StatusRequest request, BuilderState state) throws AbortException {
        String name = request.builder()
                .orElseThrow(() -> new AbortException("homuStatus needs the name of the builder whose result it is."));
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            listener.getLogger().println("homuStatus: nothing waits for this; the attempt is over or was never known.");
            return;
        }
        RepositorySettings settings = found.get().settings();
        BuilderResult known = found.get().attempt().builders().get(name);
        BuilderSettings builder = settings.builder(name).orElse(null);
        if (known == null || builder == null) {
            throw new AbortException(
                    "homuStatus: there is no builder " + LogLine.quote(name) + " in the attempt; it has "
                            + String.join(", ", found.get().attempt().builders().keySet())
                            + ". Correct the name, or add it to the repository " + LogLine.quote(settings.label())
                            + " in the configuration of Homu.");
        }
        if (!builder.kind().reportsByName()) {
            throw new AbortException(
                    "homuStatus: the builder " + LogLine.quote(name) + " reports through GitHub, not through a step.");
        }
        if (!found.get().isOwn() && !isJobOf(builder, found.get().attempt())) {
            throw new AbortException(
                    "homuStatus: the builder " + LogLine.quote(name) + " is not configured with the job "
                            + LogLine.quote(run.getParent().getFullName()) + ", so this build can't speak for it.");
        }
        Reported report = new Reported(
                        ReportKind.BUILDER,
                        found.get().attempt().merge().orElseThrow(),
                        name,
                        state,
                        request.url().or(this::runUrl),
                        request.description(),
                        "",
                        known.restarts())
                .of(found.get().attempt().id());
        runtime().sink().submit(settings.label(), new ResultsReported(List.of(report)));
        listener.getLogger().println("homuStatus: " + name + " is " + state.word());
    }

    private Optional<String> runUrl() {
        return Optional.ofNullable(Jenkins.get().getRootUrl()).map(root -> root + run.getUrl());
    }

    private boolean isJobOf(BuilderSettings builder, Attempt attempt) {
        Optional<String> configured = builder.contextFor(attempt.kind() == Attempt.Kind.TRY);
        Job<?, ?> job = run.getParent();
        ItemGroup<?> parent = job.getParent();
        return configured.equals(Optional.of(job.getFullName()))
                || (parent instanceof Item folder && configured.equals(Optional.of(folder.getFullName())));
    }

    private Optional<Found> find(StatusRequest request) throws AbortException {
        QueueReader reader = runtime().reader();
        HomuBuildAction own = run.getAction(HomuBuildAction.class);
        if (own != null && request.commit().isEmpty()) {
            return reader.settings(own.label()).flatMap(settings -> reader.state(own.label())
                    .flatMap(state -> state.attempt(own.attempt()))
                    .filter(attempt -> attempt.merge().equals(Optional.of(own.merge())))
                    .map(attempt -> new Found(settings, attempt, true)));
        }
        if (request.commit().isEmpty()) {
            return Optional.empty();
        }
        CommitSha commit = commit(request.commit().get());
        for (String label : reader.labels()) {
            Optional<RepositorySettings> settings = reader.settings(label);
            if (settings.isPresent() && isMeant(request, settings.get())) {
                Optional<Attempt> attempt = reader.state(label).flatMap(state -> testing(state, commit));
                if (attempt.isPresent()) {
                    return Optional.of(new Found(settings.get(), attempt.get(), false));
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
                .map(named -> named.equals(settings.label())
                        || named.equalsIgnoreCase(settings.repository().toString())
                        || named.equalsIgnoreCase(settings.testRepository().toString()))
                .orElse(true);
    }

    private static CommitSha commit(String given) throws AbortException {
        try {
            return new CommitSha(given);
        } catch (IllegalArgumentException e) {
            throw new AbortException("homuStatus: " + LogLine.quote(given) + " is not a commit; give all 40 digits.");
        }
    }

    private static HomuRuntime runtime() throws AbortException {
        return QueueAccess.get()
                .runtime()
                .orElseThrow(() -> new AbortException(
                        "homuStatus: the merge queue does not run; the system configuration of Jenkins says why."));
    }
}
