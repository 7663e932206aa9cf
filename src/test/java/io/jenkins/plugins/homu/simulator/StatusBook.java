package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.json.CheckEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The statuses, check runs, check suites and workflow runs of a repository. Used under the repository's lock. */
public final class StatusBook {

    private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");
    private static final int MOST_STATUSES = 1000;
    private static final int LONGEST_DESCRIPTION = 140;

    private final SimRepository repository;
    private final Map<String, List<SimStatus>> statuses = new HashMap<>();
    private final Map<Long, SimCheckRun> runs = new TreeMap<>();
    private final Map<String, List<Long>> runsOf = new HashMap<>();
    private final Map<Long, SimCheckSuite> suites = new TreeMap<>();
    private final Map<Long, SimWorkflowRun> workflows = new TreeMap<>();

    StatusBook(SimRepository repository) {
        this.repository = repository;
    }

    public SimStatus post(String sha, String context, String state, String url, String description, SimUser creator) {
        if (repository.git().objects().commit(sha).isEmpty()) {
            throw new Refusal(422, "No commit found for SHA: " + sha);
        }
        if (state == null || !STATES.contains(state)) {
            throw Refusal.invalid("Status", "state", "custom", "state is not included in the list");
        }
        if (description != null && description.codePointCount(0, description.length()) > LONGEST_DESCRIPTION) {
            throw Refusal.invalid(
                    "Status", "description", "custom", "description is too long (maximum is 140 characters)");
        }
        String name = context == null || context.isEmpty() ? "default" : context;
        List<SimStatus> known = statuses.computeIfAbsent(sha, key -> new ArrayList<>());
        if (known.stream().filter(status -> status.context().equals(name)).count() >= MOST_STATUSES) {
            throw Refusal.invalid(
                    "Status", "context", "custom", "This SHA and context has reached the maximum number of statuses.");
        }
        SimStatus status = new SimStatus(
                repository.simulator().nextId(), sha, name, state, url, description, creator, repository.now());
        known.add(0, status);
        repository.emit("status", null, creator, () -> CheckEvents.status(repository, status));
        return status;
    }

    /** All statuses of a commit, newest first. */
    public List<SimStatus> all(String sha) {
        return List.copyOf(statuses.getOrDefault(sha, List.of()));
    }

    /** The newest status of each context of a commit. */
    public Collection<SimStatus> latest(String sha) {
        Map<String, SimStatus> result = new LinkedHashMap<>();
        statuses.getOrDefault(sha, List.of()).forEach(status -> result.putIfAbsent(status.context(), status));
        return result.values();
    }

    /** GitHub's combination: failure before pending before success, pending when there is none. */
    public String combined(String sha) {
        Collection<SimStatus> latest = latest(sha);
        if (latest.stream()
                .anyMatch(s -> s.state().equals("failure") || s.state().equals("error"))) {
            return "failure";
        }
        return latest.isEmpty() || latest.stream().anyMatch(s -> s.state().equals("pending")) ? "pending" : "success";
    }

    /** The state of a context or check on a commit: success, pending, failure, or empty when there is none. */
    String outcome(String sha, String context) {
        for (SimStatus status : latest(sha)) {
            if (status.context().equals(context)) {
                return status.state();
            }
        }
        return runs(sha, true).stream()
                .filter(run -> run.name().equals(context))
                .findFirst()
                .map(run -> !run.completed()
                        ? "pending"
                        : Set.of("success", "neutral", "skipped").contains(run.conclusion()) ? "success" : "failure")
                .orElse("");
    }

    /** The check runs of a commit, newest first; of each name and App only the newest when latest is set. */
    public List<SimCheckRun> runs(String sha, boolean latest) {
        List<SimCheckRun> all = runsOf.getOrDefault(sha, List.of()).stream()
                .sorted(Comparator.reverseOrder())
                .map(runs::get)
                .toList();
        if (!latest) {
            return all;
        }
        Map<String, SimCheckRun> result = new LinkedHashMap<>();
        all.forEach(run -> result.putIfAbsent(run.app().id() + "/" + run.name(), run));
        return List.copyOf(result.values());
    }

    public Optional<SimCheckRun> run(long id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** The suite of an App on a commit, made when there is none yet. */
    public SimCheckSuite suite(SimApp app, String sha) {
        return suites(sha).stream()
                .filter(suite -> suite.app().id() == app.id())
                .findFirst()
                .orElseGet(() -> {
                    String branch =
                            repository.branchesAt(sha).stream().findFirst().orElse(null);
                    SimCheckSuite suite =
                            new SimCheckSuite(repository.simulator().nextId(), app, sha, branch, repository.now());
                    suites.put(suite.id(), suite);
                    return suite;
                });
    }

    public List<SimCheckSuite> suites(String sha) {
        return suites.values().stream()
                .filter(suite -> suite.headSha().equals(sha))
                .toList();
    }

    public SimCheckSuite suite(long id) {
        return suites.get(id);
    }

    public List<SimCheckRun> runsIn(SimCheckSuite suite) {
        return runs(suite.headSha(), true).stream()
                .filter(run -> run.suite() == suite.id())
                .toList();
    }

    /** Stores a new or changed check run (identifier 0: a new one) and sends its events. */
    public SimCheckRun save(SimCheckRun draft, SimUser actor) {
        if (repository.git().objects().commit(draft.headSha()).isEmpty()) {
            throw new Refusal(422, "No commit found for SHA: " + draft.headSha());
        }
        if (draft.completed() && draft.conclusion() == null) {
            throw new Refusal(
                    422,
                    "Invalid request.\n\nNo subschema in \"anyOf\" matched.\nFor 'allOf/0', conclusion is missing.");
        }
        boolean fresh = draft.id() == 0;
        Instant now = repository.now();
        SimCheckSuite suite = fresh ? suite(draft.app(), draft.headSha()) : suites.get(draft.suite());
        SimCheckRun run = new SimCheckRun(
                fresh ? repository.simulator().nextId() : draft.id(),
                suite.id(),
                draft.app(),
                draft.name(),
                draft.headSha(),
                draft.conclusion() == null ? draft.status() : "completed",
                draft.conclusion(),
                draft.detailsUrl(),
                draft.externalId(),
                draft.startedAt() == null ? now : draft.startedAt(),
                draft.conclusion() == null ? null : draft.completedAt() == null ? now : draft.completedAt(),
                draft.title(),
                draft.summary(),
                draft.text());
        SimCheckRun old = runs.put(run.id(), run);
        if (fresh) {
            runsOf.computeIfAbsent(run.headSha(), key -> new ArrayList<>()).add(run.id());
            repository.emit("check_run", "created", actor, () -> CheckEvents.checkRun(repository, "created", run));
        }
        if (run.completed() && (old == null || !old.completed())) {
            repository.emit("check_run", "completed", actor, () -> CheckEvents.checkRun(repository, "completed", run));
            if (runsIn(suite).stream().allMatch(SimCheckRun::completed)) {
                repository.emit(
                        "check_suite",
                        "completed",
                        actor,
                        () -> CheckEvents.checkSuite(repository, "completed", suite));
            }
        }
        return run;
    }

    public List<SimWorkflowRun> workflows(String sha) {
        return workflows.values().stream()
                .filter(run -> sha == null || run.headSha().equals(sha))
                .sorted(Comparator.comparing(SimWorkflowRun::id).reversed())
                .toList();
    }

    public Optional<SimWorkflowRun> workflow(long id) {
        return Optional.ofNullable(workflows.get(id));
    }

    SimWorkflowRun start(String name, String sha, String branch, String event, SimUser actor) {
        SimApp actions = repository.simulator().actionsApp();
        Instant now = repository.now();
        SimWorkflowRun run = new SimWorkflowRun(
                repository.simulator().nextId(),
                workflows.size() + 1,
                name,
                sha,
                branch,
                event,
                "in_progress",
                null,
                1,
                suite(actions, sha).id(),
                actor,
                now,
                now);
        return save(run, "requested", actor);
    }

    public SimWorkflowRun finish(SimWorkflowRun run, String conclusion, SimUser actor) {
        return save(run.in("completed", conclusion, run.attempt(), repository.now()), "completed", actor);
    }

    /** Cancels a workflow run with the check runs of its suite that still run. */
    public void cancel(SimWorkflowRun run, SimUser actor) {
        if (run.status().equals("completed")) {
            throw new Refusal(409, "Cannot cancel a workflow run that is completed.");
        }
        for (SimCheckRun check : runsIn(suites.get(run.suite()))) {
            if (!check.completed()) {
                save(concluded(check, "cancelled"), actor);
            }
        }
        finish(run, "cancelled", actor);
    }

    public void rerun(SimWorkflowRun run, SimUser actor) {
        if (!run.status().equals("completed")) {
            throw new Refusal(403, "The workflow run containing this job is already running");
        }
        save(run.in("queued", null, run.attempt() + 1, repository.now()), "requested", actor);
    }

    private SimWorkflowRun save(SimWorkflowRun run, String action, SimUser actor) {
        workflows.put(run.id(), run);
        repository.emit("workflow_run", action, actor, () -> CheckEvents.workflowRun(repository, action, run));
        return run;
    }

    static SimCheckRun concluded(SimCheckRun run, String conclusion) {
        return new SimCheckRun(
                run.id(),
                run.suite(),
                run.app(),
                run.name(),
                run.headSha(),
                "completed",
                conclusion,
                run.detailsUrl(),
                run.externalId(),
                run.startedAt(),
                null,
                run.title(),
                run.summary(),
                run.text());
    }
}
