package io.jenkins.plugins.homu.server.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One table of the configuration while it is being read. Whatever is asked for by name becomes a known key; {@link #finish}
 * reports the others. Wrong types are reported at once, and read as absent.
 */
final class Section {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private final Node.Table table;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    Section(Node.Table table, String path, Problems problems) {
        this.table = table;
        this.path = path;
        this.problems = problems;
    }

    static String join(String path, String key) {
        String written = BARE_KEY.matcher(key).matches() ? key : '"' + key.replace("\"", "\\\"") + '"';
        return path.isEmpty() ? written : path + "." + written;
    }

    String name(String key) {
        return join(path, key);
    }

    String path() {
        return path;
    }

    int line() {
        return table.line();
    }

    /** The line of a key; that of the table when the key isn't there. */
    int line(String key) {
        Node node = table.entries().get(key);
        return node == null ? table.line() : node.line();
    }

    boolean has(String key) {
        return table.entries().containsKey(key);
    }

    /** Whether the key is there, and not as the name of a table. */
    boolean hasValue(String key) {
        return has(key) && !(table.entries().get(key) instanceof Node.Table);
    }

    boolean isNumber(String key) {
        return table.entries().get(key) instanceof Node.Whole;
    }

    /** Makes a key known without reading it; whether it is there. */
    boolean known(String key) {
        known.add(key);
        return has(key);
    }

    /** Makes a key known that isn't read because a table has its name, or nothing. */
    Optional<String> absent(String key) {
        if (!has(key)) {
            known.add(key);
        }
        return Optional.empty();
    }

    /** About the table as a whole. */
    void error(String message) {
        problems.error(table.line(), path, message);
    }

    /** About the table as a whole. */
    void warning(String message) {
        problems.warning(table.line(), path, message);
    }

    void error(String key, String message) {
        problems.error(line(key), name(key), message);
    }

    void warning(String key, String message) {
        problems.warning(line(key), name(key), message);
    }

    private Optional<Node> find(String key) {
        known.add(key);
        return Optional.ofNullable(table.entries().get(key));
    }

    private <T extends Node> Optional<T> typed(String key, Class<T> type, String wanted) {
        Optional<Node> node = find(key);
        if (node.isPresent() && !type.isInstance(node.get())) {
            error(key, "must be " + wanted + ", not " + node.get().kind());
            return Optional.empty();
        }
        return node.map(type::cast);
    }

    /** As written; empty when absent. */
    Optional<String> text(String key) {
        return typed(key, Node.Text.class, "a string").map(Node.Text::value);
    }

    /** Without spaces around it; empty when absent or blank. */
    Optional<String> filled(String key) {
        return text(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The same, and an error when there is none. @param why what it is for, or where to get it */
    Optional<String> required(String key, String why) {
        Optional<String> value = filled(key);
        if (value.isEmpty() && !isReported(key)) {
            error(key, (has(key) ? "is empty" : "is missing") + ": " + why);
        }
        return value;
    }

    /** Whether the value was complained of already: it is of a wrong type, or names a variable that isn't set. */
    boolean isReported(String key) {
        Node node = table.entries().get(key);
        return node instanceof Node.Text text ? text.broken() : node != null;
    }

    boolean flag(String key, boolean absent) {
        return typed(key, Node.Flag.class, "true or false")
                .map(Node.Flag::value)
                .orElse(absent);
    }

    int number(String key, int absent, int lowest, int highest) {
        Optional<Node.Whole> number = typed(key, Node.Whole.class, "a whole number");
        if (number.isEmpty()) {
            return absent;
        }
        long value = number.get().value();
        if (value < lowest || value > highest) {
            error(key, value + " is out of range; it must be from " + lowest + " to " + highest);
            return absent;
        }
        return (int) value;
    }

    /** Seconds as a number, or a text such as {@code 90m}. */
    Duration duration(String key, Duration absent, Duration lowest, Duration highest) {
        Optional<Node> node = find(key);
        if (node.isEmpty()) {
            return absent;
        }
        Optional<Duration> value = Optional.empty();
        if (node.get() instanceof Node.Whole number) {
            value = Optional.of(Duration.ofSeconds(Math.max(-1, Math.min(number.value(), highest.toSeconds() + 1))));
        } else if (node.get() instanceof Node.Text text) {
            value = Durations.parse(text.value());
            if (text.broken()) {
                return absent;
            }
        }
        if (value.isEmpty()) {
            String written =
                    node.get() instanceof Node.Text ? "this" : node.get().kind();
            error(key, "must be seconds as a number, or a time such as \"90m\", \"1h 30m\" or \"2d\", not " + written);
            return absent;
        }
        if (value.get().compareTo(lowest) < 0 || value.get().compareTo(highest) > 0) {
            error(
                    key,
                    "is out of range; it must be from " + Durations.format(lowest) + " to "
                            + Durations.format(highest));
            return absent;
        }
        return value.get();
    }

    /** A list of non-empty strings. */
    List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        typed(key, Node.Items.class, "a list of strings").ifPresent(list -> {
            int place = 0;
            for (Node item : list.items()) {
                place++;
                if (!(item instanceof Node.Text text)) {
                    error(key, "must hold strings only, but item " + place + " is " + item.kind());
                } else if (!text.value().isBlank()) {
                    values.add(text.value().strip());
                } else if (!text.broken()) {
                    warning(key, "item " + place + " is empty, which means nothing; remove it");
                }
            }
        });
        return values;
    }

    /** The table of that name; empty when absent. */
    Optional<Section> table(String key) {
        return typed(key, Node.Table.class, "a table, [" + name(key) + "]").map(found -> child(key, found));
    }

    /** The table of that name; one without any key when absent. */
    Section tableOrEmpty(String key) {
        return table(key).orElseGet(() -> child(key, new Node.Table(Map.of(), table.line())));
    }

    /** All tables in this one, by name; anything else in it is an error. @param word what a name stands for */
    Map<String, Section> tables(String word) {
        Map<String, Section> tables = new LinkedHashMap<>();
        for (String key : table.entries().keySet()) {
            typed(key, Node.Table.class, "a table, [" + path + "." + word + "]")
                    .ifPresent(found -> tables.put(key, child(key, found)));
        }
        return tables;
    }

    /** Those tables in this one that were not asked for by their name. */
    Map<String, Section> otherTables() {
        Map<String, Section> tables = new LinkedHashMap<>();
        table.entries().forEach((key, node) -> {
            if (!known.contains(key) && node instanceof Node.Table found) {
                tables.put(key, child(key, found));
            }
        });
        known.addAll(tables.keySet());
        return tables;
    }

    private Section child(String key, Node.Table found) {
        return new Section(found, name(key), problems);
    }

    /** Keys that the original or its forks know and that this version does nothing with. @param why what follows from that */
    void unsupported(String why, String... keys) {
        for (String key : keys) {
            find(key).filter(Section::says).ifPresent(node -> warning(key, why));
        }
    }

    /** Keys of the original that mean nothing any more, because what they ask for is always so. */
    void meaningless(String... keys) {
        known.addAll(List.of(keys));
    }

    /** False for a value that asks for nothing: false, an empty text, list or table. */
    private static boolean says(Node node) {
        if (node instanceof Node.Flag flag) {
            return flag.value();
        }
        if (node instanceof Node.Text text) {
            return !text.value().isBlank();
        }
        if (node instanceof Node.Items list) {
            return !list.items().isEmpty();
        }
        return true;
    }

    /** Reports every key that nobody asked for. */
    void finish() {
        for (String key : table.entries().keySet()) {
            if (!known.contains(key)) {
                Set<String> free =
                        known.stream().filter(name -> !has(name)).collect(Collectors.toCollection(TreeSet::new));
                warning(
                        key,
                        "is not a setting"
                                + Suggestion.nearest(key, free)
                                        .map(name -> "; did you mean " + name + "?")
                                        .orElse(", and is ignored; remove it"));
            }
        }
    }
}
