package io.jenkins.plugins.homu.server.configuration;

/**
 * Something wrong with the configuration.
 *
 * @param line where it stands, from 1; 0 when it has no place in the file
 * @param key the setting's full name, such as {@code repo.widget.github.secret}; empty when it concerns the whole file
 * @param message what is wrong and what to do about it; never the value of a secret
 */
public record Problem(Severity severity, int line, String key, String message) {
    /** Whether the server starts all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line for people: {@code cfg.toml:12: error: repo.widget.owner: is missing}. */
    public String describe(String file) {
        String place = line > 0 ? file + ":" + line : file;
        String name = key.isEmpty() ? "" : key + ": ";
        return printable(place + ": " + (isError() ? "error" : "warning") + ": " + name + message);
    }

    /** Keys and values come from a file: none of them may begin a second line or steer a terminal. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            safe.appendCodePoint(hidden ? '\uFFFD' : c);
        });
        return safe.toString();
    }
}
