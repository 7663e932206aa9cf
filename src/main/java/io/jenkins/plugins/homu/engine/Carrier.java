package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.CallHook;
import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPermission;
import io.jenkins.plugins.homu.core.effect.Effect.StartBuild;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BuildNotStarted;
import io.jenkins.plugins.homu.core.event.Event.EffectFailed;
import io.jenkins.plugins.homu.core.event.Event.HookAnswered;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.HookCaller;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Carries out effects of every kind; knows what their failing for good means to the queue. */
final class Carrier {
    private static final System.Logger LOG = System.getLogger(Carrier.class.getName());

    private static final String DRY_RUN = "this repository is configured with dry_run: nothing is merged or tested";

    private final GitHubGateway gateway;
    private final MergeMaker merges;
    private final BaseMover bases;
    private final Speaker speaker;
    private final Looker looker;
    private final Jobs jobs;
    private final RollupMaker rollups;
    private final HookRunner hooks;

    Carrier(
            GitHubGateway gateway,
            GitGateway git,
            Builder builder,
            HookCaller hooks,
            Clock clock,
            EngineSettings settings) {
        this.hooks = new HookRunner(hooks);
        this.gateway = gateway;
        this.merges = new MergeMaker(gateway, git, new Exemption(gateway, builder), clock, settings.staleTipPatience());
        this.bases = new BaseMover(gateway, git, clock);
        this.speaker = new Speaker(gateway);
        this.rollups = new RollupMaker(gateway);
        this.jobs = new Jobs(builder);
        this.looker = new Looker(gateway, jobs, clock);
    }

    Result carryOut(Job.Run run) throws GatewayException {
        Effect effect = run.job().effect();
        if (run.settings().dryRun() && effect.lane() != Effect.Lane.LOOK) {
            return dryRun(run, effect);
        }
        return effect.accept(new Dispatch(run)).run();
    }

    /**
     * What an effect comes to that is not wanted any more: nothing, but for a base that was asked to move, where the
     * queue waits for the word. If an earlier try may have moved it, GitHub is asked first.
     */
    Optional<Event> unwanted(Job.Run run) throws GatewayException {
        if (!(run.job().effect() instanceof MoveBase move)) {
            return Optional.empty();
        }
        return Optional.of(bases.unwanted(run, move));
    }

    /** What an effect comes to that will never succeed. Empty: nobody waits for it. */
    static Optional<Event> givenUp(Effect effect, String reason) {
        if (effect instanceof PrepareMerge prepare) {
            return Optional.of(new MergeFailed(prepare.attempt(), MergeTrouble.REFUSED, reason));
        }
        if (effect instanceof MoveBase move) {
            return Optional.of(new BaseMoveFailed(move.attempt(), MoveTrouble.REFUSED, reason));
        }
        if (effect instanceof StartBuild start) {
            return Optional.of(new BuildNotStarted(start.attempt(), start.builder(), reason));
        }
        if (effect instanceof Effect.MakeRollup rollup) {
            return Optional.of(new Event.RollupNotMade(rollup.by(), reason));
        }
        if (effect instanceof CallHook call) {
            return Optional.of(new HookAnswered(call.number(), call.hook(), Optional.empty(), Optional.of(reason)));
        }
        if (effect instanceof ReadPermission read) {
            return Optional.of(
                    new PermissionRead(read.login(), Optional.empty(), Set.of(), Optional.of(reason), Instant.EPOCH));
        }
        if (effect.lane() == Effect.Lane.LOOK) {
            return Optional.empty();
        }
        return Optional.of(new EffectFailed(Describe.name(effect), Describe.pull(effect), reason));
    }

    /**
     * Nothing is written, and what would have been is told to the queue, which keeps it in the history. In a dry run the
     * queue begins no attempt; what is left of one from before ends here: its merge is not made, its base not moved.
     */
    private static Result dryRun(Job.Run run, Effect effect) {
        LogLine line = LogLine.of("dry-run").repository(run.label());
        Describe.pull(effect).ifPresent(line::pull);
        LOG.log(
                System.Logger.Level.INFO,
                line.with("effect", Describe.name(effect)).with("would", effect).toString());
        if (effect instanceof MoveBase move) {
            return Result.done(new BaseMoveFailed(move.attempt(), MoveTrouble.NO_LONGER_WANTED, DRY_RUN));
        }
        if (effect instanceof PrepareMerge) {
            return new Result.Done(givenUp(effect, DRY_RUN));
        }
        return new Result.Done(effect.accept(new Withholding(run.settings().botName())));
    }

    private final class Dispatch implements Effect.Visitor<Result.Action> {
        private final Job.Run run;

        Dispatch(Job.Run run) {
            this.run = run;
        }

        @Override
        public Result.Action prepareMerge(PrepareMerge effect) {
            return () -> merges.carryOut(run, effect);
        }

        @Override
        public Result.Action moveBase(MoveBase effect) {
            return () -> bases.carryOut(run, effect);
        }

        @Override
        public Result.Action startBuild(StartBuild effect) {
            return () -> jobs.start(run, effect);
        }

        @Override
        public Result.Action cancelBuilds(CancelBuilds effect) {
            return () -> {
                // One that can't be stopped is no reason for the others to go on.
                AllCalls calls = new AllCalls("builds-not-stopped", run.label());
                boolean shared = isSharedCommit(run, effect);
                jobs.cancel(run, effect, shared, calls);
                if (concernsGitHub(run, effect) && !shared) {
                    calls.make(() -> gateway.cancelRuns(run.settings().testRepository(), effect.merge()));
                }
                calls.finish();
                return Result.done();
            };
        }

        /** Whether another attempt tests that commit, or is about to: a head that is taken as it is has no other one. */
        private static boolean isSharedCommit(Job.Run run, CancelBuilds effect) {
            return run.state().attempts().values().stream()
                    .anyMatch(other -> other.isActive()
                            && other.id() != effect.attempt()
                            && (other.merge().equals(Optional.of(effect.merge()))
                                    || other.pulls().stream()
                                            .anyMatch(member -> member.head().equals(effect.merge()))));
        }

        /** Without builders named, all are meant. */
        private static boolean concernsGitHub(Job.Run run, CancelBuilds effect) {
            return effect.builders().isEmpty()
                    || effect.builders().stream().anyMatch(name -> run.settings()
                            .builder(name)
                            .map(builder -> builder.kind().isOnGitHub())
                            .orElse(true));
        }

        @Override
        public Result.Action makeRollup(Effect.MakeRollup effect) {
            return () -> rollups.carryOut(run, effect);
        }

        @Override
        public Result.Action postComment(Effect.PostComment effect) {
            return () -> speaker.post(run, effect);
        }

        @Override
        public Result.Action editComment(Effect.EditComment effect) {
            return () -> speaker.edit(run, effect);
        }

        @Override
        public Result.Action acknowledge(Effect.Acknowledge effect) {
            return () -> speaker.acknowledge(run, effect);
        }

        @Override
        public Result.Action setStatus(Effect.SetStatus effect) {
            return () -> speaker.setStatus(run, effect);
        }

        @Override
        public Result.Action relabel(Effect.Relabel effect) {
            return () -> speaker.relabel(run, effect);
        }

        @Override
        public Result.Action closePull(Effect.ClosePull effect) {
            return () -> speaker.close(run, effect);
        }

        @Override
        public Result.Action readPull(Effect.ReadPull effect) {
            return () -> looker.readPull(run, effect);
        }

        @Override
        public Result.Action readMergeability(Effect.ReadMergeability effect) {
            return () -> looker.readMergeability(run, effect);
        }

        @Override
        public Result.Action synchronise(Effect.Synchronise effect) {
            return () -> looker.synchronise(run, effect);
        }

        @Override
        public Result.Action readResults(Effect.ReadResults effect) {
            return () -> looker.readResults(run, effect);
        }

        @Override
        public Result.Action readPermission(ReadPermission effect) {
            return () -> looker.readPermission(run, effect);
        }

        @Override
        public Result.Action callHook(CallHook effect) {
            return () -> hooks.call(run, effect);
        }
    }
}
