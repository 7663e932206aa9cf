package io.jenkins.plugins.homu.core.policy;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.command.CommandHelp;
import io.jenkins.plugins.homu.core.command.CommandHelp.Access;
import io.jenkins.plugins.homu.core.message.Markdown;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may give which command. Authority comes from the configuration, from what GitHub says of a person where the
 * configuration wants that to count, from a delegation by somebody who had it, or from being the pull request's author;
 * never from what a comment says.
 */
public final class Authorization {
    private Authorization() {}

    /** Empty when {@code login} may give the command on the pull request; otherwise what is missing, to be told to them. */
    public static Optional<String> refusal(Command command, String login, PullRequest pull, Roles roles) {
        return refusal(accessOf(command, roles.settings()), login, pull, roles);
    }

    private static Access accessOf(Command command, RepositorySettings settings) {
        if (!(command instanceof Command.Hook hook)) {
            return CommandHelp.accessOf(command);
        }
        return settings.hook(hook.name())
                .map(it -> it.access() == HookSettings.Access.TRY ? Access.TRY : Access.REVIEWER)
                .orElse(Access.HOOK);
    }

    /** Whether only GitHub can say whether {@code login} may give the command, and has to be asked for that. */
    public static boolean needsGitHub(Command command, String login, PullRequest pull, Roles roles) {
        if (!roles.settings().access().asksGitHub()
                || roles.isRead(login, Roles.FOR_COMMANDS)
                || roles.isTroubled(login)) {
            return false;
        }
        Roles named = roles.named();
        return command instanceof Command.Invalid
                ? !isKnown(login, pull, named)
                : refusal(command, login, pull, named).isPresent();
    }

    /** Whether {@code login} may do more than anyone on the pull request: such people's mistakes are answered. */
    public static boolean isKnown(String login, PullRequest pull, Roles roles) {
        return isTrusted(login, pull, roles)
                || refusal(Access.AUTHOR_OR_REVIEWER, login, pull, roles).isEmpty();
    }

    /** Whether {@code login} was given rights by the settings or a delegation; being the author is open to anybody. */
    public static boolean isTrusted(String login, PullRequest pull, Roles roles) {
        return refusal(Access.TRY, login, pull, roles).isEmpty();
    }

    private static Optional<String> refusal(Access needed, String login, PullRequest pull, Roles roles) {
        boolean reviewer = roles.isReviewer(login);
        Optional<Delegation.Level> delegated =
                pull.delegation().filter(it -> it.isTo(login)).map(Delegation::level);
        boolean reviews = reviewer || delegated.equals(Optional.of(Delegation.Level.REVIEW));
        return switch (needed) {
            case ANYONE -> Optional.empty();
            case CONFIGURED_REVIEWER, HOOK -> unless(reviewer, notIn("reviewers", login, roles));
            case REVIEWER -> unless(reviews, notIn("reviewers", login, roles));
            case AUTHOR_OR_REVIEWER ->
                unless(
                        reviews || pull.author().equalsIgnoreCase(login),
                        notIn("reviewers, and not the author", login, roles));
            case TRY ->
                unless(reviews || delegated.isPresent() || roles.isTryUser(login), notIn("try users", login, roles));
        };
    }

    /** What is missing, with what GitHub would have to say; where it said nothing, why. */
    private static String notIn(String whom, String login, Roles roles) {
        AccessSettings access = roles.settings().access();
        Optional<AccessSettings.Level> level =
                whom.startsWith("try") ? access.tryLevel().or(access::reviewLevel) : access.reviewLevel();
        String missing = "Not in " + whom
                + level.map(least -> ". Collaborator required, with the permission "
                                + least.name().toLowerCase(Locale.ROOT) + " or a higher one")
                        .orElse("");
        return roles.of(login)
                .trouble()
                .map(why ->
                        missing + ". GitHub could not be asked what " + login + " may do: " + Markdown.sentence(why))
                .orElse(missing);
    }

    private static Optional<String> unless(boolean allowed, String refusal) {
        return allowed ? Optional.empty() : Optional.of(refusal);
    }
}
