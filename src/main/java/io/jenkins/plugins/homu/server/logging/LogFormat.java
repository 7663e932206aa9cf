package io.jenkins.plugins.homu.server.logging;

import io.jenkins.plugins.homu.core.model.LogLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * One line for each message: {@code 2026-11-22T13:00:00.000Z INFO event=... repo=... pull=...}. An exception follows as
 * indented lines. Control characters never come out raw, so no text from outside can pass for a line of ours.
 */
public final class LogFormat extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String EVENT = "event=";

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder(200);
        TIME.formatTo(entry.getInstant(), line);
        line.append(' ').append(word(entry.getLevel())).append(' ');
        String message = formatMessage(entry);
        if (message == null) {
            message = "";
        }
        if (message.startsWith(EVENT)) {
            appendPrintable(line, message);
        } else {
            // A library's own words.
            line.append(LogLine.of("log").with("logger", entry.getLoggerName()).with("message", message));
        }
        line.append('\n');
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace, true));
            trace.toString().lines().forEach(part -> {
                line.append("    ");
                appendPrintable(line, part.strip());
                line.append('\n');
            });
        }
        return line.toString();
    }

    private static void appendPrintable(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hidden = Character.isISOControl(c)
                    || c == '\u2028'
                    || c == '\u2029'
                    || Character.getType(c) == Character.FORMAT;
            out.append(hidden ? '\uFFFD' : c);
        }
    }

    /** The names of {@link System.Logger}, in which everything of ours is logged. */
    private static String word(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }
}
