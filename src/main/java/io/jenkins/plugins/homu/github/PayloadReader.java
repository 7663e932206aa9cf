package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads of a webhook's body the fields that we use, and only skims the rest. It is read before its signature is checked,
 * since only the body says whose secret to check it with: so whoever sends it, it costs no more memory than those fields
 * may take.
 */
final class PayloadReader {
    private static final int MOST_ELEMENTS = 1000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * What is wanted of a value.
     *
     * @param fields of an object, or of each object in an array; empty: the value itself is wanted, or that it is there
     */
    private record Wanted(Map<String, Wanted> fields) {}

    private static final Wanted VALUE = new Wanted(Map.of());
    private static final Wanted USER = fields("login", VALUE);
    private static final Wanted PULL_REQUEST = new Wanted(Map.ofEntries(
            Map.entry("number", VALUE),
            Map.entry("title", VALUE),
            Map.entry("body", VALUE),
            Map.entry("user", USER),
            Map.entry("head", fields("sha", VALUE, "ref", VALUE, "repo", fields("owner", USER))),
            Map.entry("base", fields("ref", VALUE)),
            Map.entry("draft", VALUE),
            Map.entry("labels", fields("name", VALUE)),
            Map.entry("assignees", USER),
            Map.entry("mergeable", VALUE),
            Map.entry("state", VALUE),
            Map.entry("merged", VALUE),
            Map.entry("merged_at", VALUE),
            Map.entry("merge_commit_sha", VALUE),
            Map.entry("updated_at", VALUE)));
    private static final Wanted COMMENT = new Wanted(Map.ofEntries(
            Map.entry("id", VALUE),
            Map.entry("body", VALUE),
            Map.entry("user", USER),
            Map.entry("html_url", VALUE),
            Map.entry("created_at", VALUE),
            Map.entry("submitted_at", VALUE),
            Map.entry("commit_id", VALUE),
            Map.entry("original_commit_id", VALUE)));
    private static final Wanted CHECK_RUN = new Wanted(Map.ofEntries(
            Map.entry("name", VALUE),
            Map.entry("head_sha", VALUE),
            Map.entry("status", VALUE),
            Map.entry("conclusion", VALUE),
            Map.entry("details_url", VALUE),
            Map.entry("html_url", VALUE),
            Map.entry("output", fields("title", VALUE))));
    private static final Wanted PAYLOAD = new Wanted(Map.ofEntries(
            Map.entry("action", VALUE),
            Map.entry("repository", fields("full_name", VALUE, "id", VALUE)),
            Map.entry("sender", USER),
            Map.entry("issue", fields("number", VALUE, "pull_request", VALUE)),
            Map.entry("comment", COMMENT),
            Map.entry("review", COMMENT),
            Map.entry("pull_request", PULL_REQUEST),
            Map.entry("ref", VALUE),
            Map.entry("before", VALUE),
            Map.entry("after", VALUE),
            Map.entry("forced", VALUE),
            Map.entry("head_commit", fields("message", VALUE)),
            Map.entry("sha", VALUE),
            Map.entry("context", VALUE),
            Map.entry("state", VALUE),
            Map.entry("description", VALUE),
            Map.entry("target_url", VALUE),
            Map.entry("check_run", CHECK_RUN)));

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(2 * 1024 * 1024)
                    .maxNumberLength(100)
                    .build())
            // Interned names of hostile bodies would stay for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private PayloadReader() {}

    private static Wanted fields(Object... namesAndWanted) {
        Map<String, Wanted> fields = new HashMap<>();
        for (int i = 0; i < namesAndWanted.length; i += 2) {
            fields.put((String) namesAndWanted[i], (Wanted) namesAndWanted[i + 1]);
        }
        return new Wanted(Map.copyOf(fields));
    }

    /** @throws Malformed when it isn't one JSON object in UTF-8, is nested too deep, or names a field of ours twice */
    static Fields read(byte[] json) throws Malformed {
        if (isOtherEncoding(json)) {
            throw new Malformed("the body is not JSON in UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("the body is not a JSON object");
            }
            JsonNode payload = value(parser, PAYLOAD);
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the JSON object in the body");
            }
            return Fields.of(payload, "the body");
        } catch (IOException e) {
            // Jackson's message quotes the body, which is somebody else's text.
            throw new Malformed(
                    "the body is not JSON in UTF-8, is nested too deep, or has a number or a text that is too long");
        }
    }

    /** Jackson would guess UTF-16 and UTF-32 by their zero bytes or their mark. */
    private static boolean isOtherEncoding(byte[] json) {
        for (int i = 0; i < 4 && i < json.length; i++) {
            if (json[i] == 0 || json[i] == (byte) 0xfe || json[i] == (byte) 0xff) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode value(JsonParser parser, Wanted wanted) throws IOException, Malformed {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                return object(parser, wanted);
            }
            case START_ARRAY -> {
                return array(parser, wanted);
            }
            case VALUE_STRING -> {
                return NODES.textNode(parser.getText());
            }
            case VALUE_NUMBER_INT -> {
                return NODES.numberNode(parser.getBigIntegerValue());
            }
            case VALUE_NUMBER_FLOAT -> {
                return NODES.numberNode(parser.getDoubleValue());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return NODES.booleanNode(parser.getBooleanValue());
            }
            case VALUE_NULL -> {
                return NODES.nullNode();
            }
            default -> throw new Malformed("the body ends too early");
        }
    }

    private static JsonNode object(JsonParser parser, Wanted wanted) throws IOException, Malformed {
        ObjectNode object = NODES.objectNode();
        if (wanted.fields.isEmpty()) {
            parser.skipChildren();
            return object;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Wanted child = wanted.fields.get(name);
            parser.nextToken();
            if (child == null) {
                parser.skipChildren();
            } else if (object.putIfAbsent(name, value(parser, child)) != null) {
                // Which of the two counts would depend on who reads it.
                throw new Malformed("the body has the field " + name + " twice");
            }
        }
        return object;
    }

    private static JsonNode array(JsonParser parser, Wanted wanted) throws IOException, Malformed {
        ArrayNode array = NODES.arrayNode();
        if (wanted.fields.isEmpty()) {
            parser.skipChildren();
            return array;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new Malformed("the body ends too early");
            }
            if (array.size() >= MOST_ELEMENTS) {
                throw new Malformed("an array in the body has more than " + MOST_ELEMENTS + " elements");
            }
            array.add(value(parser, wanted));
        }
        return array;
    }
}
