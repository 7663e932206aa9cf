package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimCheckRun;
import io.jenkins.plugins.homu.simulator.SimCheckSuite;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimWorkflowRun;
import java.util.List;

/** Check runs, check suites and workflow runs as REST answers and payloads show them. */
public final class CheckJson {

    private CheckJson() {}

    /** A check run; in a payload it carries its whole suite, else only the suite's identifier. */
    public static ObjectNode run(SimRepository repository, SimCheckRun run, boolean inPayload) {
        GitHubSimulator github = repository.simulator();
        String api = RepositoryJson.api(repository) + "/check-runs/" + run.id();
        ObjectNode node = Json.object()
                .put("id", run.id())
                .put("name", run.name())
                .put("node_id", Json.nodeId("CheckRun", run.id()))
                .put("head_sha", run.headSha())
                .put("external_id", run.externalId() == null ? "" : run.externalId())
                .put("url", api)
                .put("html_url", RepositoryJson.html(repository) + "/runs/" + run.id())
                .put("details_url", run.detailsUrl())
                .put("status", run.status())
                .put("conclusion", run.conclusion())
                .put("started_at", Json.time(run.startedAt()))
                .put("completed_at", Json.time(run.completedAt()));
        node.putObject("output")
                .put("title", run.title())
                .put("summary", run.summary())
                .put("text", run.text())
                .put("annotations_count", 0)
                .put("annotations_url", api + "/annotations");
        SimCheckSuite suite = repository.statuses().suite(run.suite());
        node.set(
                "check_suite",
                inPayload ? suite(repository, suite) : Json.object().put("id", suite.id()));
        node.set("app", AccountJson.app(github, run.app()));
        node.set("pull_requests", pulls(repository, run.headSha()));
        return node;
    }

    /** The open pull requests whose head is that commit. */
    private static ArrayNode pulls(SimRepository repository, String sha) {
        ArrayNode result = Json.array();
        for (SimPull pull : repository.pulls()) {
            if (pull.isOpen()
                    && pull.headSha().equals(sha)
                    && pull.headRepository().isPresent()) {
                ObjectNode node = result.addObject()
                        .put("url", RepositoryJson.api(repository) + "/pulls/" + pull.number())
                        .put("id", pull.id())
                        .put("number", pull.number());
                ObjectNode head =
                        node.putObject("head").put("ref", pull.headRef()).put("sha", sha);
                head.set("repo", RepositoryJson.reference(pull.headRepository().get()));
                ObjectNode base =
                        node.putObject("base").put("ref", pull.baseRef()).put("sha", pull.baseSha());
                base.set("repo", RepositoryJson.reference(repository));
            }
        }
        return result;
    }

    /** A suite as REST lists it, with its repository. */
    public static ObjectNode listed(SimRepository repository, SimCheckSuite suite) {
        ObjectNode node = suite(repository, suite);
        node.set("repository", RepositoryJson.full(repository));
        return node;
    }

    /** A suite: complete when all its runs are, and as bad as the worst of them. */
    public static ObjectNode suite(SimRepository repository, SimCheckSuite suite) {
        List<SimCheckRun> runs = repository.statuses().runsIn(suite);
        boolean completed = !runs.isEmpty() && runs.stream().allMatch(SimCheckRun::completed);
        String conclusion = null;
        if (completed) {
            conclusion = runs.stream()
                    .map(SimCheckRun::conclusion)
                    .filter(one -> !List.of("success", "neutral", "skipped").contains(one))
                    .findFirst()
                    .orElse("success");
        }
        String api = RepositoryJson.api(repository) + "/check-suites/" + suite.id();
        ObjectNode node = Json.object()
                .put("id", suite.id())
                .put("node_id", Json.nodeId("CheckSuite", suite.id()))
                .put("head_branch", suite.headBranch())
                .put("head_sha", suite.headSha())
                .put("status", completed ? "completed" : runs.isEmpty() ? "queued" : "in_progress")
                .put("conclusion", conclusion)
                .put("url", api)
                .put("before", "0".repeat(40))
                .put("after", suite.headSha());
        node.set("pull_requests", pulls(repository, suite.headSha()));
        node.set("app", AccountJson.app(repository.simulator(), suite.app()));
        node.put("created_at", Json.time(suite.createdAt()))
                .put("updated_at", Json.time(repository.simulator().now()))
                .put("latest_check_runs_count", runs.size())
                .put("check_runs_url", api + "/check-runs");
        repository
                .git()
                .objects()
                .commit(suite.headSha())
                .ifPresent(commit -> node.set("head_commit", PushEvents.brief(commit)));
        return node;
    }

    public static ObjectNode workflowRun(SimRepository repository, SimWorkflowRun run) {
        GitHubSimulator github = repository.simulator();
        String api = RepositoryJson.api(repository) + "/actions/runs/" + run.id();
        ObjectNode node = Json.object()
                .put("id", run.id())
                .put("name", run.name())
                .put("node_id", Json.nodeId("WorkflowRun", run.id()))
                .put("check_suite_id", run.suite())
                .put("check_suite_node_id", Json.nodeId("CheckSuite", run.suite()))
                .put("head_branch", run.headBranch())
                .put("head_sha", run.headSha())
                .put("path", ".github/workflows/" + run.name() + ".yml")
                .put("run_number", run.number())
                .put("event", run.event())
                .put("display_title", run.name())
                .put("status", run.status())
                .put("conclusion", run.conclusion())
                .put("workflow_id", 1)
                .put("url", api)
                .put("html_url", RepositoryJson.html(repository) + "/actions/runs/" + run.id());
        node.set("pull_requests", pulls(repository, run.headSha()));
        node.put("created_at", Json.time(run.createdAt())).put("updated_at", Json.time(run.updatedAt()));
        node.set("actor", AccountJson.user(github, run.actor()));
        node.put("run_attempt", run.attempt()).put("run_started_at", Json.time(run.createdAt()));
        node.set("triggering_actor", AccountJson.user(github, run.actor()));
        node.put("jobs_url", api + "/jobs")
                .put("logs_url", api + "/logs")
                .put("check_suite_url", RepositoryJson.api(repository) + "/check-suites/" + run.suite())
                .put("artifacts_url", api + "/artifacts")
                .put("cancel_url", api + "/cancel")
                .put("rerun_url", api + "/rerun");
        node.putNull("previous_attempt_url");
        node.put("workflow_url", RepositoryJson.api(repository) + "/actions/workflows/1");
        repository
                .git()
                .objects()
                .commit(run.headSha())
                .ifPresent(commit -> node.set("head_commit", PushEvents.brief(commit)));
        node.set("repository", RepositoryJson.full(repository));
        node.set("head_repository", RepositoryJson.full(repository));
        return node;
    }
}
