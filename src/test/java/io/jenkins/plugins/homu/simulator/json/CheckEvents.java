package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimCheckRun;
import io.jenkins.plugins.homu.simulator.SimCheckSuite;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimStatus;
import io.jenkins.plugins.homu.simulator.SimWorkflowRun;

/** The payloads of status, check_run, check_suite and workflow_run. */
public final class CheckEvents {

    private CheckEvents() {}

    /** The event status; branches are those (ten at most) whose tip is the commit. */
    public static ObjectNode status(SimRepository repository, SimStatus status) {
        ObjectNode node = Json.object()
                .put("id", status.id())
                .put("sha", status.sha())
                .put("name", repository.fullName())
                .put(
                        "avatar_url",
                        repository.simulator().url() + "/avatars/u/"
                                + status.creator().id() + "?v=4")
                .put("target_url", status.url())
                .put("context", status.context())
                .put("description", status.description())
                .put("state", status.state());
        node.set(
                "commit",
                CommitJson.commit(
                        repository,
                        repository.git().objects().commit(status.sha()).orElseThrow()));
        ArrayNode branches = node.putArray("branches");
        for (String branch : repository.branchesAt(status.sha())) {
            ObjectNode entry = branches.addObject().put("name", branch);
            entry.putObject("commit")
                    .put("sha", status.sha())
                    .put("url", RepositoryJson.api(repository) + "/commits/" + status.sha());
            entry.put("protected", repository.protection(branch).isPresent());
        }
        return node.put("created_at", Json.time(status.createdAt())).put("updated_at", Json.time(status.createdAt()));
    }

    public static ObjectNode checkRun(SimRepository repository, String action, SimCheckRun run) {
        ObjectNode node = Json.object().put("action", action);
        node.set("check_run", CheckJson.run(repository, run, true));
        return node;
    }

    public static ObjectNode checkSuite(SimRepository repository, String action, SimCheckSuite suite) {
        ObjectNode node = Json.object().put("action", action);
        node.set("check_suite", CheckJson.suite(repository, suite));
        return node;
    }

    public static ObjectNode workflowRun(SimRepository repository, String action, SimWorkflowRun run) {
        ObjectNode node = Json.object().put("action", action);
        node.set("workflow_run", CheckJson.workflowRun(repository, run));
        node.putObject("workflow")
                .put("id", 1)
                .put("node_id", Json.nodeId("Workflow", 1))
                .put("name", run.name())
                .put("path", ".github/workflows/" + run.name() + ".yml")
                .put("state", "active")
                .put("created_at", Json.time(repository.createdAt()))
                .put("updated_at", Json.time(repository.createdAt()))
                .put("url", RepositoryJson.api(repository) + "/actions/workflows/1")
                .put(
                        "html_url",
                        RepositoryJson.html(repository) + "/blob/" + repository.defaultBranch() + "/.github/workflows/"
                                + run.name() + ".yml")
                .put("badge_url", RepositoryJson.html(repository) + "/workflows/" + run.name() + "/badge.svg");
        return node;
    }
}
