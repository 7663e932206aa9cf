package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimCheckRun;
import io.jenkins.plugins.homu.simulator.SimCheckSuite;
import io.jenkins.plugins.homu.simulator.SimWorkflowRun;
import io.jenkins.plugins.homu.simulator.json.CheckJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** Check runs and suites, and the workflow runs of GitHub Actions. */
final class CheckRoutes {

    private static final String REPO = "/repos/{owner}/{repo}";
    private static final Set<String> STATUSES =
            Set.of("queued", "in_progress", "completed", "waiting", "requested", "pending");
    private static final Set<String> CONCLUSIONS =
            Set.of("action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out");

    private CheckRoutes() {}

    /** The lists below a commit, which have to come before the commit itself. */
    static void addOfCommit(Routes routes, String commits) {
        routes.get(
                commits + "/{ref...}/check-runs", request -> {
                    String sha = CommitRoutes.commit(request).oid();
                    String name = request.query("check_name", null);
                    String status = request.query("status", null);
                    String app = request.query("app_id", null);
                    List<SimCheckRun> runs = request
                            .repository()
                            .statuses()
                            .runs(sha, request.query("filter", "latest").equals("latest"))
                            .stream()
                            .filter(run -> name == null || run.name().equals(name))
                            .filter(run -> status == null || run.status().equals(status))
                            .filter(run ->
                                    app == null || Long.toString(run.app().id()).equals(app))
                            .toList();
                    ObjectNode node = Json.object().put("total_count", runs.size());
                    node.set(
                            "check_runs",
                            Json.array(request.slice(runs), run -> CheckJson.run(request.repository(), run, false)));
                    return request.paged(ApiAnswer.ok(node), runs.size());
                });
        routes.get(commits + "/{ref...}/check-suites", request -> {
            List<SimCheckSuite> suites = request.repository()
                    .statuses()
                    .suites(CommitRoutes.commit(request).oid());
            ObjectNode node = Json.object().put("total_count", suites.size());
            node.set(
                    "check_suites",
                    Json.array(request.slice(suites), suite -> CheckJson.listed(request.repository(), suite)));
            return request.paged(ApiAnswer.ok(node), suites.size());
        });
    }

    static void add(Routes routes) {
        routes.add("POST", REPO + "/check-runs", Permission.WRITE, request -> {
            SimCheckRun none = new SimCheckRun(
                    0,
                    0,
                    app(request),
                    request.required("name"),
                    request.required("head_sha"),
                    "queued",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            return ApiAnswer.created(CheckJson.run(
                    request.repository(),
                    request.repository().statuses().save(changed(request, none), request.actor()),
                    false));
        });
        routes.get(
                REPO + "/check-runs/{check_run_id}",
                request -> ApiAnswer.ok(CheckJson.run(request.repository(), run(request), false)));
        routes.add("PATCH", REPO + "/check-runs/{check_run_id}", Permission.WRITE, request -> {
            SimCheckRun old = run(request);
            if (old.app().id() != app(request).id()) {
                throw new Refusal(
                        403,
                        "Invalid app_id `" + old.app().id() + "` - check run can only be modified by"
                                + " the GitHub App that created it.");
            }
            return ApiAnswer.ok(CheckJson.run(
                    request.repository(),
                    request.repository().statuses().save(changed(request, old), request.actor()),
                    false));
        });
        routes.get(REPO + "/actions/runs", request -> {
            String branch = request.query("branch", null);
            String status = request.query("status", null);
            List<SimWorkflowRun> runs =
                    request.repository().statuses().workflows(request.query("head_sha", null)).stream()
                            .filter(run -> branch == null || branch.equals(run.headBranch()))
                            .filter(run ->
                                    status == null || status.equals(run.status()) || status.equals(run.conclusion()))
                            .toList();
            ObjectNode node = Json.object().put("total_count", runs.size());
            node.set(
                    "workflow_runs",
                    Json.array(request.slice(runs), run -> CheckJson.workflowRun(request.repository(), run)));
            return request.paged(ApiAnswer.ok(node), runs.size());
        });
        routes.get(
                REPO + "/actions/runs/{run_id}",
                request -> ApiAnswer.ok(CheckJson.workflowRun(request.repository(), workflow(request))));
        routes.add("POST", REPO + "/actions/runs/{run_id}/cancel", Permission.WRITE, request -> {
            request.repository().statuses().cancel(workflow(request), request.actor());
            return ApiAnswer.of(202, Json.object());
        });
        for (String kind : List.of("rerun", "rerun-failed-jobs")) {
            routes.add("POST", REPO + "/actions/runs/{run_id}/" + kind, Permission.WRITE, request -> {
                request.repository().statuses().rerun(workflow(request), request.actor());
                return ApiAnswer.created(Json.object());
            });
        }
    }

    private static io.jenkins.plugins.homu.simulator.SimApp app(ApiRequest request) {
        if (!request.isApp()) {
            throw new Refusal(403, "You must authenticate via a GitHub App.");
        }
        return request.caller().installation().app();
    }

    private static SimCheckRun run(ApiRequest request) {
        return request.repository()
                .statuses()
                .run(request.number("check_run_id"))
                .orElseThrow(Refusal::notFound);
    }

    private static SimWorkflowRun workflow(ApiRequest request) {
        return request.repository()
                .statuses()
                .workflow(request.number("run_id"))
                .orElseThrow(Refusal::notFound);
    }

    /** The check run with what the body says. */
    private static SimCheckRun changed(ApiRequest request, SimCheckRun old) {
        JsonNode output = request.json().path("output");
        return new SimCheckRun(
                old.id(),
                old.suite(),
                old.app(),
                or(request.optional("name"), old.name()),
                old.headSha(),
                or(one(request, "status", STATUSES), old.status()),
                or(one(request, "conclusion", CONCLUSIONS), old.conclusion()),
                or(request.optional("details_url"), old.detailsUrl()),
                or(request.optional("external_id"), old.externalId()),
                or(time(request, "started_at"), old.startedAt()),
                or(time(request, "completed_at"), old.completedAt()),
                or(output.path("title").textValue(), old.title()),
                or(output.path("summary").textValue(), old.summary()),
                or(output.path("text").textValue(), old.text()));
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static String one(ApiRequest request, String field, Set<String> allowed) {
        String value = request.optional(field);
        if (value != null && !allowed.contains(value)) {
            throw new Refusal(
                    422,
                    "Invalid request.\n\nFor 'properties/" + field + "', " + value + " is not a member of " + allowed);
        }
        return value;
    }

    private static Instant time(ApiRequest request, String field) {
        String value = request.optional(field);
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new Refusal(422, "Invalid request.\n\nFor 'properties/" + field + "', " + value + " is not a date.");
        }
    }
}
