package io.jenkins.plugins.homu.core.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of all commands: what one writes, who may, what it does, what is answered. The rights here are the ones that
 * are enforced, and {@code docs/commands.md} shows this same table; the answer to {@code help} and the pages leave out what
 * would only be refused.
 */
public final class CommandHelp {
    /** Hooks have other words in each configuration, and are listed apart. */
    private static final Set<Class<? extends Command>> NOT_OFFERED = Set.of(Command.Hook.class);

    private static final Set<Class<? extends Command>> OF_TRIES = Set.of(Command.Try.class, Command.CancelTry.class);
    private static final Set<Class<? extends Command>> OF_SQUASHING =
            Set.of(Command.Squash.class, Command.Unsquash.class);

    private static final List<Entry> ENTRIES = entries();
    private static final Map<Class<? extends Command>, Access> ACCESS = accessByType();

    private CommandHelp() {}

    /** Who may use a command. Each constant includes everybody who may use more than it takes. */
    public enum Access {
        /** Everybody who can comment. */
        ANYONE("anyone"),
        /** The author of the pull request, reviewers, and delegates of review. */
        AUTHOR_OR_REVIEWER("author, reviewers"),
        /** Try users, delegates of either level, and reviewers. */
        TRY("try users, reviewers"),
        /** Reviewers, and delegates of review. */
        REVIEWER("reviewers"),
        /** Reviewers of the settings; no delegates, because it concerns more than their pull request. */
        CONFIGURED_REVIEWER("reviewers, no delegates"),
        /** What the settings of the hook say: reviewers or try users. */
        HOOK("as the hook is set");

        private final String words;

        Access(String words) {
            this.words = words;
        }

        /** The words for a reader, for example {@code try users, reviewers}. */
        public String words() {
            return words;
        }
    }

    /**
     * One row.
     *
     * @param type the command it leads to
     * @param forms how it is written; capitals stand for something to fill in
     * @param effect what it does, one sentence
     * @param reply what is answered, with the emoji that the answer begins with
     */
    public record Entry(Class<? extends Command> type, List<String> forms, Access access, String effect, String reply) {
        public Entry {
            forms = List.copyOf(forms);
        }
    }

    /** All rows, in the order in which they are shown. */
    public static List<Entry> table() {
        return ENTRIES;
    }

    /**
     * The rows of what is not always refused.
     *
     * @param tries whether any builder builds tries
     * @param squashing whether a pull request may be squashed on demand
     */
    public static List<Entry> offered(boolean tries, boolean squashing) {
        return ENTRIES.stream()
                .filter(entry -> !NOT_OFFERED.contains(entry.type()))
                .filter(entry -> tries || !OF_TRIES.contains(entry.type()))
                .filter(entry -> squashing || !OF_SQUASHING.contains(entry.type()))
                .toList();
    }

    /** Who may use this command. An error may be made by anyone. */
    public static Access accessOf(Command command) {
        return ACCESS.getOrDefault(command.getClass(), Access.ANYONE);
    }

    /** The answer to {@code help}, in GitHub's Markdown; see {@link #offered}. */
    public static String reply(String botName, boolean tries, boolean squashing) {
        StringBuilder out =
                new StringBuilder("Write `@" + botName + "` and then one or more of these, in one line:\n\n");
        out.append("| command | who | effect |\n|---|---|---|\n");
        for (Entry entry : offered(tries, squashing)) {
            out.append("| ")
                    .append(forms(entry))
                    .append(" | ")
                    .append(entry.access().words());
            out.append(" | ").append(entry.effect()).append(" |\n");
        }
        return out.toString();
    }

    /** The rows as a table for the documentation, in GitHub's Markdown. */
    static String documentTable() {
        StringBuilder out = new StringBuilder("| command | who may | effect | answer |\n|---|---|---|---|\n");
        for (Entry entry : ENTRIES) {
            out.append("| ")
                    .append(forms(entry))
                    .append(" | ")
                    .append(entry.access().words());
            out.append(" | ")
                    .append(entry.effect())
                    .append(" | ")
                    .append(entry.reply())
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String forms(Entry entry) {
        // A bar would end the cell, even within code.
        return "`" + String.join("`<br>`", entry.forms()).replace("|", "\\|") + "`";
    }

    private static Map<Class<? extends Command>, Access> accessByType() {
        Map<Class<? extends Command>, Access> access = new HashMap<>();
        for (Entry entry : ENTRIES) {
            Access before = access.put(entry.type(), entry.access());
            if (before != null && before != entry.access()) {
                throw new IllegalStateException("Two rights for " + entry.type().getSimpleName());
            }
        }
        return Map.copyOf(access);
    }

    private static List<Entry> entries() {
        List<Entry> rows = new ArrayList<>();
        rows.add(new Entry(
                Command.Approve.class,
                List.of("r+ [SHA]", "r=NAME[,NAME] [SHA]"),
                Access.REVIEWER,
                "Approves the head commit, in one's own name or in another's; with a SHA, only if that is the head."
                        + " Puts the pull request into the queue.",
                ":pushpin: the commit that was approved; :scream_cat: another SHA than the head's; :bulb: approved before;"
                        + " :clipboard: still in progress; :evergreen_tree: the tree is closed"));
        rows.add(new Entry(
                Command.Unapprove.class,
                List.of("r-"),
                Access.AUTHOR_OR_REVIEWER,
                "Takes the approval back, and stops the build that runs for it.",
                "which commit was unapproved, and whether a build was stopped; :bulb: it wasn't approved"));
        rows.add(new Entry(
                Command.SetPriority.class,
                List.of("p=N", "priority=N"),
                Access.TRY,
                "Sets the priority; higher ones go first, 0 is usual, negative ones are allowed.",
                "a reaction to the comment; :stop_sign: higher than the settings allow"));
        rows.add(new Entry(
                Command.SetRollup.class,
                List.of("rollup", "rollup-", "rollup=always|maybe|iffy|never"),
                Access.TRY,
                "Says whether it may be merged together with others: `rollup` is `always`, `rollup-` is `maybe`.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.Try.class,
                List.of("try", "try parent=SHA|last", "try jobs=NAME[,NAME]"),
                Access.TRY,
                "Builds the pull request merged onto its base, or onto another commit, without merging it.",
                "a reaction to the comment, :hourglass: when it starts, :sunny: or :broken_heart: when it ends;"
                        + " :no_good: no builder, or no such parent"));
        rows.add(new Entry(
                Command.CancelTry.class,
                List.of("try-", "try cancel"),
                Access.TRY,
                "Stops the try build, or doesn't start it.",
                ":no_entry_sign: it was cancelled; :bulb: there was none"));
        rows.add(new Entry(
                Command.Retry.class,
                List.of("retry"),
                Access.TRY,
                "Tests again what failed, timed out or got stuck.",
                "a reaction to the comment; :bulb: there is nothing to retry"));
        rows.add(new Entry(
                Command.Cancel.class,
                List.of("cancel", "yield"),
                Access.AUTHOR_OR_REVIEWER,
                "Stops the running build and lets the next in the queue go first. The approval stays.",
                ":no_entry_sign: it was cancelled, and when it goes on; :bulb: nothing was running"));
        rows.add(new Entry(
                Command.Force.class,
                List.of("force"),
                Access.TRY,
                "Stops what is being tested for the same base branch, whoever it belongs to; what is first in the queue"
                        + " goes next (`p=10 force` makes that this one).",
                "a reaction to the comment, :snowman: to the pull request that was interrupted;"
                        + " :bulb: nothing was running"));
        rows.add(new Entry(
                Command.Clean.class,
                List.of("clean"),
                Access.TRY,
                "Forgets the merge commit and its results, so that the next build begins anew.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.Delegate.class,
                List.of("delegate+", "delegate=NAME", "delegate=review", "delegate=try", "delegate=NAME:try"),
                Access.REVIEWER,
                "Lets the author, or the one named, approve this pull request; with `try`, lets them do what try users may.",
                ":v: who may do what from now on"));
        rows.add(new Entry(
                Command.Undelegate.class,
                List.of("delegate-"),
                Access.REVIEWER,
                "Takes that back. Approvals that were given stay.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.Squash.class,
                List.of("squash"),
                Access.REVIEWER,
                "Merges the pull request as a single commit. A build that runs starts over.",
                "a reaction to the comment; :disappointed: where squashing is not offered"));
        rows.add(new Entry(
                Command.Unsquash.class,
                List.of("squash-"),
                Access.REVIEWER,
                "Merges it with all its commits again. A build that runs starts over.",
                "a reaction to the comment; :disappointed: where squashing is not offered"));
        rows.add(new Entry(
                Command.Note.class,
                List.of("note=WORD", "note=\"TEXT\"", "note=\"\""),
                Access.REVIEWER,
                "Puts a remark beside the pull request on the queue page; empty: removes it.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.TreeClosed.class,
                List.of("treeclosed=N [REASON]"),
                Access.CONFIGURED_REVIEWER,
                "Closes the tree: nothing with a priority below N is merged. Try builds go on.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.TreeOpen.class,
                List.of("treeopen", "treeclosed-"),
                Access.CONFIGURED_REVIEWER,
                "Opens the tree again.",
                "a reaction to the comment"));
        rows.add(new Entry(
                Command.Info.class,
                List.of("info"),
                Access.ANYONE,
                "Tells the state of the pull request.",
                ":information_source: its state"));
        rows.add(new Entry(
                Command.Why.class,
                List.of("why"),
                Access.ANYONE,
                "Tells why it isn't being merged right now.",
                ":information_source: the reason"));
        rows.add(new Entry(
                Command.Help.class,
                List.of("help"),
                Access.ANYONE,
                "Lists the commands.",
                "a table of what is offered"));
        rows.add(new Entry(
                Command.Ping.class,
                List.of("ping", "hello?", "are you still there?"),
                Access.ANYONE,
                "Asks for a sign of life.",
                ":sleepy: I'm awake I'm awake"));
        rows.add(
                new Entry(
                        Command.Hook.class,
                        List.of("HOOK", "HOOK=DATA", "HOOK=\"DATA\""),
                        Access.HOOK,
                        "Calls a hook of the settings.",
                        "a reaction to the comment, and what the hook answers, if its settings say so; :boom: calling it failed"));
        return List.copyOf(rows);
    }
}
