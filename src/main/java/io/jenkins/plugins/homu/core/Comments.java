package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.command.CommandParser;
import io.jenkins.plugins.homu.core.command.ParseContext;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.policy.Authorization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a comment's commands, checks who may give them, has them carried out, and answers once. */
final class Comments {
    /** So many comments on pull requests that are still being read from GitHub are kept. */
    private static final int MOST_WAITING = 1000;

    /** A stranger is refused aloud so often on one pull request; GitHub limits what a bot may write. */
    private static final int MOST_REFUSALS = 3;

    private final Turn turn;
    private final Attempts attempts;
    private final RollupRules rollups;

    Comments(Turn turn, Attempts attempts, RollupRules rollups) {
        this.rollups = rollups;
        this.turn = turn;
        this.attempts = attempts;
    }

    void added(CommentAdded comment) {
        if (turn.settings.isBot(comment.author())) {
            return;
        }
        Optional<PullRequest> pull = turn.pull(comment.number());
        if (pull.isPresent() && pull.get().handledComments().contains(comment.key())) {
            return;
        }
        List<Command> commands = CommandParser.parse(
                comment.lines(),
                new ParseContext(
                        turn.settings.botName(),
                        turn.settings.hooks(),
                        pull.map(it -> it.head().value()).orElse(null)));
        if (commands.isEmpty()) {
            return;
        }
        if (pull.isEmpty()) {
            keepUntilRead(comment);
            return;
        }
        List<String> replies = new ArrayList<>();
        boolean silent = false;
        boolean obeyed = false;
        for (Command command : commands) {
            Optional<PullRequest> current = turn.pull(comment.number());
            if (current.isEmpty()) {
                return;
            }
            Optional<String> refusal = Authorization.refusal(command, comment.author(), current.get(), turn.settings);
            if (refusal.isPresent()) {
                refuse(comment, current.get(), refusal.get(), replies);
                break;
            }
            if (command instanceof Command.Invalid
                    && !Authorization.isKnown(comment.author(), current.get(), turn.settings)) {
                break;
            }
            obeyed = true;
            Commander commander = new Commander(turn, attempts, rollups, comment, current.get());
            commander.carryOut(command);
            replies.addAll(commander.replies());
            silent |= commander.wasSilent();
        }
        if (obeyed || !replies.isEmpty()) {
            // What is passed over in silence need not be remembered: anybody can write that without end.
            turn.edit(comment.number(), edit -> edit.handled(comment.key()));
        }
        if (!replies.isEmpty()) {
            turn.say(comment.number(), String.join("\n\n", replies));
        } else if (silent) {
            turn.effect(id -> new Effect.Acknowledge(id, comment.number(), comment.source(), comment.id()));
        }
    }

    private void keepUntilRead(CommentAdded comment) {
        List<CommentAdded> waiting = turn.waitingComments();
        boolean known = waiting.stream().anyMatch(other -> other.key().equals(comment.key()));
        if (known || waiting.size() >= MOST_WAITING) {
            return;
        }
        boolean asked = waiting.stream().anyMatch(other -> other.number() == comment.number());
        List<CommentAdded> next = new ArrayList<>(waiting);
        next.add(comment);
        turn.waitingComments(next);
        if (!asked) {
            turn.effect(id -> new Effect.ReadPull(id, comment.number()));
        }
    }

    private void refuse(CommentAdded comment, PullRequest pull, String reason, List<String> replies) {
        if (Authorization.isTrusted(comment.author(), pull, turn.settings)) {
            replies.add(Messages.insufficientPrivileges(comment.author(), reason));
            return;
        }
        String prefix = "refused:" + comment.author() + ":";
        long before = pull.handledComments().stream()
                .filter(key -> key.startsWith(prefix))
                .count();
        if (before < MOST_REFUSALS) {
            turn.edit(comment.number(), edit -> edit.handled(prefix + before));
            replies.add(Messages.insufficientPrivileges(comment.author(), reason));
        }
    }
}
