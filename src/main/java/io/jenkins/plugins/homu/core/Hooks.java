package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.HookAnswered;
import io.jenkins.plugins.homu.core.message.Markdown;
import io.jenkins.plugins.homu.core.message.OutsideMessages;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Commands that the configuration adds. */
final class Hooks {
    private Hooks() {}

    /** @return why it is not called; empty: it will be */
    static Optional<String> called(Turn turn, CommentAdded comment, Command.Hook command) {
        Optional<HookSettings> hook = turn.settings.hook(command.name());
        if (hook.isEmpty()) {
            return Optional.of(OutsideMessages.hookGone(command.name()));
        }
        if (hook.get().realtime() && comment.late()) {
            return Optional.of(OutsideMessages.hookTooLate(command.name()));
        }
        turn.effect(id -> new Effect.CallHook(
                id, comment.number(), command.name(), comment.body(), Optional.ofNullable(command.data())));
        turn.tell(comment.number(), "hook", Optional.of(comment.author()), "Called " + command.name());
        return Optional.empty();
    }

    static void answered(Turn turn, HookAnswered event) {
        if (event.trouble().isPresent()) {
            turn.say(
                    event.number(),
                    OutsideMessages.hookFailed(event.hook(), event.trouble().get()));
            turn.tell(
                    event.number(),
                    "not done",
                    Optional.empty(),
                    "Hook " + event.hook() + ": " + event.trouble().get());
        } else if (turn.settings
                .hook(event.hook())
                .filter(HookSettings::hasResponse)
                .isPresent()) {
            turn.say(
                    event.number(),
                    OutsideMessages.hookAnswered(event.hook(), event.answer().orElse("")));
        }
    }

    /** A line below the table of commands. */
    static String help(RepositorySettings settings) {
        return settings.hooks().isEmpty()
                ? ""
                : "\nHooks: "
                        + new TreeSet<>(settings.hookNames())
                                .stream().map(Markdown::code).collect(Collectors.joining(", "))
                        + "\n";
    }
}
