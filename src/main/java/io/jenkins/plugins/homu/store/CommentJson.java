package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.util.List;

/** Comments that wait for their pull request, as the repository's row keeps them. */
final class CommentJson {
    private CommentJson() {}

    static String write(List<CommentAdded> comments) {
        return Json.write(Json.array(comments, CommentJson::node));
    }

    static List<CommentAdded> read(String text) {
        return Json.list(Json.read(text), CommentJson::comment);
    }

    private static JsonNode node(CommentAdded comment) {
        ObjectNode node = Json.object()
                .put("source", Words.of(comment.source()))
                .put("id", comment.id())
                .put("number", comment.number())
                .put("author", comment.author());
        node.set("lines", Json.strings(comment.lines()));
        comment.reviewed().ifPresent(sha -> node.put("reviewed", sha.value()));
        return node.put("url", comment.url())
                .put("created_at", Words.of(comment.createdAt()))
                .put("late", comment.late());
    }

    private static CommentAdded comment(JsonNode node) {
        return new CommentAdded(
                Words.parse(CommentSource.class, Json.text(node, "source")),
                Json.number(node, "id"),
                Json.integer(node, "number"),
                Json.text(node, "author"),
                Json.strings(node, "lines"),
                Json.optionalText(node, "reviewed").map(CommitSha::new),
                Json.text(node, "url"),
                Words.time(Json.text(node, "created_at")),
                Json.flag(node, "late"));
    }
}
