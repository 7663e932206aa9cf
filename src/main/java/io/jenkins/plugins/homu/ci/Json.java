package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads JSON that somebody else wrote: no deeper, no longer and no larger than what we can use. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ELEMENTS = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(25 * 1024 * 1024)
                    .maxNumberLength(100)
                    .build())
            // Interned names of hostile bodies would stay for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Set<String> left;

    private Json(Set<String> left) {
        this.left = left;
    }

    /**
     * @param left names of fields that are not even read, wherever they are: whole logs, for example
     * @throws Malformed when it isn't one JSON value in UTF-8
     */
    static JsonNode read(byte[] json, Set<String> left) throws Malformed {
        for (int i = 0; i < 4 && i < json.length; i++) {
            // Jackson would guess UTF-16 and UTF-32 by these.
            if (json[i] == 0 || json[i] == (byte) 0xfe || json[i] == (byte) 0xff) {
                throw notJson();
            }
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw notJson();
            }
            JsonNode value = new Json(left).value(parser);
            if (parser.nextToken() != null) {
                throw notJson();
            }
            return value;
        } catch (IOException e) {
            // Jackson's message quotes the body, which is somebody else's text.
            throw notJson();
        }
    }

    private static Malformed notJson() {
        return new Malformed("it is not JSON in UTF-8, or is nested too deep, or has a value that is too long");
    }

    private JsonNode value(JsonParser parser) throws IOException, Malformed {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> throw notJson();
        };
    }

    private JsonNode object(JsonParser parser) throws IOException, Malformed {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (left.contains(name)) {
                parser.skipChildren();
                continue;
            }
            if (object.size() >= MOST_ELEMENTS) {
                throw new Malformed("an object in it has more than " + MOST_ELEMENTS + " fields");
            }
            object.set(name, value(parser));
        }
        return object;
    }

    private JsonNode array(JsonParser parser) throws IOException, Malformed {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw notJson();
            }
            if (array.size() >= MOST_ELEMENTS) {
                throw new Malformed("an array in it has more than " + MOST_ELEMENTS + " elements");
            }
            array.add(value(parser));
        }
        return array;
    }

    /** A field that is a text, and not an empty one. */
    static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /** A field that is a whole number and not negative. */
    static Optional<Long> number(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name))
                .filter(node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0)
                .map(JsonNode::longValue);
    }
}
