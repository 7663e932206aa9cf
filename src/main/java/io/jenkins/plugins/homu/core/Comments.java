package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.command.CommandParser;
import io.jenkins.plugins.homu.core.command.ParseContext;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.policy.Authorization;
import io.jenkins.plugins.homu.core.policy.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a comment's commands, checks who may give them, has them carried out, and answers once. */
final class Comments {
    /** A stranger is refused aloud so often on one pull request; GitHub limits what a bot may write. */
    private static final int MOST_REFUSALS = 3;

    private final Turn turn;
    private final Attempts attempts;
    private final RollupRules rollups;
    private final Rights rights;
    private final Waiting waiting;

    Comments(Turn turn, Attempts attempts, Rights rights, RollupRules rollups) {
        this.rollups = rollups;
        this.turn = turn;
        this.attempts = attempts;
        this.rights = rights;
        this.waiting = new Waiting(turn);
    }

    /** Those that waited for what is known by now. */
    void takeUp() {
        waiting.takeReadable().forEach(this::added);
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
                        turn.settings.hookNames(),
                        pull.map(it -> it.head().value()).orElse(null)));
        if (commands.isEmpty()) {
            return;
        }
        if (pull.isEmpty()) {
            waiting.untilRead(comment);
            return;
        }
        if (mustWait(comment, commands, pull.get())) {
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
            Optional<String> refusal = Authorization.refusal(command, comment.author(), current.get(), turn.roles());
            if (refusal.isPresent()) {
                refuse(comment, current.get(), refusal.get(), replies);
                break;
            }
            if (command instanceof Command.Invalid
                    && !Authorization.isKnown(comment.author(), current.get(), turn.roles())) {
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

    /** Whether GitHub has to be asked first what the author may do, or others are to be obeyed before. */
    private boolean mustWait(CommentAdded comment, List<Command> commands, PullRequest pull) {
        Roles roles = turn.roles();
        boolean isAsked = commands.stream()
                .anyMatch(command -> Authorization.needsGitHub(command, comment.author(), pull, roles));
        // Where too many wait, it is dealt with at once by what is known: refused aloud rather than lost.
        boolean waits = (isAsked || waiting.isAnyOn(comment.number())) && waiting.untilItsTurn(comment);
        if (isAsked && waits) {
            rights.ask(comment.author());
        }
        return waits;
    }

    private void refuse(CommentAdded comment, PullRequest pull, String reason, List<String> replies) {
        if (Authorization.isTrusted(comment.author(), pull, turn.roles())) {
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
