package io.jenkins.plugins.homu.core.model;

/**
 * One structured log line, {@code event=... repo=... pull=...}. Values that others control are quoted and stripped of
 * control characters, so that nobody can forge a second line.
 */
public final class LogLine {
    private static final int LONGEST_VALUE = 300;

    private final StringBuilder text = new StringBuilder(120);

    private LogLine(String event) {
        text.append("event=").append(event);
    }

    /** @param event a fixed word of ours, such as {@code merged} */
    public static LogLine of(String event) {
        return new LogLine(event);
    }

    public LogLine repository(String label) {
        return with("repo", label);
    }

    public LogLine pull(int number) {
        return with("pull", number);
    }

    /** @param value anything; quoted where it has other characters than those of a simple word */
    public LogLine with(String key, Object value) {
        text.append(' ').append(key).append('=').append(quote(String.valueOf(value)));
        return this;
    }

    /** The value as it may stand in a log line. */
    public static String quote(String value) {
        boolean simple = !value.isEmpty() && value.length() <= LONGEST_VALUE;
        for (int i = 0; simple && i < value.length(); i++) {
            char c = value.charAt(i);
            simple = c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\';
        }
        if (simple) {
            return value;
        }
        StringBuilder quoted = new StringBuilder(Math.min(value.length(), LONGEST_VALUE) + 8).append('"');
        for (int i = 0; i < value.length() && i < LONGEST_VALUE; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)
                    || c == '\u2028'
                    || c == '\u2029'
                    || Character.getType(c) == Character.FORMAT) {
                quoted.append('\uFFFD');
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(value.length() > LONGEST_VALUE ? "...\"" : "\"").toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
