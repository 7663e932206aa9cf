package io.jenkins.plugins.homu.core.effect;

import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something to be done outside, decided in the same transaction as the state that wants it. Carried out at least once,
 * and once as its reader sees it: whoever carries it out a second time looks first whether the first took effect.
 * Effects of one lane and one repository are carried out one at a time, in the order of their ids; except that one which
 * has to be tried again lets those pass that concern another pull request or branch, and a question any other. All in
 * one file, for they are sealed.
 */
public sealed interface Effect {
    /** Unique within its repository, rising. */
    long id();

    Lane lane();

    <R> R accept(Visitor<R> visitor);

    /** Effects of different lanes do not wait for each other. */
    enum Lane {
        /** References are made and moved, builds started and cancelled. */
        ACT,
        /** People are told. */
        SAY,
        /** We ask. */
        LOOK,
        /** Others' programs are called, which may take as long as they like. */
        CALL
    }

    /** States of a commit status on GitHub. */
    enum StatusState {
        PENDING,
        SUCCESS,
        FAILURE,
        ERROR
    }

    // ---- act ---------------------------------------------------------------------------------------------------

    /**
     * Merge the heads, in order, onto the base's tip (or onto {@code parent}) on the scratch branch, then move the CI
     * branch there, once. Outcome: {@code MergePrepared} or {@code MergeFailed}.
     *
     * @param parent the commit to merge onto in place of the base's tip
     * @param movedTip where we moved the base last: GitHub's tip must be it or descend from it, else it is stale
     * @param scratchTip where our last merge left the scratch branch, which need not be reset if that is the base
     * @param previousMerge the merge commit of an earlier attempt at the same, which is not to be taken for this one's
     * @param reuse unless it can be had once more as it is: it stands on the CI branch, and would be the same if made again
     * @param message of the merge commit, or of the one commit that all become; see {@code CommitMessages.withCoAuthors}
     */
    record PrepareMerge(
            long id,
            long attempt,
            String baseRef,
            Optional<AbbreviatedSha> parent,
            List<AttemptMember> pulls,
            String scratchBranch,
            String ciBranch,
            Optional<CommitSha> movedTip,
            Optional<CommitSha> scratchTip,
            Optional<CommitSha> previousMerge,
            boolean reuse,
            String message,
            MergePlan plan)
            implements Effect {
        public PrepareMerge {
            pulls = List.copyOf(pulls);
        }

        /** Of a merge commit by GitHub's API. */
        public PrepareMerge(
                long id,
                long attempt,
                String baseRef,
                Optional<AbbreviatedSha> parent,
                List<AttemptMember> pulls,
                String scratchBranch,
                String ciBranch,
                Optional<CommitSha> movedTip,
                Optional<CommitSha> scratchTip,
                Optional<CommitSha> previousMerge,
                boolean reuse,
                String message) {
            this(
                    id,
                    attempt,
                    baseRef,
                    parent,
                    pulls,
                    scratchBranch,
                    ciBranch,
                    movedTip,
                    scratchTip,
                    previousMerge,
                    reuse,
                    message,
                    MergePlan.PLAIN);
        }

        @Override
        public Lane lane() {
            return Lane.ACT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.prepareMerge(this);
        }
    }

    /**
     * Move the base from {@code from} to {@code to}, without force and only if it still stands at {@code from} (or at
     * {@code to} already). Outcome: {@code BaseMoved} or {@code BaseMoveFailed}.
     *
     * @param verifyHeads also ask GitHub whether the heads are still those, even where that costs a request
     * @param validUntil not to be moved later than that, for the rights that it rests on may have changed: the outcome is
     *     then {@code BaseMoveFailed} with CHECK_AGAIN; empty: it rests on nothing of the kind
     */
    record MoveBase(
            long id,
            long attempt,
            String baseRef,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> pulls,
            boolean verifyHeads,
            Optional<Instant> validUntil)
            implements Effect {
        public MoveBase {
            pulls = List.copyOf(pulls);
        }

        @Override
        public Lane lane() {
            return Lane.ACT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveBase(this);
        }
    }

    /**
     * Start a builder's job at the attempt's merge commit. Outcome: {@code ResultsReported}, or {@code BuildNotStarted}.
     *
     * @param restart 0 for the first build, 1 for the one after that was lost
     * @param again address of an earlier build on the very same commit, which this one repeats; empty: there was none
     */
    record StartBuild(long id, long attempt, int pull, String builder, int restart, Optional<String> again)
            implements Effect {
        @Override
        public Lane lane() {
            return Lane.ACT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.startBuild(this);
        }
    }

    /**
     * Merge the parts, in order, onto the base's tip on a branch of our own, leaving out what conflicts, and open a pull
     * request of it. Outcome: {@code RollupMade} or {@code RollupNotMade}.
     *
     * @param leftOut those that were chosen and can't be in it
     * @param branch no other rollup has it
     */
    record MakeRollup(long id, String baseRef, List<RollupPart> parts, List<LeftOut> leftOut, String branch, String by)
            implements Effect {
        public MakeRollup {
            parts = List.copyOf(parts);
            leftOut = List.copyOf(leftOut);
        }

        @Override
        public Lane lane() {
            return Lane.ACT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.makeRollup(this);
        }
    }

    /** Stop what the builders run for the merge commit, where they can be stopped. No outcome. */
    record CancelBuilds(long id, long attempt, CommitSha merge, List<String> builders) implements Effect {
        public CancelBuilds {
            builders = List.copyOf(builders);
        }

        @Override
        public Lane lane() {
            return Lane.ACT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancelBuilds(this);
        }
    }

    // ---- say ---------------------------------------------------------------------------------------------------

    /** @param isStatusComment its id is to be remembered, for {@link EditComment}: outcome {@code CommentPosted} */
    record PostComment(long id, int number, String body, boolean isStatusComment) implements Effect {
        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.postComment(this);
        }
    }

    /** Replace the text of an earlier comment of ours. */
    record EditComment(long id, int number, long commentId, String body) implements Effect {
        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.editComment(this);
        }
    }

    /**
     * A thumb up on somebody's comment: heard and done, where no words are needed. Where GitHub can't show one, a short
     * comment.
     */
    record Acknowledge(long id, int number, CommentSource source, long commentId) implements Effect {
        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.acknowledge(this);
        }
    }

    /**
     * Commit status with the bot's context on a head.
     *
     * @param description cut to GitHub's 140 characters by whoever sends it
     * @param page the pull request whose page it links to
     */
    record SetStatus(long id, int page, CommitSha sha, StatusState state, String description) implements Effect {
        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setStatus(this);
        }
    }

    /** Add and remove labels of a pull request. */
    record Relabel(long id, int number, Set<String> add, Set<String> remove) implements Effect {
        public Relabel {
            add = Set.copyOf(add);
            remove = Set.copyOf(remove);
        }

        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relabel(this);
        }
    }

    /**
     * Close a pull request whose commits were merged as others, so that GitHub can't see it; not one that GitHub sees as
     * merged, or will, nor one that has another head by now. No outcome.
     *
     * @param merge what it was merged as
     */
    record ClosePull(long id, int number, CommitSha head, CommitSha merge) implements Effect {
        @Override
        public Lane lane() {
            return Lane.SAY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closePull(this);
        }
    }

    // ---- call --------------------------------------------------------------------------------------------------

    /**
     * Call a hook of the settings. Nobody can look whether it was called before: a repetition carries the same key.
     * Outcome: {@code HookAnswered}.
     *
     * @param body the comment that asked for it
     * @param extraData what stood behind {@code NAME=}
     */
    record CallHook(long id, int number, String hook, String body, Optional<String> extraData) implements Effect {
        @Override
        public Lane lane() {
            return Lane.CALL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callHook(this);
        }
    }

    // ---- look --------------------------------------------------------------------------------------------------

    /** Outcome: {@code PullRead}. */
    record ReadPull(long id, int number) implements Effect {
        @Override
        public Lane lane() {
            return Lane.LOOK;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readPull(this);
        }
    }

    /**
     * Ask which open pull requests on a base can still be merged. Outcome: {@code MergeabilityRead}, without those that
     * GitHub has not made up its mind about after a while.
     *
     * @param cause what made us ask: {@code #12} or a commit. Empty when nothing in particular did: then only those are
     *     asked about of which it isn't known, and a little later, when GitHub may know
     */
    record ReadMergeability(long id, String baseRef, Optional<String> cause) implements Effect {
        @Override
        public Lane lane() {
            return Lane.LOOK;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readMergeability(this);
        }
    }

    /** Outcome: {@code Synchronised}. @param since comments from then on; empty: none */
    record Synchronise(long id, Optional<Instant> since) implements Effect {
        @Override
        public Lane lane() {
            return Lane.LOOK;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.synchronise(this);
        }
    }

    /** Ask the builders what they know of an attempt's merge commit. Outcome: {@code ResultsReported}. */
    record ReadResults(long id, long attempt, CommitSha merge) implements Effect {
        @Override
        public Lane lane() {
            return Lane.LOOK;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readResults(this);
        }
    }

    /** Ask what rights somebody has on GitHub. Outcome: {@code PermissionRead}, also when there is no answer. */
    record ReadPermission(long id, String login) implements Effect {
        @Override
        public Lane lane() {
            return Lane.LOOK;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readPermission(this);
        }
    }

    /** Does something with each kind of effect. A new kind does not compile until every visitor handles it. */
    interface Visitor<R> {
        R prepareMerge(PrepareMerge effect);

        R moveBase(MoveBase effect);

        R startBuild(StartBuild effect);

        R cancelBuilds(CancelBuilds effect);

        R makeRollup(MakeRollup effect);

        R postComment(PostComment effect);

        R editComment(EditComment effect);

        R acknowledge(Acknowledge effect);

        R setStatus(SetStatus effect);

        R relabel(Relabel effect);

        R closePull(ClosePull effect);

        R readPull(ReadPull effect);

        R readMergeability(ReadMergeability effect);

        R synchronise(Synchronise effect);

        R readResults(ReadResults effect);

        R readPermission(ReadPermission effect);

        R callHook(CallHook effect);
    }
}
