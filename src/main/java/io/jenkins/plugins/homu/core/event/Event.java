package io.jenkins.plugins.homu.core.event;

import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that happened to one repository. Events come from webhooks, from the outcome of effects, from timers and from
 * administrators; each may come late, twice, or out of order. All in one file, for they are sealed.
 */
public sealed interface Event {
    <R> R accept(Visitor<R> visitor);

    /** What a pull request's state was reported for. */
    enum PullAction {
        OPENED,
        REOPENED,
        /** New commits on the head. */
        PUSHED,
        /** Title, body or base. */
        EDITED,
        /** Anything else that changes what we show or decide by: labels, assignees, draft. */
        UPDATED
    }

    /** Where a comment was written; ids are unique within one of them only. */
    enum CommentSource {
        ISSUE_COMMENT("c"),
        REVIEW("r"),
        REVIEW_COMMENT("d");

        private final String prefix;

        CommentSource(String prefix) {
            this.prefix = prefix;
        }
    }

    /** How a builder reports. */
    enum ReportKind {
        STATUS,
        CHECK,
        /** By the builder's own name: jobs, and steps in them. */
        BUILDER
    }

    // ---- from GitHub -------------------------------------------------------------------------------------------

    /** A pull request was opened or changed, and stands open. */
    record PullChanged(PullAction action, PullSnapshot pull, String sender) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pullChanged(this);
        }
    }

    /** A pull request was closed, merged or not. */
    record PullClosed(PullSnapshot pull, String sender) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pullClosed(this);
        }
    }

    /**
     * Somebody wrote a comment, the text of a review, or a comment in a diff.
     *
     * @param body all of it, as it was written
     * @param lines what of it may hold commands: no quotes, code, comments, links
     * @param reviewed the commit that a review or diff comment speaks of
     * @param late found by comparing with GitHub, not told by a webhook: it may speak of an earlier head
     */
    record CommentAdded(
            CommentSource source,
            long id,
            int number,
            String author,
            String body,
            List<String> lines,
            Optional<CommitSha> reviewed,
            String url,
            Instant createdAt,
            boolean late)
            implements Event {
        public CommentAdded {
            lines = List.copyOf(lines);
        }

        /** One of which nothing but these lines is known. */
        public CommentAdded(
                CommentSource source,
                long id,
                int number,
                String author,
                List<String> lines,
                Optional<CommitSha> reviewed,
                String url,
                Instant createdAt,
                boolean late) {
            this(source, id, number, author, String.join("\n", lines), lines, reviewed, url, createdAt, late);
        }

        /** The same, when the head may have moved between the writing and our learning of the pull request. */
        public CommentAdded onAnUncertainHead() {
            return new CommentAdded(source, id, number, author, body, lines, reviewed, url, createdAt, true);
        }

        /** Names the comment within its repository. */
        public String key() {
            return source.prefix + id;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.commentAdded(this);
        }
    }

    /**
     * A branch moved.
     *
     * @param after the new tip; empty when the branch was deleted
     * @param headTitle first line of the new tip's message, or empty
     */
    record BranchPushed(
            String branch,
            Optional<CommitSha> before,
            Optional<CommitSha> after,
            boolean forced,
            String headTitle,
            String sender)
            implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.branchPushed(this);
        }
    }

    /**
     * One report of a builder on a commit, whoever's commit it is.
     *
     * @param context of a commit status; name of a check run, or of a builder
     * @param details more than fits the description, over several lines; empty where there is no more
     * @param restart which build of the builder it is of: 0 the first, 1 the one after that was lost
     * @param attempt whose build it is, where that is known: several attempts may test the same commit
     */
    record Reported(
            ReportKind kind,
            CommitSha sha,
            String context,
            BuilderState state,
            Optional<String> url,
            String description,
            String details,
            int restart,
            Optional<Long> attempt) {
        /** A report that says nothing of the attempt. */
        public Reported(
                ReportKind kind,
                CommitSha sha,
                String context,
                BuilderState state,
                Optional<String> url,
                String description,
                String details,
                int restart) {
            this(kind, sha, context, state, url, description, details, restart, Optional.empty());
        }

        /** A report without details, of a build that was started once. */
        public Reported(
                ReportKind kind,
                CommitSha sha,
                String context,
                BuilderState state,
                Optional<String> url,
                String description) {
            this(kind, sha, context, state, url, description, "", 0);
        }

        /** The same, of a build that was started for an attempt. */
        public Reported of(long thatAttempt) {
            return new Reported(
                    kind, sha, context, state, url, description, details, restart, Optional.of(thatAttempt));
        }

        /** Whether it may be of that attempt's build. */
        public boolean mayBeOf(long thatAttempt) {
            return attempt.map(id -> id == thatAttempt).orElse(true);
        }
    }

    /** Builders reported on commits: by webhook, or because we asked. */
    record ResultsReported(List<Reported> reports) implements Event {
        public ResultsReported {
            reports = List.copyOf(reports);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resultsReported(this);
        }
    }

    // ---- outcomes of effects -----------------------------------------------------------------------------------

    /**
     * The merge commit of an attempt stands on its CI branch; or there is one that has been tested already.
     *
     * @param onScratch it stands on the scratch branch as well
     * @param tested what the builders said of this very commit before, one report each; empty: it is to be tested
     */
    record MergePrepared(
            long attempt, CommitSha base, CommitSha merge, String tree, boolean onScratch, List<Reported> tested)
            implements Event {
        public MergePrepared {
            tested = List.copyOf(tested);
        }

        /** One that is to be tested. */
        public MergePrepared(long attempt, CommitSha base, CommitSha merge, String tree, boolean onScratch) {
            this(attempt, base, merge, tree, onScratch, List.of());
        }

        /** One that was made on the scratch branch, and is to be tested. */
        public MergePrepared(long attempt, CommitSha base, CommitSha merge, String tree) {
            this(attempt, base, merge, tree, true);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mergePrepared(this);
        }
    }

    /** Why no merge commit could be made. */
    enum MergeTrouble {
        CONFLICT,
        HEAD_GONE,
        BASE_GONE,
        /** What a try build was to be made on is no commit, or more than one; the detail is what was asked for. */
        PARENT_UNKNOWN,
        /** The base has it all already. */
        NOTHING_TO_MERGE,
        /** Commits are to be taken as they are, and don't stand on the base's tip. */
        NOT_ON_THE_TIP,
        /** GitHub refuses, and will refuse again: permissions, a protected CI branch. */
        REFUSED
    }

    /** @param detail GitHub's own words, but for {@link MergeTrouble#PARENT_UNKNOWN} */
    record MergeFailed(long attempt, MergeTrouble trouble, String detail) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mergeFailed(this);
        }
    }

    /**
     * A job can't be started, and couldn't if asked again: it does not exist, is disabled, takes other parameters.
     *
     * @param reason names the job and what to do, in words for people
     */
    record BuildNotStarted(long attempt, String builder, String reason) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.buildNotStarted(this);
        }
    }

    /** The base branch was moved to the attempt's merge commit. */
    record BaseMoved(long attempt, CommitSha merge) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.baseMoved(this);
        }
    }

    /** Why the base was not moved. */
    enum MoveTrouble {
        /** Somebody moved the base meanwhile: test again. */
        NOT_FAST_FORWARD,
        /** A head is no longer the approved one; nothing was moved. */
        HEAD_CHANGED,
        /** The attempt was stopped before it came to that; nothing was moved. */
        NO_LONGER_WANTED,
        /** The rights that it rests on were read too long ago; nothing was moved. */
        CHECK_AGAIN,
        /** GitHub refuses: a protected branch, missing permissions. */
        REFUSED
    }

    /** @param detail GitHub's own words */
    record BaseMoveFailed(long attempt, MoveTrouble trouble, String detail) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.baseMoveFailed(this);
        }
    }

    /** GitHub gave a comment of ours its id. */
    record CommentPosted(int number, long commentId, boolean isStatusComment) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.commentPosted(this);
        }
    }

    /** A pull request was read because we asked; empty when there is none of that number. */
    record PullRead(int number, Optional<PullSnapshot> pull) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pullRead(this);
        }
    }

    /** @param cause what made us ask: {@code #12} or a commit; empty when nothing in particular did */
    record MergeabilityRead(String baseRef, Map<Integer, Mergeability> pulls, Optional<String> cause) implements Event {
        public MergeabilityRead {
            pulls = Map.copyOf(pulls);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mergeabilityRead(this);
        }
    }

    /**
     * All open pull requests, and the comments since the last comparison.
     *
     * @param startedAt when the reading began; what happened later is not surely in it
     */
    record Synchronised(List<PullSnapshot> pulls, List<CommentAdded> comments, Instant startedAt) implements Event {
        public Synchronised {
            pulls = List.copyOf(pulls);
            comments = List.copyOf(comments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.synchronised(this);
        }
    }

    /**
     * What rights somebody has on GitHub.
     *
     * @param level as a collaborator; empty: none
     * @param teams those of the settings' teams that they are an active member of
     * @param trouble why that is not known; empty: it is. What was found out all the same is true
     * @param at when the reading began
     */
    record PermissionRead(String login, Optional<Level> level, Set<String> teams, Optional<String> trouble, Instant at)
            implements Event {
        public PermissionRead {
            teams = Set.copyOf(teams);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.permissionRead(this);
        }
    }

    /**
     * A hook was called, or could not be.
     *
     * @param answer what it said; empty with {@code trouble}
     * @param trouble why it was not called, or did not succeed; ours, without its address
     */
    record HookAnswered(int number, String hook, Optional<String> answer, Optional<String> trouble) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hookAnswered(this);
        }
    }

    /** Something outward was given up for good. @param reason GitHub's own words, or ours */
    record EffectFailed(String what, Optional<Integer> number, String reason) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.effectFailed(this);
        }
    }

    /**
     * Something outward was not done, because the repository is in dry run.
     *
     * @param what it would have been, in fixed words of ours: {@code would comment}
     * @param text one line for people; may hold other people's words
     */
    record Withheld(String what, Optional<Integer> number, String text) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.withheld(this);
        }
    }

    // ---- from within -------------------------------------------------------------------------------------------

    /** Time has passed; see {@code MergeQueue.nextWake}. */
    record Tick() implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tick(this);
        }
    }

    /** Compare everything with GitHub and the builders: at start, every few minutes, or because a person asked. */
    record SyncRequested(String by) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.syncRequested(this);
        }
    }

    /**
     * An administrator closes the tree, or opens it.
     *
     * @param closedBelow pull requests with a lower priority are not started; empty: open to all
     */
    record TreeSet(Optional<Integer> closedBelow, Optional<String> reason, String by) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.treeSet(this);
        }
    }

    // ---- rollups -----------------------------------------------------------------------------------------------

    /**
     * Somebody who may approve wants several pull requests put together.
     *
     * @param numbers empty: all that are marked for it
     */
    record RollupRequested(List<Integer> numbers, String by) implements Event {
        public RollupRequested {
            numbers = List.copyOf(numbers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rollupRequested(this);
        }
    }

    /** A rollup stands as a pull request. @param number its own number @param parts what is in it */
    record RollupMade(int number, List<AttemptMember> parts, List<LeftOut> leftOut, String by) implements Event {
        public RollupMade {
            parts = List.copyOf(parts);
            leftOut = List.copyOf(leftOut);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rollupMade(this);
        }
    }

    /** @param reason in words for people, with GitHub's own where there are some */
    record RollupNotMade(String by, String reason) implements Event {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rollupNotMade(this);
        }
    }

    /** Does something with each kind of event. A new kind does not compile until every visitor handles it. */
    interface Visitor<R> {
        R pullChanged(PullChanged event);

        R pullClosed(PullClosed event);

        R commentAdded(CommentAdded event);

        R branchPushed(BranchPushed event);

        R resultsReported(ResultsReported event);

        R mergePrepared(MergePrepared event);

        R mergeFailed(MergeFailed event);

        R buildNotStarted(BuildNotStarted event);

        R baseMoved(BaseMoved event);

        R baseMoveFailed(BaseMoveFailed event);

        R commentPosted(CommentPosted event);

        R pullRead(PullRead event);

        R mergeabilityRead(MergeabilityRead event);

        R synchronised(Synchronised event);

        R permissionRead(PermissionRead event);

        R hookAnswered(HookAnswered event);

        R effectFailed(EffectFailed event);

        R withheld(Withheld event);

        R tick(Tick event);

        R syncRequested(SyncRequested event);

        R treeSet(TreeSet event);

        R rollupRequested(RollupRequested event);

        R rollupMade(RollupMade event);

        R rollupNotMade(RollupNotMade event);
    }
}
