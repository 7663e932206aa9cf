package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.port.GatewayException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What can be set up at Quay with a token, and taken down again. A trigger can't be made so, only activated. */
public final class QuayRegistration {
    /** The events that are told of, each at an address of its own. */
    public static final List<String> EVENTS = List.of(QuayCallbacks.SUCCESS_EVENT, QuayCallbacks.FAILURE_EVENT);

    private final QuayApi api;

    QuayRegistration(QuayApi api) {
        this.api = api;
    }

    /**
     * A trigger that is active.
     *
     * @param publicKey what Quay clones with, to be made a deploy key; empty: it needs none
     * @param webhook where pushes can be posted to; has a key in it, never to be printed
     */
    public record Trigger(Optional<String> publicKey, Optional<String> webhook) {
        @Override
        public String toString() {
            return "trigger";
        }
    }

    public void createRepository(String namespace, String name, boolean isPublic) throws GatewayException {
        api.createRepository(namespace, name, isPublic);
    }

    public void deleteRepository(String namespace, String name) throws GatewayException {
        api.deleteRepository(namespace, name);
    }

    /**
     * Has us told of an event.
     *
     * @param base where our callbacks are taken, without a slash at the end, such as {@code https://homu.example.org}
     * @return the notification's UUID
     */
    public String notify(String namespace, String name, String event, String base, String label, ServiceLogin shown)
            throws GatewayException {
        return api.createNotification(
                namespace, name, event, address(base, label, event, shown.user(), shown.password()));
    }

    /** With the user and password in it: Quay has no other way to show who calls. */
    static String address(String base, String label, String event, String username, String secret) {
        int host = base.indexOf("://") + 3;
        StringBuilder path = new StringBuilder();
        for (String part : label.split("/", -1)) {
            path.append('/').append(encode(part));
        }
        return base.substring(0, host) + encode(username) + ":" + encode(secret) + "@" + base.substring(host) + "/"
                + QuayCallbacks.SOURCE + path + "/" + event;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public void deleteNotification(String namespace, String name, String uuid) throws GatewayException {
        api.deleteNotification(namespace, name, uuid);
    }

    /**
     * Makes a trigger ready that was made at Quay's pages; one that is ready already is left as it is.
     *
     * @param source where the code is cloned from
     * @param dockerfile path of the Dockerfile in the code
     * @param context path of the folder that is built with
     * @throws GatewayException when there is no such trigger, or Quay doesn't activate it
     */
    public Trigger activate(
            String namespace, String name, String uuid, String source, String dockerfile, String context)
            throws GatewayException {
        JsonNode known = api.trigger(namespace, name, uuid)
                .orElseThrow(() -> GatewayException.permanent(
                        404,
                        "Quay has no trigger of that UUID for " + namespace + "/" + name
                                + ". Make one at its page, and give its UUID; docs/quay.md has the steps"));
        if (known.path("is_active").asBoolean(false)) {
            return trigger(known);
        }
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("build_source", source)
                .put("dockerfile_path", dockerfile)
                .put("context", context);
        return trigger(api.activate(namespace, name, uuid, config));
    }

    /** Those of GitHub's kind have neither: Quay sees to it by itself. */
    private static Trigger trigger(JsonNode active) {
        Optional<String> key = Optional.empty();
        Optional<String> webhook = Optional.empty();
        for (JsonNode credential : active.path("config").path("credentials")) {
            String what = Json.text(credential, "name").orElse("");
            if (what.contains("SSH")) {
                key = Json.text(credential, "value");
            } else if (what.contains("Webhook")) {
                webhook = Json.text(credential, "value");
            }
        }
        return new Trigger(key, webhook);
    }

    public void deleteTrigger(String namespace, String name, String uuid) throws GatewayException {
        api.deleteTrigger(namespace, name, uuid);
    }
}
