package io.jenkins.plugins.homu.server.configuration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the same settings from JSON, as the original does where it finds no cfg.toml. */
final class JsonSource {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Interpolation interpolation;

    private JsonSource(Interpolation interpolation) {
        this.interpolation = interpolation;
    }

    /** Empty after a syntax error, which is reported. */
    static Optional<Node.Table> read(String text, Interpolation interpolation, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problems.error(1, "", "the file must hold one JSON object");
                return Optional.empty();
            }
            Node.Table table = new JsonSource(interpolation).table(parser, "");
            if (parser.nextToken() != null) {
                problems.error(parser.currentLocation().getLineNr(), "", "there is something after the JSON object");
                return Optional.empty();
            }
            return Optional.of(table);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            problems.error(line, "", "column " + column + ": " + e.getOriginalMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private Node.Table table(JsonParser parser, String path) throws IOException {
        int line = line(parser);
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            entries.put(key, node(parser, Section.join(path, key)));
        }
        return new Node.Table(entries, line);
    }

    private Node node(JsonParser parser, String path) throws IOException {
        int line = line(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(parser, path);
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(parser, path));
                }
                yield new Node.Items(items, line);
            }
            case VALUE_STRING -> interpolation.text(parser.getText(), line, path);
            case VALUE_TRUE -> new Node.Flag(true, line);
            case VALUE_FALSE -> new Node.Flag(false, line);
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new Node.Other("a number out of range", line)
                        : new Node.Whole(parser.getLongValue(), line);
            case VALUE_NULL -> new Node.Other("null", line);
            default -> new Node.Other("a fraction", line);
        };
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
