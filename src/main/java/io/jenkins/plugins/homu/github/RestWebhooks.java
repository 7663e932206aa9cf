package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.List;
import java.util.Optional;

/** The webhooks of a repository, for accounts that may administer it. */
final class RestWebhooks {
    /** What the queue lives on. */
    static final List<String> EVENTS = List.of(
            "issue_comment",
            "pull_request",
            "pull_request_review",
            "pull_request_review_comment",
            "push",
            "status",
            "check_run");

    private final ApiHttp http;

    RestWebhooks(ApiHttp http) {
        this.http = http;
    }

    /**
     * Sees to it that deliveries go to an address: an existing webhook of that address is brought up to date.
     *
     * @return whether there was none before
     */
    boolean ensure(RepositoryId repository, String address, String secret) throws GatewayException {
        return make(repository, address, secret).fresh();
    }

    /** The same. @return which one it is */
    MadeWebhook make(RepositoryId repository, String address, String secret) throws GatewayException {
        Optional<Long> existing = find(repository, address);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("active", true);
        ArrayNode events = body.putArray("events");
        EVENTS.forEach(events::add);
        body.putObject("config")
                .put("url", address)
                .put("content_type", "json")
                .put("secret", secret)
                .put("insecure_ssl", "0");
        if (existing.isEmpty()) {
            long id = http.send(ApiCall.of("POST", "webhook", repository, body.put("name", "web"), "hooks"))
                    .read(json -> Fields.of(json, "the answer").id("id"));
            return new MadeWebhook(id, true);
        }
        http.send(ApiCall.of("PATCH", "webhook", repository, body, "hooks", String.valueOf(existing.get())))
                .expectSuccess();
        return new MadeWebhook(existing.get(), false);
    }

    void delete(RepositoryId repository, String address) throws GatewayException {
        Optional<Long> id = find(repository, address);
        if (id.isPresent()) {
            delete(repository, id.get());
        }
    }

    /** One that is gone already is gone. */
    void delete(RepositoryId repository, long id) throws GatewayException {
        ApiResponse response =
                http.send(ApiCall.of("DELETE", "webhook", repository, null, "hooks", String.valueOf(id)));
        if (response.status() != 404) {
            response.expectSuccess();
        }
    }

    private Optional<Long> find(RepositoryId repository, String address) throws GatewayException {
        ApiCall call = ApiCall.get("webhooks", repository, "hooks").query("per_page", "100");
        try {
            for (Fields hook : http.pages(call, "")) {
                if (hook.object("config").optionalText("url").equals(Optional.of(address))) {
                    return Optional.of(hook.id("id"));
                }
            }
            return Optional.empty();
        } catch (Malformed e) {
            throw e.inAnswerTo(call.kind());
        }
    }
}
