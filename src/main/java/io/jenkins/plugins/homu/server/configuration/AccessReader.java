package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.Names;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads which rights people have by what they are on GitHub. */
final class AccessReader {
    private AccessReader() {}

    static AccessSettings read(Section section) {
        // The Rust fork's word for it: collaborators are reviewers.
        boolean collaborators = section.flag("auth_collaborators", false);
        Optional<Level> reviewers = level(section, "reviewer_permission")
                .or(() -> collaborators ? Optional.of(Level.WRITE) : Optional.empty());
        return new AccessSettings(
                reviewers,
                level(section, "try_permission"),
                teams(section, "reviewer_teams"),
                teams(section, "try_teams"));
    }

    private static Optional<Level> level(Section section, String key) {
        Optional<String> word = section.filled(key);
        Optional<Level> level = word.flatMap(it -> Level.granting(it.toLowerCase(Locale.ROOT)));
        if (word.isPresent() && level.isEmpty()) {
            section.error(
                    key,
                    "must be one of " + String.join(", ", Level.GRANTING)
                            + (word.get().equalsIgnoreCase("read")
                                    ? "; everybody has read in a public repository, so it would give the right to anybody"
                                    : ""));
        }
        return level;
    }

    private static Set<String> teams(Section section, String key) {
        Set<String> teams = new LinkedHashSet<>();
        for (String team : section.texts(key)) {
            if (Names.isTeam(team)) {
                teams.add(team.toLowerCase(Locale.ROOT));
            } else {
                section.error(
                        key,
                        "\"" + team + "\" can't be a team; write organisation/team, as in the address"
                                + " github.com/orgs/ORGANISATION/teams/TEAM");
            }
        }
        return teams;
    }
}
