package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The queue's rules: what an event does to a repository. Pure; the same input gives the same answer. */
public final class MergeQueue {
    /** Comments are read again from so long before the last comparison; the same comment is never obeyed twice. */
    private static final Duration COMMENT_OVERLAP = Duration.ofMinutes(10);

    private MergeQueue() {}

    /** What follows from an event. Never throws for anything an event may contain. */
    public static Decision decide(RepositoryState state, Event event, RepositorySettings settings, Instant now) {
        Turn turn = new Turn(state, settings, now);
        event.accept(new Rules(turn));
        if (turn.isChanged()) {
            new Scheduler(turn).run();
        }
        return turn.decision();
    }

    /** When a {@code Tick} is next needed: a deadline or a watchdog; empty: not before something else happens. */
    public static Optional<Instant> nextWake(RepositoryState state, RepositorySettings settings) {
        Instant next = null;
        for (Attempt attempt : state.attempts().values()) {
            if (attempt.phase() != Phase.TESTING) {
                continue;
            }
            if (attempt.hasPassed()) {
                next = earlier(next, Rights.nextLook(state, attempt).orElse(null));
                continue;
            }
            next = earlier(next, attempt.deadline().orElse(null));
            next = earlier(
                    next,
                    Attempts.startDeadline(attempt, settings.startTimeout()).orElse(null));
        }
        return Optional.ofNullable(next);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /**
     * Whether an effect that was decided earlier should still be carried out. Asked right before it is carried out. An
     * unwanted one is dropped without an outcome; only an unwanted {@code MoveBase} has one: NO_LONGER_WANTED.
     */
    public static boolean isWanted(RepositoryState state, Effect effect) {
        return effect.accept(new Wanted(state));
    }

    /** Hands each event to the rules for it. */
    private static final class Rules implements Event.Visitor<Void> {
        private final Turn turn;
        private final Attempts attempts;
        private final Rights rights;
        private final Results results;
        private final Outcomes outcomes;
        private final Pulls pulls;
        private final Comments comments;
        private final RollupRules rollups;

        Rules(Turn turn) {
            this.turn = turn;
            attempts = new Attempts(turn);
            rights = new Rights(turn);
            rollups = new RollupRules(turn, attempts);
            results = new Results(turn, attempts, rights);
            outcomes = new Outcomes(turn, attempts, results, rollups);
            pulls = new Pulls(turn, attempts, outcomes, rollups);
            comments = new Comments(turn, attempts, rights, rollups);
        }

        @Override
        public Void pullChanged(Event.PullChanged event) {
            pulls.changed(event).forEach(comments::added);
            return null;
        }

        @Override
        public Void pullClosed(Event.PullClosed event) {
            pulls.closed(event.pull());
            return null;
        }

        @Override
        public Void commentAdded(Event.CommentAdded event) {
            comments.added(event);
            return null;
        }

        @Override
        public Void branchPushed(Event.BranchPushed event) {
            pulls.pushed(event);
            return null;
        }

        @Override
        public Void resultsReported(Event.ResultsReported event) {
            results.report(event.reports());
            return null;
        }

        @Override
        public Void mergePrepared(Event.MergePrepared event) {
            outcomes.prepared(event);
            return null;
        }

        @Override
        public Void mergeFailed(Event.MergeFailed event) {
            outcomes.mergeFailed(event);
            return null;
        }

        @Override
        public Void buildNotStarted(Event.BuildNotStarted event) {
            outcomes.buildNotStarted(event);
            return null;
        }

        @Override
        public Void baseMoved(Event.BaseMoved event) {
            outcomes.baseMoved(event);
            return null;
        }

        @Override
        public Void baseMoveFailed(Event.BaseMoveFailed event) {
            outcomes.baseMoveFailed(event);
            return null;
        }

        @Override
        public Void commentPosted(Event.CommentPosted event) {
            if (event.isStatusComment()) {
                // While another approval waits to be announced, this one told of an approval that is void by now.
                turn.pull(event.number())
                        .filter(pull -> pull.isApproved() && !pull.pendingAnnouncement())
                        .ifPresent(pull ->
                                turn.edit(event.number(), edit -> edit.statusComment(Optional.of(event.commentId()))));
            }
            return null;
        }

        @Override
        public Void pullRead(Event.PullRead event) {
            pulls.read(event).forEach(comments::added);
            return null;
        }

        @Override
        public Void mergeabilityRead(Event.MergeabilityRead event) {
            pulls.mergeabilityRead(event);
            return null;
        }

        @Override
        public Void synchronised(Event.Synchronised event) {
            pulls.synchronised(event).forEach(comments::added);
            return null;
        }

        @Override
        public Void hookAnswered(Event.HookAnswered event) {
            Hooks.answered(turn, event);
            return null;
        }

        @Override
        public Void permissionRead(Event.PermissionRead event) {
            rights.read(event);
            comments.takeUp();
            results.lookAgain();
            return null;
        }

        @Override
        public Void effectFailed(Event.EffectFailed event) {
            event.number()
                    .ifPresentOrElse(
                            number -> turn.tell(
                                    number, "not done", Optional.empty(), event.what() + ": " + event.reason()),
                            () -> turn.tellAll("not done", Optional.empty(), event.what() + ": " + event.reason()));
            return null;
        }

        @Override
        public Void withheld(Event.Withheld event) {
            event.number()
                    .ifPresentOrElse(
                            number -> turn.tell(number, event.what(), Optional.empty(), event.text()),
                            () -> turn.tellAll(event.what(), Optional.empty(), event.text()));
            return null;
        }

        @Override
        public Void tick(Event.Tick event) {
            attempts.tick();
            results.lookAgain();
            return null;
        }

        @Override
        public Void syncRequested(Event.SyncRequested event) {
            // After an import, what was written before was for another bot, which has obeyed it.
            boolean isOverlapOurs = turn.pulls().stream().allMatch(PullRequest::isSeen);
            Optional<Instant> since = turn.syncedAt().map(at -> isOverlapOurs ? at.minus(COMMENT_OVERLAP) : at);
            turn.effect(id -> new Effect.Synchronise(id, since));
            attempts.stopObsolete();
            rights.refresh();
            comments.takeUp();
            results.lookAgain();
            for (Attempt attempt : turn.activeAttempts()) {
                if (attempt.phase() == Phase.TESTING) {
                    turn.effect(id -> new Effect.ReadResults(
                            id, attempt.id(), attempt.merge().orElseThrow()));
                }
            }
            return null;
        }

        @Override
        public Void treeSet(Event.TreeSet event) {
            Optional<String> by = Optional.of(event.by());
            TreeState closed = new TreeState(event.closedBelow(), event.reason(), Optional.empty(), by);
            turn.tree(event.closedBelow().isPresent() ? closed : TreeState.OPEN, event.by());
            return null;
        }

        @Override
        public Void rollupRequested(Event.RollupRequested event) {
            rollups.requested(event);
            return null;
        }

        @Override
        public Void rollupMade(Event.RollupMade event) {
            rollups.made(event);
            return null;
        }

        @Override
        public Void rollupNotMade(Event.RollupNotMade event) {
            rollups.notMade(event);
            return null;
        }
    }

    /** Whether what an effect is for still stands. */
    private static final class Wanted implements Effect.Visitor<Boolean> {
        private final RepositoryState state;

        Wanted(RepositoryState state) {
            this.state = state;
        }

        private boolean isIn(long attempt, Phase phase) {
            return state.attempt(attempt)
                    .filter(found -> found.phase() == phase)
                    .isPresent();
        }

        @Override
        public Boolean prepareMerge(Effect.PrepareMerge effect) {
            return isIn(effect.attempt(), Phase.PREPARING);
        }

        @Override
        public Boolean moveBase(Effect.MoveBase effect) {
            return isIn(effect.attempt(), Phase.MERGING)
                    && state.attempt(effect.attempt())
                            .filter(Attempt::isStopping)
                            .isEmpty();
        }

        @Override
        public Boolean startBuild(Effect.StartBuild effect) {
            return state.attempt(effect.attempt())
                    .filter(attempt -> attempt.phase() == Phase.TESTING)
                    .map(attempt -> attempt.builders().get(effect.builder()))
                    .filter(result -> !result.state().isFinal() && result.restarts() == effect.restart())
                    .isPresent();
        }

        @Override
        public Boolean cancelBuilds(Effect.CancelBuilds effect) {
            return true;
        }

        @Override
        public Boolean makeRollup(Effect.MakeRollup effect) {
            return true;
        }

        @Override
        public Boolean postComment(Effect.PostComment effect) {
            return true;
        }

        @Override
        public Boolean editComment(Effect.EditComment effect) {
            return true;
        }

        @Override
        public Boolean acknowledge(Effect.Acknowledge effect) {
            return true;
        }

        @Override
        public Boolean setStatus(Effect.SetStatus effect) {
            return true;
        }

        @Override
        public Boolean relabel(Effect.Relabel effect) {
            return true;
        }

        @Override
        public Boolean closePull(Effect.ClosePull effect) {
            return state.pull(effect.number())
                    .filter(pull -> pull.head().equals(effect.head()))
                    .isPresent();
        }

        @Override
        public Boolean readPull(Effect.ReadPull effect) {
            return true;
        }

        @Override
        public Boolean readMergeability(Effect.ReadMergeability effect) {
            return state.pulls().values().stream()
                    .anyMatch(pull -> pull.baseRef().equals(effect.baseRef())
                            && (effect.cause().isPresent() || pull.mergeable() == Mergeability.UNKNOWN));
        }

        @Override
        public Boolean synchronise(Effect.Synchronise effect) {
            return true;
        }

        @Override
        public Boolean readResults(Effect.ReadResults effect) {
            return isIn(effect.attempt(), Phase.TESTING);
        }

        @Override
        public Boolean readPermission(Effect.ReadPermission effect) {
            return true;
        }

        @Override
        public Boolean callHook(Effect.CallHook effect) {
            return true;
        }
    }
}
