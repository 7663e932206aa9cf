package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What we tell people: comments, statuses, labels, thumbs. */
final class RestTalk {
    private static final int LONGEST_DESCRIPTION = 140;

    private final ApiHttp http;
    private final AccountLogin account;

    RestTalk(ApiHttp http, AccountLogin account) {
        this.http = http;
        this.account = account;
    }

    long comment(RepositoryId repository, int number, String body) throws GatewayException {
        return http.send(ApiCall.of(
                                "POST", "comment", repository, text(body), "issues", String.valueOf(number), "comments")
                        .asContent())
                .read(json -> Fields.of(json, "the answer").id("id"));
    }

    Optional<Long> findComment(RepositoryId repository, int number, String marker, Instant since)
            throws GatewayException {
        String ours = account.login();
        ApiCall call = ApiCall.get("comments of pull", repository, "issues", String.valueOf(number), "comments")
                .query("since", ApiCall.time(since), "per_page", "100");
        Optional<Long> newest = Optional.empty();
        try {
            for (Fields comment : http.pages(call, "")) {
                if (PullJson.login(comment, "user").equalsIgnoreCase(ours)
                        && comment.optionalText("body").orElse("").contains(marker)) {
                    long id = comment.id("id");
                    newest = Optional.of(Math.max(id, newest.orElse(id)));
                }
            }
        } catch (Malformed e) {
            throw e.inAnswerTo(call.kind());
        }
        return newest;
    }

    void editComment(RepositoryId repository, long commentId, String body) throws GatewayException {
        http.send(ApiCall.of(
                        "PATCH", "comment", repository, text(body), "issues", "comments", String.valueOf(commentId)))
                .expectSuccess();
    }

    /** @param source not a review, which has no reactions here */
    void acknowledge(RepositoryId repository, CommentSource source, long commentId) throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("content", "+1");
        ApiResponse response = http.send(ApiCall.of(
                        "POST",
                        "reaction",
                        repository,
                        body,
                        source == CommentSource.ISSUE_COMMENT ? "issues" : "pulls",
                        "comments",
                        String.valueOf(commentId),
                        "reactions")
                .asContent());
        // The comment may have been deleted meanwhile.
        if (response.status() != 404) {
            response.expectSuccess();
        }
    }

    void close(RepositoryId repository, int number) throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("state", "closed");
        http.send(ApiCall.of("PATCH", "pull", repository, body, "pulls", String.valueOf(number)))
                .expectSuccess();
    }

    void setStatus(
            RepositoryId repository,
            CommitSha sha,
            String context,
            StatusState state,
            String description,
            Optional<String> url)
            throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("context", context)
                .put("description", cut(description));
        url.ifPresent(link -> body.put("target_url", link));
        http.send(ApiCall.of("POST", "status", repository, body, "statuses", sha.value())
                        .asContent())
                .expectSuccess();
    }

    void addLabels(RepositoryId repository, int number, List<String> labels) throws GatewayException {
        if (labels.isEmpty()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode names = body.putArray("labels");
        labels.forEach(names::add);
        http.send(ApiCall.of("POST", "labels", repository, body, "issues", String.valueOf(number), "labels"))
                .expectSuccess();
    }

    void removeLabel(RepositoryId repository, int number, String label) throws GatewayException {
        ApiResponse response = http.send(
                ApiCall.of("DELETE", "label", repository, null, "issues", String.valueOf(number), "labels", label));
        if (response.status() != 404) {
            response.expectSuccess();
        }
    }

    private static ObjectNode text(String body) {
        return JsonNodeFactory.instance.objectNode().put("body", body);
    }

    /** Cut to what GitHub takes, between characters. */
    static String cut(String description) {
        if (description.codePointCount(0, description.length()) <= LONGEST_DESCRIPTION) {
            return description;
        }
        return description.substring(0, description.offsetByCodePoints(0, LONGEST_DESCRIPTION - 3)) + "...";
    }
}
