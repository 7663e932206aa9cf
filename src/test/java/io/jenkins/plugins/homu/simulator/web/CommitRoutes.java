package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimStatus;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.json.CommitJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Commits and their statuses. */
final class CommitRoutes {

    private static final String COMMITS = "/repos/{owner}/{repo}/commits";

    private CommitRoutes() {}

    static void add(Routes routes) {
        routes.get(COMMITS + "/{ref...}/status", request -> {
            String sha = commit(request).oid();
            List<SimStatus> latest = List.copyOf(request.repository().statuses().latest(sha));
            return request.paged(
                    ApiAnswer.ok(CommitJson.combined(request.repository(), sha, request.slice(latest))), latest.size());
        });
        routes.get(
                COMMITS + "/{ref...}/statuses",
                request -> request.page(
                        request.repository().statuses().all(commit(request).oid()),
                        status -> CommitJson.status(request.repository(), status, true)));
        CheckRoutes.addOfCommit(routes, COMMITS);
        routes.get(COMMITS + "/{ref...}", request -> {
            ObjectNode node = CommitJson.commitWithFiles(request.repository(), commit(request));
            if (!request.query("per_page", "").isEmpty()) {
                // Every page has the commit, and its part of the files.
                List<JsonNode> files = new ArrayList<>();
                node.path("files").forEach(files::add);
                node.set("files", Json.array().addAll(request.slice(files)));
                return request.paged(ApiAnswer.ok(node), files.size());
            }
            return ApiAnswer.ok(node);
        });
        routes.get(
                "/repos/{owner}/{repo}/statuses/{ref}",
                request -> request.page(
                        request.repository().statuses().all(commit(request).oid()),
                        status -> CommitJson.status(request.repository(), status, true)));
        routes.add("POST", "/repos/{owner}/{repo}/statuses/{sha}", Permission.WRITE, request -> {
            SimRepository repository = request.repository();
            SimStatus status = repository
                    .statuses()
                    .post(
                            request.param("sha"),
                            request.optional("context"),
                            request.optional("state"),
                            request.optional("target_url"),
                            request.optional("description"),
                            request.actor());
            ObjectNode node = CommitJson.status(repository, status, true);
            return ApiAnswer.created(node).header("Location", node.get("url").textValue());
        });
    }

    static GitCommit commit(ApiRequest request) {
        String ref = request.param("ref");
        return RepositoryRoutes.resolve(request.repository(), ref)
                .orElseThrow(() -> new Refusal(422, "No commit found for SHA: " + ref));
    }
}
