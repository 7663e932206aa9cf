package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway.Head;
import io.jenkins.plugins.homu.port.GitHubGateway.OpenOutcome;
import java.util.Optional;

/** Pull requests that we open, and what they need: a fork, and branches that go away again. */
final class RestRollups {
    private final ApiHttp http;

    RestRollups(ApiHttp http) {
        this.http = http;
    }

    OpenOutcome openPull(RepositoryId repository, String title, Head head, String base, String body)
            throws GatewayException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", title).put("head", head.label()).put("base", base).put("body", body);
        RepositoryId source = head.repository();
        if (source.owner().equalsIgnoreCase(repository.owner()) && !source.equals(repository)) {
            // The owner alone would mean the repository itself.
            json.put("head_repo", source.name());
        }
        ApiResponse response =
                http.send(ApiCall.of("POST", "pull", repository, json, "pulls").asContent());
        if (response.status() == 403 || response.status() == 404 || response.status() == 422) {
            return new OpenOutcome.Refused(response.message());
        }
        return new OpenOutcome.Opened(
                response.read(answer -> Fields.of(answer, "the answer").number("number")));
    }

    Optional<Integer> findPull(RepositoryId repository, Head head) throws GatewayException {
        ApiCall call = ApiCall.get("pulls of head", repository, "pulls")
                .query("state", "all", "head", head.label(), "per_page", "100");
        Optional<Integer> newest = Optional.empty();
        try {
            for (Fields pull : http.pages(call, "")) {
                // A server that does not know the filter lists them all.
                if (pull.object("head").optionalText("label").equals(Optional.of(head.label()))) {
                    int number = pull.number("number");
                    newest = Optional.of(Math.max(number, newest.orElse(number)));
                }
            }
        } catch (Malformed e) {
            throw e.inAnswerTo(call.kind());
        }
        return newest;
    }

    RepositoryId fork(RepositoryId repository) throws GatewayException {
        return http.send(ApiCall.of("POST", "fork", repository, JsonNodeFactory.instance.objectNode(), "forks"))
                .read(json -> {
                    Fields fork = Fields.of(json, "the answer");
                    return new RepositoryId(fork.object("owner").text("login"), fork.text("name"));
                });
    }

    /** One that isn't there is deleted already. */
    void deleteBranch(RepositoryId repository, String branch) throws GatewayException {
        ApiResponse response =
                http.send(ApiCall.of("DELETE", "ref", repository, null, ("git/refs/heads/" + branch).split("/", -1)));
        if (response.status() != 404 && response.status() != 422) {
            response.expectSuccess();
        }
    }
}
