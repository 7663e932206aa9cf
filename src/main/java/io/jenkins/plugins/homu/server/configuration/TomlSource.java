package io.jenkins.plugins.homu.server.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads TOML. */
final class TomlSource {
    private final Interpolation interpolation;

    private TomlSource(Interpolation interpolation) {
        this.interpolation = interpolation;
    }

    /** Empty after syntax errors, of which all are reported that the parser finds: half a file would only mislead. */
    static Optional<Node.Table> read(String text, Interpolation interpolation, Problems problems) {
        TomlParseResult result = Toml.parse(text);
        for (TomlParseError error : result.errors()) {
            problems.error(
                    error.position().line(), "", "column " + error.position().column() + ": " + error.getMessage());
        }
        if (result.hasErrors()) {
            return Optional.empty();
        }
        return Optional.of(new TomlSource(interpolation).table(result, "", 0));
    }

    private Node.Table table(TomlTable table, String path, int line) {
        record Entry(String key, Object value, int line) {}
        List<Entry> entries = new ArrayList<>();
        for (String key : table.keySet()) {
            List<String> name = List.of(key);
            entries.add(new Entry(key, table.get(name), line(table.inputPositionOf(name))));
        }
        entries.sort(Comparator.comparingInt(Entry::line));
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (Entry entry : entries) {
            nodes.put(entry.key(), node(entry.value(), Section.join(path, entry.key()), entry.line()));
        }
        return new Node.Table(nodes, line);
    }

    private Node node(Object value, String path, int line) {
        if (value instanceof String text) {
            return interpolation.text(text, line, path);
        }
        if (value instanceof Long number) {
            return new Node.Whole(number, line);
        }
        if (value instanceof Boolean flag) {
            return new Node.Flag(flag, line);
        }
        if (value instanceof TomlTable table) {
            return table(table, path, line);
        }
        if (value instanceof TomlArray array) {
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                items.add(node(array.get(i), path, line(array.inputPositionOf(i))));
            }
            return new Node.Items(items, line);
        }
        return new Node.Other(value instanceof Double ? "a fraction" : "a date or time", line);
    }

    private static int line(TomlPosition position) {
        return position == null ? 0 : position.line();
    }
}
