package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.json.CommitJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Refs, git's own commits, and merges. */
final class RefRoutes {

    private static final String GIT = "/repos/{owner}/{repo}/git";

    private RefRoutes() {}

    private static GitCommit.Signature signature(ApiRequest request, String field) {
        JsonNode node = request.json().path(field);
        return node.isMissingNode()
                ? request.repository().signature(request.actor())
                : new GitCommit.Signature(
                        node.path("name").textValue(),
                        node.path("email").textValue(),
                        Instant.parse(node.path("date").textValue()));
    }

    static void add(Routes routes, GitHubSimulator github) {
        routes.get(GIT + "/ref/{ref...}", request -> {
            SimRepository repository = request.repository();
            String name = "refs/" + request.param("ref");
            String sha = repository.refs().seen(name, github.lag().refs()).orElseThrow(Refusal::notFound);
            return ApiAnswer.ok(CommitJson.ref(repository, name, sha));
        });
        routes.get(GIT + "/matching-refs/{ref...}", request -> {
            SimRepository repository = request.repository();
            ArrayNode result = Json.array();
            repository
                    .refs()
                    .seenStartingWith(
                            "refs/" + request.param("ref"), github.lag().refs())
                    .forEach((name, sha) -> result.add(CommitJson.ref(repository, name, sha)));
            return ApiAnswer.ok(result);
        });
        routes.add("POST", GIT + "/refs", Permission.WRITE, request -> {
            String ref = request.required("ref");
            String sha = request.required("sha");
            request.repository().refs().create(ref, sha, request.actor());
            ObjectNode node = CommitJson.ref(request.repository(), ref, sha);
            return ApiAnswer.created(node).header("Location", node.get("url").textValue());
        });
        routes.add("PATCH", GIT + "/refs/{ref...}", Permission.WRITE, request -> {
            String ref = "refs/" + request.param("ref");
            String sha = request.required("sha");
            request.repository().refs().update(ref, sha, request.flag("force"), request.actor());
            return ApiAnswer.ok(CommitJson.ref(request.repository(), ref, sha));
        });
        routes.add("DELETE", GIT + "/refs/{ref...}", Permission.WRITE, request -> {
            request.repository().refs().delete("refs/" + request.param("ref"), request.actor());
            return ApiAnswer.noContent();
        });
        routes.get(GIT + "/commits/{commit_sha}", request -> {
            GitCommit commit = request.repository()
                    .git()
                    .objects()
                    .commit(request.param("commit_sha"))
                    .orElseThrow(Refusal::notFound);
            return ApiAnswer.ok(CommitJson.gitCommit(request.repository(), commit));
        });
        routes.add("POST", GIT + "/commits", Permission.WRITE, request -> {
            SimRepository repository = request.repository();
            List<String> parents = new ArrayList<>();
            request.json().path("parents").forEach(parent -> parents.add(parent.textValue()));
            GitCommit commit = repository
                    .git()
                    .objects()
                    .writeCommit(
                            request.required("tree"),
                            parents,
                            signature(request, "author"),
                            signature(request, "committer"),
                            request.required("message"));
            return ApiAnswer.created(CommitJson.gitCommit(repository, commit));
        });
        routes.add("POST", "/repos/{owner}/{repo}/merges", Permission.WRITE, request -> {
            SimRepository repository = request.repository();
            Merging.Outcome outcome = Merging.merge(
                    repository,
                    request.required("base"),
                    request.required("head"),
                    request.optional("commit_message"),
                    request.actor());
            if (outcome.commit() == null) {
                return ApiAnswer.noContent();
            }
            ObjectNode node = CommitJson.commitWithFiles(
                    repository,
                    repository.git().objects().commit(outcome.commit()).orElseThrow());
            return ApiAnswer.created(node).header("Location", node.get("url").textValue());
        });
    }
}
