package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import java.util.Optional;

/** Names events and effects for log lines, metrics and health. */
final class Describe {
    private Describe() {}

    static String name(Event event) {
        return event.getClass().getSimpleName();
    }

    static String name(Effect effect) {
        return effect.getClass().getSimpleName();
    }

    /** {@code MoveBase for #12}, or {@code Synchronise} where no pull request is concerned. */
    static String words(Effect effect) {
        return name(effect) + pull(effect).map(number -> " for #" + number).orElse("");
    }

    /** The pull request that an event is about, where it is about one. */
    static Optional<Integer> pull(Event event) {
        return event.accept(new EventPull());
    }

    static Optional<Integer> pull(Effect effect) {
        return effect.accept(new EffectPull());
    }

    /** What an effect is about. Effects of one lane and one subject never overtake each other. */
    static String subject(Effect effect) {
        if (effect instanceof Effect.PrepareMerge prepare) {
            return "ci " + prepare.ciBranch();
        }
        if (effect instanceof Effect.MoveBase move) {
            return "base " + move.baseRef();
        }
        if (effect instanceof Effect.StartBuild start) {
            return "build " + start.attempt() + " " + start.builder();
        }
        if (effect instanceof Effect.MakeRollup rollup) {
            return "rollup " + rollup.branch();
        }
        if (effect instanceof Effect.CancelBuilds cancel) {
            return "attempt " + cancel.attempt();
        }
        if (effect.lane() == Effect.Lane.CALL) {
            return "call " + effect.id();
        }
        // Questions are independent: their answers count from when they are given.
        return effect.lane() == Effect.Lane.LOOK
                ? "question " + effect.id()
                : "pull " + pull(effect).map(String::valueOf).orElse("");
    }

    private static final class EventPull implements Event.Visitor<Optional<Integer>> {
        @Override
        public Optional<Integer> pullChanged(Event.PullChanged event) {
            return Optional.of(event.pull().number());
        }

        @Override
        public Optional<Integer> pullClosed(Event.PullClosed event) {
            return Optional.of(event.pull().number());
        }

        @Override
        public Optional<Integer> commentAdded(Event.CommentAdded event) {
            return Optional.of(event.number());
        }

        @Override
        public Optional<Integer> branchPushed(Event.BranchPushed event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> resultsReported(Event.ResultsReported event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> mergePrepared(Event.MergePrepared event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> mergeFailed(Event.MergeFailed event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> buildNotStarted(Event.BuildNotStarted event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> baseMoved(Event.BaseMoved event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> baseMoveFailed(Event.BaseMoveFailed event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> commentPosted(Event.CommentPosted event) {
            return Optional.of(event.number());
        }

        @Override
        public Optional<Integer> pullRead(Event.PullRead event) {
            return Optional.of(event.number());
        }

        @Override
        public Optional<Integer> mergeabilityRead(Event.MergeabilityRead event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> synchronised(Event.Synchronised event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> hookAnswered(Event.HookAnswered event) {
            return Optional.of(event.number());
        }

        @Override
        public Optional<Integer> permissionRead(Event.PermissionRead event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> effectFailed(Event.EffectFailed event) {
            return event.number();
        }

        @Override
        public Optional<Integer> withheld(Event.Withheld event) {
            return event.number();
        }

        @Override
        public Optional<Integer> tick(Event.Tick event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> syncRequested(Event.SyncRequested event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> treeSet(Event.TreeSet event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> rollupRequested(Event.RollupRequested event) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> rollupMade(Event.RollupMade event) {
            return Optional.of(event.number());
        }

        @Override
        public Optional<Integer> rollupNotMade(Event.RollupNotMade event) {
            return Optional.empty();
        }
    }

    private static final class EffectPull implements Effect.Visitor<Optional<Integer>> {
        @Override
        public Optional<Integer> prepareMerge(Effect.PrepareMerge effect) {
            return Optional.of(effect.pulls().get(0).number());
        }

        @Override
        public Optional<Integer> moveBase(Effect.MoveBase effect) {
            return Optional.of(effect.pulls().get(0).number());
        }

        @Override
        public Optional<Integer> startBuild(Effect.StartBuild effect) {
            return Optional.of(effect.pull());
        }

        @Override
        public Optional<Integer> makeRollup(Effect.MakeRollup effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> cancelBuilds(Effect.CancelBuilds effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> postComment(Effect.PostComment effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> editComment(Effect.EditComment effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> acknowledge(Effect.Acknowledge effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> setStatus(Effect.SetStatus effect) {
            return Optional.of(effect.page());
        }

        @Override
        public Optional<Integer> relabel(Effect.Relabel effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> closePull(Effect.ClosePull effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> readPull(Effect.ReadPull effect) {
            return Optional.of(effect.number());
        }

        @Override
        public Optional<Integer> readMergeability(Effect.ReadMergeability effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> synchronise(Effect.Synchronise effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> readResults(Effect.ReadResults effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> readPermission(Effect.ReadPermission effect) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> callHook(Effect.CallHook effect) {
            return Optional.of(effect.number());
        }
    }
}
