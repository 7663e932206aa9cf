package io.jenkins.plugins.homu.core.command;

import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.RollupMode;
import java.util.List;
import java.util.Objects;

/**
 * One command that somebody wrote in a comment. Who may use it is told by {@link CommandHelp}, not by its presence here:
 * these are words that were understood, nothing more.
 *
 * <p>Every place that handles commands does it with a {@link Visitor}, so that a new command does not compile until
 * each of them knows it. A component is {@code null} where its Javadoc says so, and nowhere else.
 */
public sealed interface Command {

    /** Calls the method of the visitor that belongs to this command. */
    <R> R accept(Visitor<R> visitor);

    /**
     * {@code r+}, {@code r=NAME}.
     *
     * @param approver in whose name; null: the commenter. A comma list is kept as it was written
     * @param sha 4 to 40 lower-case hex digits which the head has to begin with; null: whatever the head was when the
     *     comment was written
     */
    record Approve(String approver, String sha) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.approve(this);
        }
    }

    /** {@code r-}. */
    record Unapprove() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unapprove(this);
        }
    }

    /** {@code p=N}, {@code priority=N}: any 32 bit number; the settings may bound it. */
    record SetPriority(int value) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setPriority(this);
        }
    }

    /**
     * {@code delegate+}, {@code delegate=NAME}, {@code delegate=try} ...
     *
     * @param to the user's login without {@code @}; null: the author of the pull request
     */
    record Delegate(String to, Delegation.Level level) implements Command {
        public Delegate {
            Objects.requireNonNull(level, "level");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delegate(this);
        }
    }

    /** {@code delegate-}. */
    record Undelegate() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.undelegate(this);
        }
    }

    /** {@code retry}. */
    record Retry() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.retry(this);
        }
    }

    /**
     * {@code try}, {@code try parent=SHA|last jobs=a,b}.
     *
     * @param parent what to merge with in place of the base's tip: {@link #LAST}, or 7 to 40 lower-case hex digits;
     *     null: the base's tip
     * @param jobs only these jobs; empty: all of them
     */
    record Try(String parent, List<String> jobs) implements Command {
        /** The parent of the last try build. */
        public static final String LAST = "last";

        public Try {
            jobs = List.copyOf(jobs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tryBuild(this);
        }
    }

    /** {@code try-}, {@code try cancel}. */
    record CancelTry() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancelTry(this);
        }
    }

    /** {@code rollup}, {@code rollup-}, {@code rollup=always|maybe|iffy|never}. */
    record SetRollup(RollupMode mode) implements Command {
        public SetRollup {
            Objects.requireNonNull(mode, "mode");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setRollup(this);
        }
    }

    /**
     * {@code treeclosed=N [reason]}: nothing with a priority below N is merged.
     *
     * @param reason null: none was given
     */
    record TreeClosed(int below, String reason) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.treeClosed(this);
        }
    }

    /** {@code treeopen}, {@code treeclosed-}. */
    record TreeOpen() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.treeOpen(this);
        }
    }

    /** {@code force}: stop what the builders are running, whoever started it. */
    record Force() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.force(this);
        }
    }

    /** {@code clean}: forget the merge commit and its results, so that nothing of them is used again. */
    record Clean() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.clean(this);
        }
    }

    /** {@code cancel}, {@code yield}: stop the running build of this pull request, which stays in the queue. */
    record Cancel() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancel(this);
        }
    }

    /** {@code squash}: merge as a single commit. */
    record Squash() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.squash(this);
        }
    }

    /** {@code squash-}. */
    record Unsquash() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unsquash(this);
        }
    }

    /** {@code info}: what is known about the pull request. */
    record Info() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.info(this);
        }
    }

    /** {@code why}: why it isn't being merged right now. */
    record Why() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.why(this);
        }
    }

    /** {@code help}. */
    record Help() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.help(this);
        }
    }

    /** {@code ping}, {@code hello?}, {@code are you still there?}. */
    record Ping() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ping(this);
        }
    }

    /**
     * {@code note="..."}: a remark that stands beside the pull request on the queue page.
     *
     * @param text what was written, at most {@link CommandParser#MAX_TEXT} characters; empty: take the note away
     */
    record Note(String text) implements Command {
        public Note {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.note(this);
        }
    }

    /**
     * {@code NAME}, {@code NAME=DATA}, where NAME is a hook of the settings.
     *
     * @param data null: none was given
     */
    record Hook(String name, String data) implements Command {
        public Hook {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hook(this);
        }
    }

    /**
     * A word that was meant as a command but isn't one. Nothing after it on its line was read. Both texts are fit to be
     * put into a comment as they are: no control characters, no markup, no mention in them comes from the comment.
     *
     * @param word the word, cut to {@link CommandParser#MAX_WORD} characters
     * @param message what is wrong with it and what to write, one sentence or two
     */
    record Invalid(String word, String message) implements Command {
        public Invalid {
            Objects.requireNonNull(word, "word");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.invalid(this);
        }
    }

    /** One method for each command. */
    interface Visitor<R> {
        R approve(Approve command);

        R unapprove(Unapprove command);

        R setPriority(SetPriority command);

        R delegate(Delegate command);

        R undelegate(Undelegate command);

        R retry(Retry command);

        R tryBuild(Try command);

        R cancelTry(CancelTry command);

        R setRollup(SetRollup command);

        R treeClosed(TreeClosed command);

        R treeOpen(TreeOpen command);

        R force(Force command);

        R clean(Clean command);

        R cancel(Cancel command);

        R squash(Squash command);

        R unsquash(Unsquash command);

        R info(Info command);

        R why(Why command);

        R help(Help command);

        R ping(Ping command);

        R note(Note command);

        R hook(Hook command);

        R invalid(Invalid command);
    }
}
