package io.jenkins.plugins.homu.core.policy;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.command.CommandHelp;
import io.jenkins.plugins.homu.core.command.CommandHelp.Access;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;

/**
 * Who may give which command. Authority comes from the configuration, from a delegation by somebody who had it, or from
 * being the pull request's author; never from what a comment says.
 */
public final class Authorization {
    private Authorization() {}

    /** Empty when {@code login} may give the command on the pull request; otherwise what is missing, to be told to them. */
    public static Optional<String> refusal(
            Command command, String login, PullRequest pull, RepositorySettings settings) {
        return refusal(CommandHelp.accessOf(command), login, pull, settings);
    }

    /** Whether {@code login} may do more than anyone on the pull request: such people's mistakes are answered. */
    public static boolean isKnown(String login, PullRequest pull, RepositorySettings settings) {
        return isTrusted(login, pull, settings)
                || refusal(Access.AUTHOR_OR_REVIEWER, login, pull, settings).isEmpty();
    }

    /** Whether {@code login} was given rights by the settings or a delegation; being the author is open to anybody. */
    public static boolean isTrusted(String login, PullRequest pull, RepositorySettings settings) {
        return refusal(Access.TRY, login, pull, settings).isEmpty();
    }

    /** Whether an approval counts: not when the one who gave it was a reviewer and has ceased to be. */
    public static boolean stands(Approval approval, RepositorySettings settings) {
        return approval.byDelegate() || settings.isReviewer(approval.givenBy());
    }

    private static Optional<String> refusal(
            Access needed, String login, PullRequest pull, RepositorySettings settings) {
        boolean reviewer = settings.isReviewer(login);
        Optional<Delegation.Level> delegated =
                pull.delegation().filter(it -> it.isTo(login)).map(Delegation::level);
        boolean reviews = reviewer || delegated.equals(Optional.of(Delegation.Level.REVIEW));
        return switch (needed) {
            case ANYONE -> Optional.empty();
            case CONFIGURED_REVIEWER, HOOK -> unless(reviewer, "Not in reviewers");
            case REVIEWER -> unless(reviews, "Not in reviewers");
            case AUTHOR_OR_REVIEWER ->
                unless(reviews || pull.author().equalsIgnoreCase(login), "Not in reviewers, and not the author");
            case TRY -> unless(reviews || delegated.isPresent() || settings.isTryUser(login), "Not in try users");
        };
    }

    private static Optional<String> unless(boolean allowed, String refusal) {
        return allowed ? Optional.empty() : Optional.of(refusal);
    }
}
