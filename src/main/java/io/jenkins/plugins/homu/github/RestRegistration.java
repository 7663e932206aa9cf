package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;

/** What is asked and set up, beside the webhook, when a repository is added. */
final class RestRegistration {
    private final ApiHttp http;

    RestRegistration(ApiHttp http) {
        this.http = http;
    }

    AboutRepository about(RepositoryId repository) throws GatewayException {
        return http.send(ApiCall.get("repository", repository)).read(RestRegistration::about);
    }

    private static AboutRepository about(JsonNode json) throws Malformed {
        Fields fields = Fields.of(json, "the answer");
        return new AboutRepository(
                fields.repository("full_name"),
                fields.text("ssh_url"),
                // An App's installation is not told; GitHub says no when it comes to that.
                !fields.has("permissions") || fields.object("permissions").flag("admin"));
    }

    long addDeployKey(RepositoryId repository, String title, String publicKey) throws GatewayException {
        return http.send(ApiCall.of(
                        "POST",
                        "deploy key",
                        repository,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("title", title)
                                .put("key", publicKey)
                                .put("read_only", true),
                        "keys"))
                .read(json -> Fields.of(json, "the answer").id("id"));
    }

    void deleteDeployKey(RepositoryId repository, long id) throws GatewayException {
        ApiResponse response =
                http.send(ApiCall.of("DELETE", "deploy key", repository, null, "keys", String.valueOf(id)));
        if (response.status() != 404) {
            response.expectSuccess();
        }
    }
}
