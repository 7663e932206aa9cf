package io.jenkins.plugins.homu.core.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has rights by what they are on GitHub, beside those that are named in the configuration.
 *
 * @param reviewLevel collaborators of that level and above are reviewers; empty: none is by that
 * @param tryLevel the same for try users
 * @param reviewTeams members of these teams are reviewers; {@code organisation/team}
 * @param tryTeams the same for try users
 */
public record AccessSettings(
        Optional<Level> reviewLevel, Optional<Level> tryLevel, Set<String> reviewTeams, Set<String> tryTeams) {
    /** A collaborator's permission on GitHub, from the lowest to the highest. */
    public enum Level {
        READ,
        TRIAGE,
        WRITE,
        MAINTAIN,
        ADMIN;

        /** The levels that rights can be given by: everybody has READ in a public repository. */
        public static final List<String> GRANTING = List.of("triage", "write", "maintain", "admin");

        /** One of {@link #GRANTING}; empty for any other word. */
        public static Optional<Level> granting(String word) {
            return GRANTING.contains(word) ? Optional.of(valueOf(word.toUpperCase(Locale.ROOT))) : Optional.empty();
        }
    }

    /** Nobody by what they are on GitHub. */
    public static final AccessSettings NONE =
            new AccessSettings(Optional.empty(), Optional.empty(), Set.of(), Set.of());

    public AccessSettings {
        reviewTeams = Set.copyOf(reviewTeams);
        tryTeams = Set.copyOf(tryTeams);
    }

    /** All teams that matter, those of reviewers first. */
    public List<String> teams() {
        Set<String> all = new LinkedHashSet<>(new TreeSet<>(reviewTeams));
        all.addAll(new TreeSet<>(tryTeams));
        return List.copyOf(all);
    }

    /** Whether a collaborator of that level is a reviewer. */
    public boolean isReviewLevel(Optional<Level> level) {
        return reviewLevel
                .filter(least -> level.filter(has -> has.compareTo(least) >= 0).isPresent())
                .isPresent();
    }

    /** Whether GitHub has to be asked for anybody. */
    public boolean asksGitHub() {
        return !equals(NONE);
    }
}
