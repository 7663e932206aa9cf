package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.MakeRollup;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.Rollups.Notice;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rollups as the repository's row keeps them, and the effect that makes one. */
final class RollupJson {
    private RollupJson() {}

    static String write(Rollups rollups) {
        ObjectNode made = Json.object();
        new TreeMap<>(rollups.made()).forEach((number, rollup) -> made.set(Integer.toString(number), node(rollup)));
        ObjectNode node = Json.object();
        node.set("made", made);
        rollups.notice()
                .ifPresent(notice -> node.set(
                        "notice",
                        Json.object()
                                .put("text", notice.text())
                                .put("failed", notice.failed())
                                .put("at", Words.of(notice.at()))));
        return Json.write(node);
    }

    static Rollups read(String text) {
        JsonNode node = Json.read(text);
        Map<Integer, Rollup> made = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path("made").properties()) {
            made.put(Integer.valueOf(entry.getKey()), rollup(entry.getValue()));
        }
        JsonNode notice = node.path("notice");
        return new Rollups(
                made,
                notice.isObject()
                        ? Optional.of(new Notice(
                                Json.text(notice, "text"),
                                Json.flag(notice, "failed"),
                                Words.time(Json.text(notice, "at"))))
                        : Optional.empty());
    }

    private static ObjectNode node(Rollup rollup) {
        ObjectNode node = Json.object();
        node.set("parts", Json.array(rollup.parts(), RollupJson::node));
        node.put("by", rollup.by()).put("at", Words.of(rollup.at()));
        rollup.broken().ifPresent(why -> node.put("broken", why));
        return node;
    }

    private static Rollup rollup(JsonNode node) {
        return new Rollup(
                Json.list(node.path("parts"), RollupJson::member),
                Json.text(node, "by"),
                Words.time(Json.text(node, "at")),
                Json.optionalText(node, "broken"));
    }

    private static JsonNode node(AttemptMember member) {
        return Json.object()
                .put("number", member.number())
                .put("head", member.head().value())
                .put("approver", member.approver());
    }

    private static AttemptMember member(JsonNode node) {
        return new AttemptMember(
                Json.integer(node, "number"), new CommitSha(Json.text(node, "head")), Json.text(node, "approver"));
    }

    static ObjectNode node(MakeRollup effect) {
        ObjectNode node = Json.object().put("base_ref", effect.baseRef());
        node.set("parts", Json.array(effect.parts(), part -> Json.object()
                .put("number", part.number())
                .put("head", part.head().value())
                .put("approver", part.approver())
                .put("title", part.title())
                .put("message", part.message())));
        node.set("left_out", Json.array(effect.leftOut(), one -> Json.object()
                .put("number", one.number())
                .put("reason", one.reason())));
        return node.put("branch", effect.branch()).put("by", effect.by());
    }

    static Effect readEffect(long id, JsonNode node) {
        return new MakeRollup(
                id,
                Json.text(node, "base_ref"),
                Json.list(
                        node.path("parts"),
                        part -> new RollupPart(
                                Json.integer(part, "number"),
                                new CommitSha(Json.text(part, "head")),
                                Json.text(part, "approver"),
                                Json.text(part, "title"),
                                Json.text(part, "message"))),
                Json.list(
                        node.path("left_out"),
                        one -> new LeftOut(Json.integer(one, "number"), Json.text(one, "reason"))),
                Json.text(node, "branch"),
                Json.text(node, "by"));
    }
}
