package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * JSON objects built and read field by field: the names in the database are those written here, whatever the Java side is
 * called later. Reading leaves unknown fields alone.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when it isn't JSON */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String writeStrings(Collection<String> values) {
        return write(strings(values));
    }

    static List<String> readStrings(String text) {
        return list(read(text), JsonNode::textValue);
    }

    /** Sorted by key, so that equal maps are equal text. */
    static <T> String writeMap(Map<String, T> map, Function<T, String> word) {
        ObjectNode node = object();
        new TreeMap<>(map).forEach((key, value) -> node.put(key, word.apply(value)));
        return write(node);
    }

    static <T> Map<String, T> readMap(String text, Function<String, T> parse) {
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : read(text).properties()) {
            map.put(entry.getKey(), parse.apply(entry.getValue().textValue()));
        }
        return map;
    }

    static <T> ArrayNode array(Collection<T> values, Function<T, JsonNode> write) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    static ArrayNode strings(Collection<String> values) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    /** Elements of an array; none of what is no array. */
    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        array.forEach(node -> values.add(read.apply(node)));
        return values;
    }

    static List<String> strings(JsonNode object, String field) {
        return list(object.path(field), JsonNode::textValue);
    }

    /** @throws IllegalArgumentException when it isn't there */
    static String text(JsonNode object, String field) {
        return optionalText(object, field).orElseThrow(() -> missing(field));
    }

    static Optional<String> optionalText(JsonNode object, String field) {
        return Optional.ofNullable(object.path(field).textValue());
    }

    /** @throws IllegalArgumentException when it isn't there */
    static long number(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.canConvertToLong()) {
            throw missing(field);
        }
        return node.longValue();
    }

    /** @throws IllegalArgumentException when it isn't there */
    static int integer(JsonNode object, String field) {
        return Math.toIntExact(number(object, field));
    }

    /** False when it isn't there. */
    static boolean flag(JsonNode object, String field) {
        return object.path(field).booleanValue();
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException("The field " + field + " is missing.");
    }
}
