package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitGateway.TestsOnFork.Delivery;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.HeadChanged;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.Moved;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.NotFastForward;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.Refused;
import java.util.Optional;

/** Moves a base branch to the commit that was tested. */
final class BaseMover {
    private static final System.Logger LOG = System.getLogger(BaseMover.class.getName());

    private final GitHubGateway gateway;
    private final GitGateway git;
    private final Clock clock;

    BaseMover(GitHubGateway gateway, GitGateway git, Clock clock) {
        this.gateway = gateway;
        this.git = git;
        this.clock = clock;
    }

    Result carryOut(Job.Run run, MoveBase effect) throws GatewayException {
        RepositoryId repository = run.settings().repository();
        if (run.job().mayBeDone() && isMoved(repository, effect)) {
            return moved(run, effect);
        }
        if (isOutdated(effect)) {
            return failed(effect, MoveTrouble.CHECK_AGAIN, "");
        }
        run.beginWriting().run();
        Optional<String> undelivered = deliver(run, effect);
        if (undelivered.isPresent()) {
            return failed(effect, MoveTrouble.REFUSED, undelivered.get());
        }
        // Git may have taken long.
        if (isOutdated(effect)) {
            return failed(effect, MoveTrouble.CHECK_AGAIN, "");
        }
        MoveOutcome outcome = gateway.moveBase(
                repository, effect.baseRef(), effect.from(), effect.to(), effect.pulls(), effect.verifyHeads());
        if (outcome instanceof Moved) {
            return moved(run, effect);
        }
        if (outcome instanceof NotFastForward not) {
            // Perhaps because an earlier call, whose answer was lost, had moved it.
            return isMoved(repository, effect)
                    ? moved(run, effect)
                    : failed(effect, MoveTrouble.NOT_FAST_FORWARD, not.detail());
        }
        if (outcome instanceof HeadChanged changed) {
            return failed(effect, MoveTrouble.HEAD_CHANGED, "#" + changed.number() + ": " + changed.detail());
        }
        return failed(effect, MoveTrouble.REFUSED, ((Refused) outcome).detail());
    }

    /** The outcome of a move that is not wanted any more, but may have happened. */
    Event unwanted(Job.Run run, MoveBase effect) throws GatewayException {
        if (run.job().mayBeDone() && isMoved(run.settings().repository(), effect)) {
            return new BaseMoved(effect.attempt(), effect.to());
        }
        return new BaseMoveFailed(effect.attempt(), MoveTrouble.NO_LONGER_WANTED, "");
    }

    private boolean isOutdated(MoveBase effect) {
        return effect.validUntil().filter(until -> clock.now().isAfter(until)).isPresent();
    }

    private boolean isMoved(RepositoryId repository, MoveBase effect) throws GatewayException {
        Optional<CommitSha> tip = gateway.tip(repository, effect.baseRef());
        return tip.isPresent()
                && (tip.get().equals(effect.to()) || gateway.isAncestor(repository, effect.to(), tip.get()));
    }

    // ---- where tests run in a fork -----------------------------------------------------------------------------

    /** What was tested there has to be in the repository itself before a branch can be put on it. @return why it isn't */
    private Optional<String> deliver(Job.Run run, MoveBase effect) throws GatewayException {
        Optional<RepositoryId> fork = run.settings().branches().fork();
        if (fork.isEmpty()) {
            return Optional.empty();
        }
        RepositoryId repository = run.settings().repository();
        Delivery delivery = git.onFork(CommitMaker.nameOfFork(gateway, fork.get(), effect.baseRef()))
                .deliver(gateway.nameOf(repository), effect.baseRef(), effect.from(), effect.to());
        if (delivery instanceof Delivery.Refused refused) {
            return Optional.of(refused.detail());
        }
        // A head that was taken as it is may have been tested in the repository itself.
        return delivery instanceof Delivery.Missing
                        && gateway.commit(repository, effect.to()).isEmpty()
                ? Optional.of("the tested commit " + effect.to().abbreviated() + " is neither in " + fork.get()
                        + " any more nor in " + repository + "; use retry to test another one")
                : Optional.empty();
    }

    /** Trouble with the fork's own branch is told in the log only: what was to be merged is merged. */
    private Result moved(Job.Run run, MoveBase effect) {
        Optional<RepositoryId> fork = run.settings().branches().fork();
        if (fork.isPresent()) {
            Optional<String> trouble;
            try {
                trouble = git.onFork(CommitMaker.nameOfFork(gateway, fork.get(), effect.baseRef()))
                        .settle(gateway.nameOf(run.settings().repository()), effect.baseRef(), effect.to());
            } catch (GatewayException e) {
                trouble = Optional.of(String.valueOf(e.getMessage()));
            }
            trouble.ifPresent(why -> LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("fork-left-behind")
                            .repository(run.label())
                            .with("fork", fork.get())
                            .with("branch", effect.baseRef())
                            .with("why", why)
                            .with("remedy", "the merge is done; move the fork's branch to it, or delete it there")
                            .toString()));
        }
        return Result.done(new BaseMoved(effect.attempt(), effect.to()));
    }

    private static Result failed(MoveBase effect, MoveTrouble trouble, String detail) {
        return Result.done(new BaseMoveFailed(effect.attempt(), trouble, detail));
    }
}
