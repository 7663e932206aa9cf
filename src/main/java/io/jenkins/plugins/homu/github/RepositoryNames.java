package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How GitHub calls the repositories that the configuration names, and their numbers, which stay when one is renamed or
 * transferred. Learnt from GitHub's answers, the numbers from verified webhooks as well.
 */
public final class RepositoryNames {
    private static final System.Logger LOG = System.getLogger(RepositoryNames.class.getName());

    /** Afterwards the configured name is asked for again: it may be another repository's by then. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private record Known(long number, RepositoryId name, Instant seenAt) {}

    private final Clock clock;
    private final Map<RepositoryId, Known> known = new ConcurrentHashMap<>();

    RepositoryNames(Clock clock) {
        this.clock = clock;
    }

    /** Under which name to ask for a repository, so that GitHub need not send us on. */
    RepositoryId current(RepositoryId configured) {
        Known found = known.get(configured);
        return found == null || found.seenAt.plus(MEMORY).isBefore(clock.now()) ? configured : found.name;
    }

    /** What GitHub calls it instead, as far as we know. */
    Optional<RepositoryId> renamed(RepositoryId configured) {
        return Optional.ofNullable(known.get(configured)).map(Known::name).filter(name -> !name.equals(configured));
    }

    /** The configured name of the repository of that number. */
    Optional<RepositoryId> configured(long number) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().number == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** GitHub was asked for a repository, and gave one of that number and name. */
    void seen(RepositoryId configured, long number, RepositoryId name) {
        Optional<RepositoryId> before = renamed(configured);
        known.put(configured, new Known(number, name, clock.now()));
        Optional<RepositoryId> now = renamed(configured);
        if (now.equals(before)) {
            return;
        }
        LogLine line = LogLine.of(now.isPresent() ? "repository_renamed" : "repository_name_fits")
                .with("configured", configured);
        now.ifPresent(other -> line.with("now", other)
                .with("remedy", "it is followed for the time being: change owner and name in the configuration"));
        LOG.log(now.isPresent() ? Level.WARNING : Level.INFO, line.toString());
    }

    /**
     * A repository of that number spoke of itself by its configured name. That may have been long ago, and says nothing of
     * a later name; another number, though, is another repository.
     */
    void heard(RepositoryId configured, long number) {
        Known found = known.get(configured);
        if (found == null || found.number != number) {
            seen(configured, number, configured);
        }
    }

    /** GitHub did not send us on from the configured name. */
    void answered(RepositoryId configured) {
        known.computeIfPresent(configured, (name, found) -> found.name.equals(name) ? found : null);
    }
}
