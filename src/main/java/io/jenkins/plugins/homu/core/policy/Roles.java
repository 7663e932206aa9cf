package io.jenkins.plugins.homu.core.policy;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is a reviewer and who a try user at one moment: by name in the settings, or by what GitHub said of them. What GitHub
 * said grows old: nobody has a right by a word that is older than what it is asked for.
 *
 * @param known what GitHub said, by login in lower case
 */
public record Roles(RepositorySettings settings, Map<String, GitHubRights> known, Instant now) {
    /** A command is obeyed by GitHub's word of so long ago at most. */
    public static final Duration FOR_COMMANDS = Duration.ofMinutes(10);

    /** A base is moved by GitHub's word of so long ago at most. */
    public static final Duration FOR_MERGES = Duration.ofMinutes(1);

    /** A test is started by GitHub's word of so long ago at most; before the merge it is asked for again in any case. */
    public static final Duration FOR_TESTS = Duration.ofHours(1);

    /** So long after a question without an answer, another one would not learn more. */
    public static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    public static Roles of(RepositoryState state, RepositorySettings settings, Instant now) {
        return new Roles(settings, state.rights(), now);
    }

    /** A key of {@link #known}. */
    public static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }

    /** By the settings alone: whoever is named there needs no word of GitHub's. */
    public Roles named() {
        return new Roles(settings, Map.of(), now);
    }

    public boolean isReviewer(String login) {
        return settings.isReviewer(login) || isReviewerOnGitHub(login, FOR_COMMANDS);
    }

    public boolean isTryUser(String login) {
        return settings.isTryUser(login)
                || (isRead(login, FOR_COMMANDS)
                        && grants(
                                login,
                                settings.access().tryLevel(),
                                settings.access().tryTeams()));
    }

    private boolean isReviewerOnGitHub(String login, Duration age) {
        AccessSettings access = settings.access();
        return isRead(login, age) && grants(login, access.reviewLevel(), access.reviewTeams());
    }

    private boolean grants(String login, Optional<Level> needed, Set<String> teams) {
        GitHubRights rights = of(login);
        return needed.filter(least -> rights.level()
                                .filter(has -> has.compareTo(least) >= 0)
                                .isPresent())
                        .isPresent()
                || !Collections.disjoint(rights.teams(), teams);
    }

    /** Whether an approval counts: not when the one who gave it was a reviewer and has ceased to be, as far as known. */
    public boolean stands(Approval approval) {
        String login = approval.givenBy();
        return approval.byDelegate() || settings.isReviewer(login) || isReviewerOnGitHub(login, FOR_TESTS);
    }

    /** Whether an approval counts only as long as GitHub says so. */
    public boolean restsOnGitHub(Approval approval) {
        return settings.access().asksGitHub() && !approval.byDelegate() && !settings.isReviewer(approval.givenBy());
    }

    public GitHubRights of(String login) {
        return known.getOrDefault(key(login), GitHubRights.UNKNOWN);
    }

    /** Whether GitHub answered within that time. */
    public boolean isRead(String login, Duration age) {
        Instant read = of(login).readAt();
        return read.isAfter(Instant.EPOCH) && read.plus(age).isAfter(now);
    }

    /** Whether it was asked in vain just now. */
    public boolean isTroubled(String login) {
        GitHubRights rights = of(login);
        return rights.trouble().isPresent()
                && rights.triedAt().plus(AFTER_TROUBLE).isAfter(now);
    }
}
