package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A delivery as it came from a service, or as one is known to send it. */
record Captured(String name, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Captured json(String body) {
        return new Captured("", Map.of("Content-Type", "application/json"), body);
    }

    static Captured form(String body) {
        return new Captured("", Map.of("Content-Type", "application/x-www-form-urlencoded"), body);
    }

    /** All of a file, by name. */
    static Map<String, Captured> all(String file) {
        Map<String, Captured> all = new LinkedHashMap<>();
        resource(file).lines().forEach(line -> {
            try {
                JsonNode one = JSON.readTree(line);
                Map<String, String> headers = new LinkedHashMap<>();
                one.get("headers")
                        .properties()
                        .forEach(header ->
                                headers.put(header.getKey(), header.getValue().asText()));
                all.put(
                        one.get("name").asText(),
                        new Captured(
                                one.get("name").asText(),
                                headers,
                                one.get("body").asText()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all;
    }

    static String resource(String file) {
        try (InputStream stream = Captured.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Captured with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Captured(name, more, body);
    }

    Captured without(String header) {
        Map<String, String> less = new LinkedHashMap<>(headers);
        less.remove(header);
        return new Captured(name, less, body);
    }

    Captured body(String other) {
        return new Captured(name, headers, other);
    }

    Translation to(CallbackTranslator translator) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return translator.translate(
                header -> Optional.ofNullable(anyCase.get(header)), body.getBytes(StandardCharsets.UTF_8));
    }
}
