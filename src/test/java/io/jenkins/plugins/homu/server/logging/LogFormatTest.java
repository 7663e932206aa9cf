package io.jenkins.plugins.homu.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.Test;

public class LogFormatTest {
    private static String format(Level level, String message, Throwable thrown) {
        LogRecord entry = new LogRecord(level, message);
        entry.setInstant(Instant.parse("2026-11-22T13:00:00Z"));
        entry.setLoggerName("org.example.Library");
        entry.setThrown(thrown);
        return new LogFormat().format(entry);
    }

    @Test
    public void aMessageIsOneLine() {
        assertThat(format(Level.INFO, "event=merged repo=widget pull=7", null))
                .isEqualTo("2026-11-22T13:00:00.000Z INFO event=merged repo=widget pull=7\n");
        assertThat(format(Level.SEVERE, "event=x", null)).isEqualTo("2026-11-22T13:00:00.000Z ERROR event=x\n");
        assertThat(format(Level.WARNING, "event=x", null)).contains("Z WARNING event");
        assertThat(format(Level.FINE, "event=x", null)).contains("Z DEBUG event");
        assertThat(format(Level.FINER, "event=x", null)).contains("Z TRACE event");
    }

    @Test
    public void wordsOfLibrariesGetTheSameForm() {
        assertThat(format(Level.INFO, "Started \"x\"", null))
                .isEqualTo(
                        "2026-11-22T13:00:00.000Z INFO event=log logger=org.example.Library message=\"Started \\\"x\\\"\"\n");
    }

    @Test
    public void controlCharactersNeverComeOutRaw() {
        String line = format(Level.INFO, "event=x title=a\n2026 INFO event=forged\u001b[31m\u202e\u2028", null);
        assertThat(line)
                .isEqualTo(
                        "2026-11-22T13:00:00.000Z INFO event=x title=a\uFFFD2026 INFO event=forged\uFFFD[31m\uFFFD\uFFFD\n");
        assertThat(format(Level.INFO, null, null)).endsWith("message=\"\"\n");
    }

    @Test
    public void exceptionsFollowAsIndentedLines() {
        String text = format(Level.SEVERE, "event=x", new IllegalStateException("bad\nevent=forged\u0007"));
        assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("    "));
        assertThat(text).contains("    java.lang.IllegalStateException: bad\n    event=forged\uFFFD\n    at ");
    }
}
