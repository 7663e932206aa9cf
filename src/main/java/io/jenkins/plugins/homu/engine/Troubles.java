package io.jenkins.plugins.homu.engine;

import java.util.Optional;
import java.util.TreeMap;

/** What went wrong last in each part of a repository and has not gone right since. */
final class Troubles {
    private final TreeMap<String, String> byPart = new TreeMap<>();

    synchronized void set(String part, String text) {
        byPart.put(part, text);
    }

    synchronized void clear(String part) {
        byPart.remove(part);
    }

    /** In words for people; may hold what the other side said. */
    synchronized Optional<String> text() {
        return byPart.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", byPart.values()));
    }
}
