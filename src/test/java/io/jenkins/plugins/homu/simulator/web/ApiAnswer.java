package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the simulator answers: a status, JSON or nothing, and headers beyond the usual ones. */
public final class ApiAnswer {

    static final String DOCUMENTATION = "https://docs.github.com/rest";

    private final int status;
    private final JsonNode body;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private ApiAnswer(int status, JsonNode body) {
        this.status = status;
        this.body = body;
    }

    public static ApiAnswer ok(JsonNode body) {
        return new ApiAnswer(200, body);
    }

    public static ApiAnswer created(JsonNode body) {
        return new ApiAnswer(201, body);
    }

    public static ApiAnswer of(int status, JsonNode body) {
        return new ApiAnswer(status, body);
    }

    public static ApiAnswer noContent() {
        return new ApiAnswer(204, null);
    }

    /** An error in GitHub's form. */
    public static ApiAnswer error(int status, String message) {
        return new ApiAnswer(
                status,
                Json.object()
                        .put("message", message)
                        .put("documentation_url", DOCUMENTATION)
                        .put("status", Integer.toString(status)));
    }

    static ApiAnswer error(Refusal refusal) {
        ObjectNode body = Json.object().put("message", refusal.getMessage());
        if (!refusal.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            for (Map<String, String> error : refusal.errors()) {
                ObjectNode node = errors.addObject();
                error.forEach(node::put);
            }
        }
        body.put("documentation_url", DOCUMENTATION).put("status", Integer.toString(refusal.status()));
        return new ApiAnswer(refusal.status(), body);
    }

    /** Sends a browser elsewhere. */
    static ApiAnswer redirect(String to) {
        return new ApiAnswer(302, null).header("Location", to);
    }

    public ApiAnswer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    JsonNode body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
