package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of a JSON object that somebody else wrote. JSON's null counts as missing. */
final class Fields {
    private final JsonNode node;
    private final String path;

    private Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @param what names it in messages, such as {@code the body} */
    static Fields of(JsonNode node, String what) throws Malformed {
        if (node == null || !node.isObject()) {
            throw new Malformed(what + " is not a JSON object");
        }
        return new Fields(node, "");
    }

    Optional<Fields> optional(String name) throws Malformed {
        JsonNode child = node.get(name);
        if (absent(child)) {
            return Optional.empty();
        }
        if (!child.isObject()) {
            throw new Malformed(path + name + " is not an object");
        }
        return Optional.of(new Fields(child, path + name + "."));
    }

    Fields object(String name) throws Malformed {
        return optional(name).orElseThrow(() -> missing(name));
    }

    boolean has(String name) {
        return !absent(node.get(name));
    }

    Optional<String> optionalText(String name) throws Malformed {
        JsonNode child = node.get(name);
        if (absent(child)) {
            return Optional.empty();
        }
        if (!child.isTextual()) {
            throw new Malformed(path + name + " is not a string");
        }
        return Optional.of(child.textValue());
    }

    String text(String name) throws Malformed {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** A number from 1 to what an {@code int} can hold. */
    int number(String name) throws Malformed {
        long value = id(name);
        if (value > Integer.MAX_VALUE) {
            throw new Malformed(path + name + " is out of range");
        }
        return (int) value;
    }

    /** A number from 1 to what a {@code long} can hold; GraphQL writes such numbers as strings. */
    long id(String name) throws Malformed {
        JsonNode child = node.get(name);
        if (absent(child)) {
            throw missing(name);
        }
        if (child.isTextual() && child.textValue().matches("[0-9]{1,18}")) {
            return Long.parseLong(child.textValue());
        }
        if (!child.isIntegralNumber()) {
            throw new Malformed(path + name + " is not a whole number");
        }
        if (!child.canConvertToLong() || child.longValue() < 1) {
            throw new Malformed(path + name + " is out of range");
        }
        return child.longValue();
    }

    Optional<Boolean> optionalFlag(String name) throws Malformed {
        JsonNode child = node.get(name);
        if (absent(child)) {
            return Optional.empty();
        }
        if (!child.isBoolean()) {
            throw new Malformed(path + name + " is not a boolean");
        }
        return Optional.of(child.booleanValue());
    }

    /** False when it is missing. */
    boolean flag(String name) throws Malformed {
        return optionalFlag(name).orElse(false);
    }

    CommitSha sha(String name) throws Malformed {
        return optionalSha(name).orElseThrow(() -> missing(name));
    }

    Optional<CommitSha> optionalSha(String name) throws Malformed {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommitSha(text.get()));
        } catch (IllegalArgumentException e) {
            throw new Malformed(path + name + " is not the full name of a commit");
        }
    }

    /** From {@code owner/name}. */
    RepositoryId repository(String name) throws Malformed {
        try {
            return RepositoryId.parse(text(name));
        } catch (IllegalArgumentException e) {
            throw new Malformed(path + name + " is not OWNER/NAME");
        }
    }

    Instant time(String name) throws Malformed {
        return optionalTime(name).orElseThrow(() -> missing(name));
    }

    Optional<Instant> optionalTime(String name) throws Malformed {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
        } catch (DateTimeException e) {
            throw new Malformed(path + name + " is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** The objects of an array; none when it is missing. */
    List<Fields> list(String name) throws Malformed {
        JsonNode child = node.get(name);
        if (absent(child)) {
            return List.of();
        }
        return elements(child, path + name);
    }

    /** The objects of a whole answer that is an array. */
    static List<Fields> elements(JsonNode array, String what) throws Malformed {
        if (!array.isArray()) {
            throw new Malformed(what + " is not an array");
        }
        List<Fields> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            JsonNode element = array.get(i);
            if (absent(element)) {
                continue;
            }
            if (!element.isObject()) {
                throw new Malformed(what + "[" + i + "] is not an object");
            }
            elements.add(new Fields(element, what + "[" + i + "]."));
        }
        return elements;
    }

    Malformed missing(String name) {
        return new Malformed(path + name + " is missing");
    }

    private static boolean absent(JsonNode child) {
        return child == null || child.isNull() || child.isMissingNode();
    }
}
