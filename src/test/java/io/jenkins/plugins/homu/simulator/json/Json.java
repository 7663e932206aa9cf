package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimReaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Small things that all bodies need. */
public final class Json {

    /** The one mapper of the simulator. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static <T> ArrayNode array(List<T> items, Function<T, ObjectNode> each) {
        ArrayNode result = array();
        items.forEach(item -> result.add(each.apply(item)));
        return result;
    }

    /** A time as GitHub writes it, or null. */
    public static String time(Instant time) {
        return time == null ? null : time.toString();
    }

    /** A global identifier in the manner of GitHub's older ones: length of the kind, kind, number, in Base64. */
    public static String nodeId(String kind, Object id) {
        String plain = String.format(java.util.Locale.ROOT, "0%d:%s%s", kind.length(), kind, id);
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** What follows the kind in a global identifier, or null when it is not one of that kind. */
    public static String idOf(String kind, String nodeId) {
        try {
            String plain = new String(Base64.getDecoder().decode(nodeId), StandardCharsets.UTF_8);
            String start = "0" + kind.length() + ":" + kind;
            return plain.startsWith(start) ? plain.substring(start.length()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static ObjectNode href(String url) {
        return object().put("href", url);
    }

    static ObjectNode reactions(String of, List<SimReaction> all) {
        ObjectNode node = object().put("url", of + "/reactions").put("total_count", all.size());
        for (String kind : SimReaction.CONTENTS) {
            node.put(
                    kind,
                    all.stream()
                            .filter(reaction -> reaction.content().equals(kind))
                            .count());
        }
        return node;
    }
}
