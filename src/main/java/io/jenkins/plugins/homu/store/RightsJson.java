package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What GitHub said of people's rights, as the repository's row keeps it. Sorted, so that equal rights are equal text. */
final class RightsJson {
    private RightsJson() {}

    static String write(Map<String, GitHubRights> rights) {
        ObjectNode all = Json.object();
        new TreeMap<>(rights).forEach((login, known) -> all.set(login, node(known)));
        return Json.write(all);
    }

    static Map<String, GitHubRights> read(String text) {
        Map<String, GitHubRights> rights = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : Json.read(text).properties()) {
            rights.put(entry.getKey(), rights(entry.getValue()));
        }
        return rights;
    }

    private static ObjectNode node(GitHubRights known) {
        ObjectNode node = Json.object();
        known.level().ifPresent(level -> node.put("level", Words.of(level)));
        node.set("teams", Json.strings(new TreeSet<>(known.teams())));
        node.put("read_at", Words.of(known.readAt())).put("tried_at", Words.of(known.triedAt()));
        known.trouble().ifPresent(why -> node.put("trouble", why));
        known.askedAt().ifPresent(at -> node.put("asked_at", Words.of(at)));
        return node;
    }

    private static GitHubRights rights(JsonNode node) {
        return new GitHubRights(
                Json.optionalText(node, "level").map(word -> Words.parse(Level.class, word)),
                new HashSet<>(Json.strings(node, "teams")),
                Words.time(Json.text(node, "read_at")),
                Json.optionalText(node, "trouble"),
                Words.time(Json.text(node, "tried_at")),
                Json.optionalText(node, "asked_at").map(Words::time));
    }
}
