package io.jenkins.plugins.homu.jenkins.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One object within a document, whose settings are asked for one by one; whatever is wrong is told with its name. */
final class DocumentPart {
    private final String name;
    private final ObjectNode part;
    private final Set<String> known = new HashSet<>();

    /** @throws Refusal when it is no object */
    DocumentPart(ObjectNode document, String name) throws Refusal {
        this.name = name;
        if (!(document.get(name) instanceof ObjectNode object)) {
            throw new Refusal(422, name + ": must be an object");
        }
        this.part = object;
    }

    boolean has(String key) {
        return part.has(key);
    }

    /** Null when there is none, or nothing in it. */
    String text(String key) throws Refusal {
        JsonNode value = value(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(key, "must be a string");
        }
        return Texts.trimmed(value.textValue());
    }

    boolean flag(String key, boolean otherwise) throws Refusal {
        JsonNode value = value(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(key, "must be true or false");
        }
        return value.asBoolean(otherwise);
    }

    /** 0 when there is none. */
    long number(String key) {
        return value(key).asLong(0);
    }

    List<String> texts(String key) throws Refusal {
        List<String> texts = new ArrayList<>();
        JsonNode list = value(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw wrong(key, "must be a list of strings");
        }
        for (JsonNode one : list) {
            if (!one.isTextual()) {
                throw wrong(key, "must be a list of strings");
            }
            texts.add(one.textValue());
        }
        return texts;
    }

    private JsonNode value(String key) {
        known.add(key);
        return part.path(key);
    }

    /** Other settings that it may have. */
    void knows(String... keys) {
        known.addAll(List.of(keys));
    }

    /** A word about each setting that nobody asked for. */
    List<String> unknown() {
        List<String> words = new ArrayList<>();
        part.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                words.add(name + "." + key + ": is not a setting here, and is ignored");
            }
        });
        return words;
    }

    /** @param why goes on after a colon; never with a secret in it */
    Refusal wrong(String key, String why) {
        return new Refusal(422, name + "." + key + ": " + why);
    }
}
