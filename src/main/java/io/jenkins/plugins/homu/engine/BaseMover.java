package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.HeadChanged;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.Moved;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.NotFastForward;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome.Refused;
import java.util.Optional;

/** Moves a base branch to the commit that was tested. */
final class BaseMover {
    private final GitHubGateway gateway;
    private final Clock clock;

    BaseMover(GitHubGateway gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    Result carryOut(Job.Run run, MoveBase effect) throws GatewayException {
        RepositoryId repository = run.settings().repository();
        if (run.job().mayBeDone() && isMoved(repository, effect)) {
            return moved(effect);
        }
        if (effect.validUntil().filter(until -> clock.now().isAfter(until)).isPresent()) {
            return failed(effect, MoveTrouble.CHECK_AGAIN, "");
        }
        run.beginWriting().run();
        MoveOutcome outcome = gateway.moveBase(
                repository, effect.baseRef(), effect.from(), effect.to(), effect.pulls(), effect.verifyHeads());
        if (outcome instanceof Moved) {
            return moved(effect);
        }
        if (outcome instanceof NotFastForward not) {
            // Perhaps because an earlier call, whose answer was lost, had moved it.
            return isMoved(repository, effect)
                    ? moved(effect)
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

    private boolean isMoved(RepositoryId repository, MoveBase effect) throws GatewayException {
        Optional<CommitSha> tip = gateway.tip(repository, effect.baseRef());
        return tip.isPresent()
                && (tip.get().equals(effect.to()) || gateway.isAncestor(repository, effect.to(), tip.get()));
    }

    private static Result moved(MoveBase effect) {
        return Result.done(new BaseMoved(effect.attempt(), effect.to()));
    }

    private static Result failed(MoveBase effect, MoveTrouble trouble, String detail) {
        return Result.done(new BaseMoveFailed(effect.attempt(), trouble, detail));
    }
}
