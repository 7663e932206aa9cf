package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.server.configuration.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while the configuration is being read. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void error(int line, String key, String message) {
        found.add(new Problem(Severity.ERROR, line, key, message));
    }

    void warning(int line, String key, String message) {
        found.add(new Problem(Severity.WARNING, line, key, message));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** In the order of the file. */
    List<Problem> inOrder() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
