package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What went wrong last in each part of a repository and has not gone right since. */
final class Troubles {
    private static final String NAME = "name";
    private static final String RIGHTS = "rights";
    private static final Duration SHOWN = Duration.ofHours(1);

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

    /** @param rights what is known by login; the newest trouble is told for an hour, for nobody may ask again */
    void rights(Map<String, GitHubRights> rights, Instant now) {
        rights.values().stream()
                .filter(known -> known.trouble().isPresent()
                        && known.triedAt().plus(SHOWN).isAfter(now))
                .max(Comparator.comparing(GitHubRights::triedAt))
                .flatMap(GitHubRights::trouble)
                .ifPresentOrElse(
                        why -> set(
                                RIGHTS,
                                "GitHub can't be asked for people's rights, so those who have them by GitHub's word"
                                        + " alone are refused: " + why),
                        () -> clear(RIGHTS));
    }

    /** In words for people; may hold what the other side said. */
    synchronized Optional<String> text() {
        return byPart.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", byPart.values()));
    }
}
