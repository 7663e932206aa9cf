package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.EarlyNews.LeftTip;
import java.util.List;
import java.util.Optional;

/** Comments that wait for their pull request, and what waits for a merge commit to be made, as the repository's row keeps them. */
final class EventJson {
    private EventJson() {}

    static String writeComments(List<CommentAdded> comments) {
        return Json.write(Json.array(comments, EventJson::node));
    }

    static List<CommentAdded> readComments(String text) {
        return Json.list(Json.read(text), EventJson::comment);
    }

    static String writeReports(List<Reported> reports) {
        return Json.write(Json.array(reports, EventJson::node));
    }

    static List<Reported> readReports(String text) {
        return Json.list(Json.read(text), EventJson::report);
    }

    static String writeLeftTips(List<LeftTip> tips) {
        return Json.write(Json.array(tips, tip -> Json.object()
                .put("branch", tip.branch())
                .put("tip", tip.tip().value())));
    }

    static List<LeftTip> readLeftTips(String text) {
        return Json.list(
                Json.read(text), node -> new LeftTip(Json.text(node, "branch"), new CommitSha(Json.text(node, "tip"))));
    }

    private static JsonNode node(Reported report) {
        ObjectNode node = Json.object()
                .put("kind", Words.of(report.kind()))
                .put("sha", report.sha().value())
                .put("context", report.context())
                .put("state", Words.of(report.state()));
        report.url().ifPresent(url -> node.put("url", url));
        report.attempt().ifPresent(attempt -> node.put("attempt", attempt));
        return node.put("description", report.description())
                .put("details", report.details())
                .put("restart", report.restart());
    }

    private static Reported report(JsonNode node) {
        return new Reported(
                Words.parse(ReportKind.class, Json.text(node, "kind")),
                new CommitSha(Json.text(node, "sha")),
                Json.text(node, "context"),
                Words.parse(BuilderState.class, Json.text(node, "state")),
                Json.optionalText(node, "url"),
                Json.text(node, "description"),
                node.path("details").asText(""),
                node.path("restart").asInt(0),
                node.has("attempt") ? Optional.of(Json.number(node, "attempt")) : Optional.empty());
    }

    private static JsonNode node(CommentAdded comment) {
        ObjectNode node = Json.object()
                .put("source", Words.of(comment.source()))
                .put("id", comment.id())
                .put("number", comment.number())
                .put("author", comment.author());
        node.put("body", comment.body());
        node.set("lines", Json.strings(comment.lines()));
        comment.reviewed().ifPresent(sha -> node.put("reviewed", sha.value()));
        return node.put("url", comment.url())
                .put("created_at", Words.of(comment.createdAt()))
                .put("late", comment.late());
    }

    private static CommentAdded comment(JsonNode node) {
        List<String> lines = Json.strings(node, "lines");
        return new CommentAdded(
                Words.parse(CommentSource.class, Json.text(node, "source")),
                Json.number(node, "id"),
                Json.integer(node, "number"),
                Json.text(node, "author"),
                // Earlier versions kept no more than the lines.
                Json.optionalText(node, "body").orElseGet(() -> String.join("\n", lines)),
                lines,
                Json.optionalText(node, "reviewed").map(CommitSha::new),
                Json.text(node, "url"),
                Words.time(Json.text(node, "created_at")),
                Json.flag(node, "late"));
    }
}
