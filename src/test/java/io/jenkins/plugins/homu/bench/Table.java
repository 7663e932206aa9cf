package io.jenkins.plugins.homu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures, as plain text. */
final class Table {
    private static final int NAME = 74;
    private static final int VALUE = 48;

    private final List<String> lines = new ArrayList<>();

    Table() {
        row("What", "Figure", "Goal");
        line("-".repeat(NAME + VALUE + 18));
    }

    /** @param goal empty: none */
    void row(String what, String figure, String goal) {
        line(String.format(Locale.ROOT, "%-" + NAME + "s %-" + VALUE + "s %s", what, figure, goal)
                .stripTrailing());
    }

    private void line(String text) {
        lines.add(text);
        System.out.println(text);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
