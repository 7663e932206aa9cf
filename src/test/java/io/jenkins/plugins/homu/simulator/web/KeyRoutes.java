package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimDeployKey;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.util.List;

/** Deploy keys. */
final class KeyRoutes {
    private static final String KEYS = "/repos/{owner}/{repo}/keys";

    private KeyRoutes() {}

    static void add(Routes routes) {
        routes.add(
                "GET",
                KEYS,
                Permission.ADMIN,
                request -> ApiAnswer.ok(
                        Json.array(List.copyOf(request.repository().deployKeys().values()), KeyRoutes::key)));
        routes.add("POST", KEYS, Permission.ADMIN, KeyRoutes::create);
        routes.add("DELETE", KEYS + "/{key_id}", Permission.ADMIN, request -> {
            if (request.repository().deployKeys().remove(request.number("key_id")) == null) {
                throw Refusal.notFound();
            }
            return ApiAnswer.noContent();
        });
    }

    private static ApiAnswer create(ApiRequest request) {
        ObjectNode body = request.json();
        String text = body.path("key").asText("");
        if (!text.matches("(?:ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp256) \\S+.*")) {
            throw Refusal.invalid(
                    "PublicKey", "key", "custom", "key is invalid. You must supply a key in OpenSSH public key format");
        }
        boolean used = request.repository().simulator().repositories().stream()
                .flatMap(repository -> repository.deployKeys().values().stream())
                .anyMatch(key -> key.key().equals(text));
        if (used) {
            throw Refusal.invalid("PublicKey", "key", "custom", "key is already in use");
        }
        SimDeployKey key = new SimDeployKey(
                request.github().nextId(),
                body.path("title").asText(""),
                text,
                body.path("read_only").asBoolean(false));
        request.repository().deployKeys().put(key.id(), key);
        return ApiAnswer.created(key(key));
    }

    private static ObjectNode key(SimDeployKey key) {
        return Json.object()
                .put("id", key.id())
                .put("key", key.key())
                .put("title", key.title())
                .put("verified", true)
                .put("read_only", key.readOnly());
    }
}
