package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON documents that describe repositories. */
public final class Documents {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(30)
                            .maxStringLength(256 * 1024)
                            .maxNumberLength(30)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Names of what only the answer that creates it shows. The address of Quay's trigger has its key in it; what the
     * credentials of a Jenkins are called is no secret.
     */
    private static final Pattern SECRET = Pattern.compile(
            "(?!(?:credentials|secret)_id$)(?:.*(?:secret|token|passw|credential|private).*|.*key|webhooks?)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern USER_IN_ADDRESS = Pattern.compile("//[^/@\\s]*@");

    private Documents() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @throws Refusal 400 when it isn't one JSON object in UTF-8; the message doesn't repeat it */
    static ObjectNode parse(byte[] body) throws Refusal {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(400, "Malformed json: the body is not UTF-8.", List.of(), e);
        }
        Optional<ObjectNode> parsed = parse(text);
        return parsed.orElseThrow(() -> new Refusal(
                400,
                "Malformed json: the body must be one JSON object, no name in it twice, nested at most 30 deep, without"
                        + " anything after it."));
    }

    /** Empty when it isn't one JSON object. */
    public static Optional<ObjectNode> parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            // Jackson's message quotes the body, which may hold secrets.
            return Optional.empty();
        }
    }

    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /** The object of that name; one is put there when there is none, or something else. */
    public static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }

    /** A text that is not blank. */
    public static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue())
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** A copy without anything that is secret. */
    static ObjectNode withoutSecrets(ObjectNode document) {
        ObjectNode shown = object();
        for (Map.Entry<String, JsonNode> entry : document.properties()) {
            // "private": true is about who sees a repository.
            if (!SECRET.matcher(entry.getKey()).matches() || entry.getValue().isBoolean()) {
                shown.set(entry.getKey(), shown(entry.getValue()));
            }
        }
        return shown;
    }

    private static JsonNode shown(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return withoutSecrets(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode shown = MAPPER.createArrayNode();
            array.forEach(item -> shown.add(shown(item)));
            return shown;
        }
        return value.isTextual()
                ? MAPPER.getNodeFactory()
                        .textNode(USER_IN_ADDRESS.matcher(value.textValue()).replaceAll("//"))
                : value;
    }
}
