package io.jenkins.plugins.homu.server.jcasc;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Writes the YAML that Configuration as Code reads: maps, lists, and comments where they belong. Texts are always in
 * double quotes, with everything escaped that is not plain ASCII, so they mean the same to every reader, whatever is in
 * them; <code>${</code> is escaped besides, which Configuration as Code would take for a variable. Keys are ours.
 */
final class YamlWriter {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();
    private String indent = "";
    private boolean startsItem;

    /** As one line, or several where the text has several; other people's words can't end it. */
    void comment(String text) {
        for (String line : text.split("\n", -1)) {
            String at = startsItem ? indent.substring(STEP.length()) : indent;
            out.append(at).append(line.isBlank() ? "#" : "# " + escaped(line)).append('\n');
        }
    }

    void text(String key, String value) {
        line(key + ": " + quoted(value));
    }

    void number(String key, int value) {
        line(key + ": " + value);
    }

    void flag(String key, boolean value) {
        line(key + ": " + value);
    }

    void texts(String key, Collection<String> values) {
        line(key + ": " + values.stream().map(YamlWriter::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** A map or a list, whose content {@code body} writes; it must write something. */
    void block(String key, Runnable body) {
        line(key + ":");
        String before = indent;
        indent += STEP;
        body.run();
        indent = before;
    }

    /** A list, whose items {@code body} writes; with none of them it must not be called. */
    void list(String key, Runnable body) {
        line(key + ":");
        body.run();
    }

    /** One item of a list, a map that {@code body} writes. */
    void item(Runnable body) {
        String before = indent;
        indent += STEP;
        startsItem = true;
        body.run();
        startsItem = false;
        indent = before;
    }

    private void line(String text) {
        if (startsItem) {
            out.append(indent, 0, indent.length() - STEP.length()).append("- ");
            startsItem = false;
        } else {
            out.append(indent);
        }
        out.append(text).append('\n');
    }

    private static String quoted(String text) {
        String marked = text.replace("${", "^${").replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + escaped(marked) + '"';
    }

    /** Everything that is not plain ASCII as YAML writes it. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (c >= ' ' && c < 127) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format(c > 0xffff ? "\\U%08X" : "\\u%04X", c));
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
