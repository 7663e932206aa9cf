package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Instant;

/** How a commit is to be made, as the outbox keeps it: nothing for the plain merge that there was alone at first. */
final class MergePlanJson {
    private MergePlanJson() {}

    static ObjectNode write(MergePlan plan) {
        ObjectNode node = Json.object()
                .put("method", Words.of(plan.method()))
                .put("autosquash", plan.autosquash())
                .put("local", plan.local())
                .put("at", plan.at().getEpochSecond())
                .put("committer", plan.committer().name())
                .put("email", plan.committer().email());
        node.set("trailers", Json.strings(plan.trailers()));
        return node;
    }

    static MergePlan read(JsonNode node) {
        return node.isMissingNode()
                ? MergePlan.PLAIN
                : new MergePlan(
                        Words.parse(Method.class, Json.text(node, "method")),
                        Json.flag(node, "autosquash"),
                        Json.flag(node, "local"),
                        Instant.ofEpochSecond(Json.number(node, "at")),
                        new Committer(Json.text(node, "committer"), Json.text(node, "email")),
                        Json.strings(node, "trailers"));
    }
}
