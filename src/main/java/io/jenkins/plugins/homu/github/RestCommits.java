package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.port.GitHubGateway.PullCommit;
import io.jenkins.plugins.homu.port.GitHubGateway.Signature;
import java.util.ArrayList;
import java.util.List;

/** Commits of pull requests read, and commits made that are no merges, by REST. */
final class RestCommits {
    private final ApiHttp http;

    RestCommits(ApiHttp http) {
        this.http = http;
    }

    List<PullCommit> commits(RepositoryId repository, int number) throws GatewayException {
        ApiCall call = ApiCall.get("commits of pull", repository, "pulls", String.valueOf(number), "commits")
                .query("per_page", "100");
        List<PullCommit> commits = new ArrayList<>();
        try {
            for (Fields fields : http.pages(call, "")) {
                if (fields.list("parents").size() < 2) {
                    Fields commit = fields.object("commit");
                    Fields author = commit.object("author");
                    commits.add(new PullCommit(
                            fields.sha("sha"),
                            new Signature(author.text("name"), author.text("email"), author.time("date")),
                            commit.text("message")));
                }
            }
        } catch (Malformed e) {
            throw e.inAnswerTo(call.kind());
        }
        return commits;
    }

    Commit create(
            RepositoryId repository,
            String tree,
            List<CommitSha> parents,
            String message,
            Signature author,
            Signature committer)
            throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", message).put("tree", tree);
        ArrayNode list = body.putArray("parents");
        parents.forEach(parent -> list.add(parent.value()));
        // Not everybody who commits has a name, but GitHub wants one here.
        body.set("author", signature(author.name().isBlank() || author.email().isBlank() ? committer : author));
        body.set("committer", signature(committer));
        ApiResponse response = http.send(ApiCall.of("POST", "commit", repository, body, "git", "commits"));
        response.expectSuccess();
        return response.read(json -> {
            Fields made = Fields.of(json, "the answer");
            List<CommitSha> real = new ArrayList<>();
            for (Fields parent : made.list("parents")) {
                real.add(parent.sha("sha"));
            }
            return new Commit(made.sha("sha"), real, made.object("tree").text("sha"), made.text("message"));
        });
    }

    private static ObjectNode signature(Signature signature) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", signature.name())
                .put("email", signature.email())
                .put("date", ApiCall.time(signature.when()));
    }
}
