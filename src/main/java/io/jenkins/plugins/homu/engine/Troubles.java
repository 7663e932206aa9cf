package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.util.Optional;
import java.util.TreeMap;

/** What went wrong last in each part of a repository and has not gone right since. */
final class Troubles {
    private static final String NAME = "name";

    private final TreeMap<String, String> byPart = new TreeMap<>();

    synchronized void set(String part, String text) {
        byPart.put(part, text);
    }

    synchronized void clear(String part) {
        byPart.remove(part);
    }

    /** @param now what GitHub calls the repository instead of what the configuration does */
    void renamed(RepositoryId configured, Optional<RepositoryId> now) {
        now.ifPresentOrElse(
                name -> set(
                        NAME,
                        "GitHub calls the repository " + name + " now, not " + configured
                                + ". That is followed for the time being: change owner and name in the configuration,"
                                + " before somebody else takes the old name"),
                () -> clear(NAME));
    }

    /** In words for people; may hold what the other side said. */
    synchronized Optional<String> text() {
        return byPart.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", byPart.values()));
    }
}
