package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The API of Quay, version 1, on behalf of an account that has a token. */
final class QuayApi {
    private static final MediaType JSON = MediaType.get("application/json");
    /** So many builds are looked through for that of a commit. */
    private static final String MOST_BUILDS = "50";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ServiceHttp http;
    private final QuayAccount account;
    private final HttpUrl root;

    /** A notification. @param failures so many in a row; Quay gives up after three */
    record Notification(String uuid, String event, String url, int failures) {
        /** Without the address, which has a password in it. */
        @Override
        public String toString() {
            return event + " " + uuid;
        }
    }

    QuayApi(ServiceHttp http, QuayAccount account) {
        this.http = http;
        this.account = account;
        this.root = HttpUrl.get(account.url());
    }

    // ---- builds ------------------------------------------------------------------------------------------------

    /** The newest first. */
    List<QuayBuild> builds(QuaySettings quay) throws GatewayException {
        HttpUrl url = under(quay.namespace(), quay.name(), "build", "")
                .addQueryParameter("limit", MOST_BUILDS)
                .build();
        Answer answer = fine(send("GET", "builds of " + quay.path(), url, null));
        List<QuayBuild> builds = new ArrayList<>();
        answer.json(Set.of("status")).path("builds").forEach(one -> QuayBuild.read(one)
                .ifPresent(builds::add));
        return builds;
    }

    /** Empty when there is none of that id. */
    Optional<QuayBuild> build(QuaySettings quay, String id) throws GatewayException {
        Answer answer = send(
                "GET",
                "build of " + quay.path(),
                under(quay.namespace(), quay.name(), "build", id).build(),
                null);
        return answer.status() == 404
                ? Optional.empty()
                : QuayBuild.read(fine(answer).json(Set.of("status")));
    }

    /** @throws GatewayException permanent with Quay's own words when the trigger can't start any */
    QuayBuild start(QuaySettings quay, String trigger, CommitSha commit) throws GatewayException {
        ObjectNode body = NODES.objectNode().put("commit_sha", commit.value());
        Answer answer = fine(send(
                "POST",
                "start of a build of " + quay.path(),
                under(quay.namespace(), quay.name(), "trigger", trigger, "start")
                        .build(),
                body));
        return QuayBuild.read(answer.json(Set.of("status")))
                .orElseThrow(() -> GatewayException.permanent(
                        answer.status(),
                        answer.what() + ": the answer is no build. Check the address of Quay, api_url"));
    }

    /** False when Quay doesn't stop it any more: it runs already, or has ended. */
    boolean cancel(QuaySettings quay, String id) throws GatewayException {
        Answer answer = send(
                "DELETE",
                "build of " + quay.path(),
                under(quay.namespace(), quay.name(), "build", id).build(),
                null);
        if (answer.status() == 400 || answer.status() == 404) {
            return false;
        }
        fine(answer);
        return true;
    }

    // ---- the repository ------------------------------------------------------------------------------------------

    void createRepository(String namespace, String name, boolean isPublic) throws GatewayException {
        ObjectNode body = NODES.objectNode()
                .put("namespace", namespace)
                .put("repository", name)
                .put("visibility", isPublic ? "public" : "private")
                .put("description", "")
                .put("repo_kind", "image");
        fine(send(
                "POST",
                "repository " + namespace + "/" + name,
                beneath("repository").build(),
                body));
    }

    /** One that is gone is gone. */
    void deleteRepository(String namespace, String name) throws GatewayException {
        gone(send(
                "DELETE",
                "repository " + namespace + "/" + name,
                under(namespace, name).build(),
                null));
    }

    // ---- notifications -------------------------------------------------------------------------------------------

    /** @param url with a user and a password in it, which Quay shows when it calls @return its UUID */
    String createNotification(String namespace, String name, String event, String url) throws GatewayException {
        ObjectNode body =
                NODES.objectNode().put("event", event).put("method", "webhook").put("title", "homu");
        body.putObject("config").put("url", url);
        body.putObject("eventConfig");
        Answer answer = fine(send(
                "POST",
                "notification of " + namespace + "/" + name,
                under(namespace, name, "notification", "").build(),
                body));
        return Json.text(answer.json(Set.of()), "uuid")
                .filter(QuayBuild::isId)
                .orElseThrow(() -> GatewayException.permanent(
                        answer.status(),
                        answer.what() + ": the answer is no notification. Check the address of Quay, api_url"));
    }

    /** One that is gone is gone. */
    void deleteNotification(String namespace, String name, String uuid) throws GatewayException {
        Answer answer = send(
                "DELETE",
                "notification of " + namespace + "/" + name,
                under(namespace, name, "notification", uuid).build(),
                null);
        // Quay says 400 of one that it does not know.
        if (answer.status() != 400) {
            gone(answer);
        }
    }

    List<Notification> notifications(QuaySettings quay) throws GatewayException {
        Answer answer = fine(send(
                "GET",
                "notifications of " + quay.path(),
                under(quay.namespace(), quay.name(), "notification", "").build(),
                null));
        List<Notification> all = new ArrayList<>();
        for (JsonNode one : answer.json(Set.of()).path("notifications")) {
            Json.text(one, "uuid")
                    .filter(QuayBuild::isId)
                    .ifPresent(uuid -> all.add(new Notification(
                            uuid,
                            Json.text(one, "event").orElse(""),
                            Json.text(one.path("config"), "url").orElse(""),
                            (int) Math.min(
                                    1_000,
                                    Json.number(one, "number_of_failures").orElse(0L)))));
        }
        return all;
    }

    /** So that Quay calls again. */
    void resetNotification(QuaySettings quay, String uuid) throws GatewayException {
        fine(send(
                "POST",
                "notification of " + quay.path(),
                under(quay.namespace(), quay.name(), "notification", uuid).build(),
                NODES.objectNode()));
    }

    // ---- triggers ------------------------------------------------------------------------------------------------

    /** Empty when there is none of that UUID. */
    Optional<JsonNode> trigger(String namespace, String name, String uuid) throws GatewayException {
        Answer answer = send(
                "GET",
                "trigger of " + namespace + "/" + name,
                under(namespace, name, "trigger", uuid).build(),
                null);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(fine(answer).json(Set.of()));
    }

    /** @return the trigger as it is then, with what it is to be reached by */
    JsonNode activate(String namespace, String name, String uuid, ObjectNode config) throws GatewayException {
        ObjectNode body = NODES.objectNode();
        body.set("config", config);
        return fine(send(
                        "POST",
                        "activation of the trigger of " + namespace + "/" + name,
                        under(namespace, name, "trigger", uuid, "activate").build(),
                        body))
                .json(Set.of());
    }

    /** One that is gone is gone. */
    void deleteTrigger(String namespace, String name, String uuid) throws GatewayException {
        gone(send(
                "DELETE",
                "trigger of " + namespace + "/" + name,
                under(namespace, name, "trigger", uuid).build(),
                null));
    }

    // ---- calls ---------------------------------------------------------------------------------------------------

    private HttpUrl.Builder beneath(String first) {
        return root.newBuilder().addPathSegment("api").addPathSegment("v1").addPathSegment(first);
    }

    /** @param path each argument is one segment; an empty one at the end makes a slash there */
    private HttpUrl.Builder under(String namespace, String name, String... path) throws GatewayException {
        HttpUrl.Builder url = beneath("repository");
        List<String> segments = new ArrayList<>(List.of(namespace, name));
        segments.addAll(List.of(path));
        for (String segment : segments) {
            if (segment.equals(".") || segment.equals("..")) {
                throw GatewayException.permanent(
                        0, "Quay has nothing that is called " + segment + ". Check the settings");
            }
            url.addPathSegment(segment);
        }
        return url;
    }

    private Answer send(String method, String what, HttpUrl url, JsonNode body) throws GatewayException {
        String token = account.token()
                .orElseThrow(() -> GatewayException.permanent(
                        0,
                        "Quay, " + what + ": not asked, there is no token. Set [quay] access_token, in"
                                + " Jenkins a secret text for the builder"));
        RequestBody content =
                body == null ? null : RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), JSON);
        return http.send(
                "Quay, " + what,
                new Request.Builder()
                        .url(url)
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, content)
                        .build());
    }

    private static Answer fine(Answer answer) throws GatewayException {
        if (answer.isFine()) {
            return answer;
        }
        String remedy =
                switch (answer.status()) {
                    case 401 -> "Check [quay] access_token, in Jenkins the secret text that the builder names";
                    case 402 -> "The plan has no room for another private repository: make it public, or ask for more";
                    case 403 -> "Give the token the rights to create, administer and write repositories";
                    case 404 -> "Check the namespace and the name, and what the token may see";
                    default -> "Look at the repository's page at Quay";
                };
        throw answer.failure(words(answer) + remedy);
    }

    /** Quay's own, ending with a stop. */
    private static String words(Answer answer) {
        try {
            JsonNode json = Json.read(answer.body().toByteArray(), Set.of());
            return Json.text(json, "error_message")
                    .or(() -> Json.text(json, "detail"))
                    .or(() -> Json.text(json, "message"))
                    .map(text -> "It says: " + Words.line(text).replaceFirst("\\.$", "") + ". ")
                    .orElse("");
        } catch (Malformed e) {
            return "";
        }
    }

    private static void gone(Answer answer) throws GatewayException {
        if (answer.status() != 404) {
            fine(answer);
        }
    }
}
