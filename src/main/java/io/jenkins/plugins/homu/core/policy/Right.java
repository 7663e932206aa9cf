package io.jenkins.plugins.homu.core.policy;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;

/**
 * What one must be to give a command. Authority comes from the configuration, from a delegation by somebody who had it,
 * or from being the pull request's author; never from what a comment says.
 */
public enum Right {
    /** A reviewer of the configuration; a delegate is not enough, for it concerns more than one pull request. */
    CONFIGURED_REVIEWER("Not in reviewers"),
    REVIEWER("Not in reviewers"),
    AUTHOR_OR_REVIEWER("Neither in reviewers nor the author"),
    TRY("Not in try users"),
    ANYONE("");

    private final String refusal;

    Right(String refusal) {
        this.refusal = refusal;
    }

    public static Right neededFor(Command command) {
        return command.accept(new NeededRight());
    }

    /** Empty when {@code login} has this right on the pull request; otherwise what is missing, to be told to them. */
    public Optional<String> refusalOf(String login, PullRequest pull, RepositorySettings settings) {
        boolean reviewer = settings.isReviewer(login);
        Optional<Delegation.Level> delegated =
                pull.delegation().filter(it -> it.isTo(login)).map(Delegation::level);
        boolean reviews = reviewer || delegated.equals(Optional.of(Delegation.Level.REVIEW));
        boolean allowed =
                switch (this) {
                    case CONFIGURED_REVIEWER -> reviewer;
                    case REVIEWER -> reviews;
                    case AUTHOR_OR_REVIEWER -> reviews || pull.author().equalsIgnoreCase(login);
                    case TRY -> reviews || delegated.isPresent() || settings.isTryUser(login);
                    case ANYONE -> true;
                };
        return allowed ? Optional.empty() : Optional.of(refusal);
    }

    /** Whether {@code login} may do more than anyone on the pull request: such people's mistakes are answered. */
    public static boolean isKnown(String login, PullRequest pull, RepositorySettings settings) {
        return TRY.refusalOf(login, pull, settings).isEmpty()
                || AUTHOR_OR_REVIEWER.refusalOf(login, pull, settings).isEmpty();
    }

    private static final class NeededRight implements Command.Visitor<Right> {
        @Override
        public Right approve(Command.Approve command) {
            return REVIEWER;
        }

        @Override
        public Right unapprove(Command.Unapprove command) {
            return AUTHOR_OR_REVIEWER;
        }

        @Override
        public Right setPriority(Command.SetPriority command) {
            return TRY;
        }

        @Override
        public Right delegate(Command.Delegate command) {
            return REVIEWER;
        }

        @Override
        public Right undelegate(Command.Undelegate command) {
            return REVIEWER;
        }

        @Override
        public Right retry(Command.Retry command) {
            return TRY;
        }

        @Override
        public Right tryBuild(Command.Try command) {
            return TRY;
        }

        @Override
        public Right cancelTry(Command.CancelTry command) {
            return TRY;
        }

        @Override
        public Right setRollup(Command.SetRollup command) {
            return REVIEWER;
        }

        @Override
        public Right treeClosed(Command.TreeClosed command) {
            return CONFIGURED_REVIEWER;
        }

        @Override
        public Right treeOpen(Command.TreeOpen command) {
            return CONFIGURED_REVIEWER;
        }

        @Override
        public Right force(Command.Force command) {
            return REVIEWER;
        }

        @Override
        public Right clean(Command.Clean command) {
            return REVIEWER;
        }

        @Override
        public Right cancel(Command.Cancel command) {
            return AUTHOR_OR_REVIEWER;
        }

        @Override
        public Right squash(Command.Squash command) {
            return REVIEWER;
        }

        @Override
        public Right unsquash(Command.Unsquash command) {
            return REVIEWER;
        }

        @Override
        public Right info(Command.Info command) {
            return ANYONE;
        }

        @Override
        public Right why(Command.Why command) {
            return ANYONE;
        }

        @Override
        public Right help(Command.Help command) {
            return ANYONE;
        }

        @Override
        public Right ping(Command.Ping command) {
            return ANYONE;
        }

        @Override
        public Right note(Command.Note command) {
            return REVIEWER;
        }

        @Override
        public Right hook(Command.Hook command) {
            return REVIEWER;
        }

        @Override
        public Right invalid(Command.Invalid command) {
            return ANYONE;
        }
    }
}
