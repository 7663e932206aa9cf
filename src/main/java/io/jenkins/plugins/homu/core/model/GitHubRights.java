package io.jenkins.plugins.homu.core.model;

import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What GitHub said of a person's rights, and when.
 *
 * @param level as a collaborator; empty: none
 * @param teams those of the settings' teams that the person is an active member of
 * @param readAt when GitHub was asked for that; EPOCH: it never gave an answer
 * @param trouble why the last question had no full answer; empty: it had
 * @param triedAt when that was known
 * @param askedAt since when an answer is awaited; empty: none is
 */
public record GitHubRights(
        Optional<Level> level,
        Set<String> teams,
        Instant readAt,
        Optional<String> trouble,
        Instant triedAt,
        Optional<Instant> askedAt) {

    /** Of somebody whom GitHub was never asked about. */
    public static final GitHubRights UNKNOWN = new GitHubRights(
            Optional.empty(), Set.of(), Instant.EPOCH, Optional.empty(), Instant.EPOCH, Optional.empty());

    public GitHubRights {
        teams = Set.copyOf(teams);
    }

    public GitHubRights asked(Instant now) {
        return new GitHubRights(level, teams, readAt, trouble, triedAt, Optional.of(now));
    }

    public GitHubRights answered(Optional<Level> newLevel, Set<String> newTeams, Instant at) {
        return new GitHubRights(newLevel, newTeams, at, Optional.empty(), at, Optional.empty());
    }

    /** What was known before stays known, at its age. */
    public GitHubRights unanswered(String why, Instant now) {
        return new GitHubRights(level, teams, readAt, Optional.of(why), now, Optional.empty());
    }
}
