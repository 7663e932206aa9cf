package io.jenkins.plugins.homu.server.configuration;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} by a variable of the environment, in the values of strings. {@code $${NAME}} stands for
 * {@code ${NAME}} itself. What a variable holds is not looked through again.
 */
final class Interpolation {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

    /** As the Quay fork's start script takes it. Nothing that is meant as it stands looks like this. */
    private static final Pattern OTHER_FORM = Pattern.compile("\\$([A-Z][A-Z0-9_]*)");

    private final boolean off;
    private final Map<String, String> environment;
    private final Problems problems;

    Interpolation(Map<String, String> environment, Problems problems) {
        this(false, environment, problems);
    }

    private Interpolation(boolean off, Map<String, String> environment, Problems problems) {
        this.off = off;
        this.environment = Map.copyOf(environment);
        this.problems = problems;
    }

    /** Leaves texts as they are: what comes over the network must not read our environment. */
    static Interpolation none(Problems problems) {
        return new Interpolation(true, Map.of(), problems);
    }

    Node.Text text(String raw, int line, String key) {
        if (off) {
            return new Node.Text(raw, false, line);
        }
        Matcher other = OTHER_FORM.matcher(raw);
        if (other.matches()) {
            problems.warning(
                    line,
                    key,
                    "is taken as it stands; for the variable of the environment write ${" + other.group(1) + "}");
        }
        Matcher matcher = VARIABLE.matcher(raw);
        StringBuilder value = new StringBuilder();
        boolean broken = false;
        while (matcher.find()) {
            String replacement;
            if (matcher.group(1) != null) {
                replacement = "${";
            } else {
                replacement = environment.get(matcher.group(2));
                if (replacement == null) {
                    broken = true;
                    replacement = "";
                    problems.error(
                            line,
                            key,
                            "the environment variable " + matcher.group(2)
                                    + " is not set; set it before the start, or write $${" + matcher.group(2)
                                    + "} for the text itself");
                }
            }
            matcher.appendReplacement(value, Matcher.quoteReplacement(replacement));
        }
        return new Node.Text(matcher.appendTail(value).toString(), broken, line);
    }
}
