package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.Withheld;
import io.jenkins.plugins.homu.core.message.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What an effect comes to in a dry run: a line that says what would have been done. Questions have none. */
final class Withholding implements Effect.Visitor<Optional<Event>> {
    private static final int LONGEST = 1_000;

    private final String botName;

    Withholding(String botName) {
        this.botName = botName;
    }

    private static Optional<Event> would(String what, int number, String text) {
        return Optional.of(new Withheld("would " + what, Optional.of(number), text));
    }

    /** A comment without its hidden lines, as one line. */
    private static String oneLine(String body) {
        String line = body.replaceAll("(?s)<!--.*?-->", " ")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST))) + "...";
    }

    @Override
    public Optional<Event> prepareMerge(Effect.PrepareMerge effect) {
        int number = effect.pulls().get(0).number();
        return would("merge", number, "Merge onto " + effect.baseRef() + " as " + effect.ciBranch());
    }

    @Override
    public Optional<Event> moveBase(Effect.MoveBase effect) {
        int number = effect.pulls().get(0).number();
        return would(
                "move",
                number,
                "Move " + effect.baseRef() + " to " + effect.to().abbreviated());
    }

    @Override
    public Optional<Event> startBuild(Effect.StartBuild effect) {
        return would("start", effect.pull(), "Start the job of the builder " + effect.builder());
    }

    @Override
    public Optional<Event> makeRollup(Effect.MakeRollup effect) {
        return Optional.of(new Event.RollupNotMade(effect.by(), Messages.rollupWithheld(effect.parts())));
    }

    @Override
    public Optional<Event> cancelBuilds(Effect.CancelBuilds effect) {
        String builders = effect.builders().isEmpty() ? "all builders" : String.join(", ", effect.builders());
        return Optional.of(new Withheld(
                "would cancel",
                Optional.empty(),
                "Stop the builds of " + effect.merge().abbreviated() + ": " + builders));
    }

    @Override
    public Optional<Event> postComment(Effect.PostComment effect) {
        return would("comment", effect.number(), oneLine(effect.body()));
    }

    @Override
    public Optional<Event> editComment(Effect.EditComment effect) {
        return would("edit", effect.number(), oneLine(effect.body()));
    }

    @Override
    public Optional<Event> acknowledge(Effect.Acknowledge effect) {
        return would("react", effect.number(), "A thumb up on the comment " + effect.commentId());
    }

    @Override
    public Optional<Event> setStatus(Effect.SetStatus effect) {
        return would(
                "set status",
                effect.page(),
                botName + " " + effect.state().name().toLowerCase(Locale.ROOT) + " on "
                        + effect.sha().abbreviated() + ": " + oneLine(effect.description()));
    }

    @Override
    public Optional<Event> relabel(Effect.Relabel effect) {
        List<String> parts = new ArrayList<>();
        if (!effect.add().isEmpty()) {
            parts.add("Add " + String.join(", ", new TreeSet<>(effect.add())));
        }
        if (!effect.remove().isEmpty()) {
            parts.add("Remove " + String.join(", ", new TreeSet<>(effect.remove())));
        }
        return would("label", effect.number(), String.join("; ", parts));
    }

    @Override
    public Optional<Event> closePull(Effect.ClosePull effect) {
        return would("close", effect.number(), "Close the pull request, whose commits were merged");
    }

    @Override
    public Optional<Event> callHook(Effect.CallHook effect) {
        return would("call", effect.number(), "Call the hook " + effect.hook());
    }

    @Override
    public Optional<Event> readPermission(Effect.ReadPermission effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> readPull(Effect.ReadPull effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> readMergeability(Effect.ReadMergeability effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> synchronise(Effect.Synchronise effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> readResults(Effect.ReadResults effect) {
        return Optional.empty();
    }
}
