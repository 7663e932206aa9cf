package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.MakeRollup;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.RollupMade;
import io.jenkins.plugins.homu.core.event.Event.RollupNotMade;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Head;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.OpenOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts several heads on one branch and opens a pull request of it. */
public final class RollupMaker {
    private final GitHubGateway gateway;

    /** @param gateway acts as the one whose branch and pull request it becomes */
    public RollupMaker(GitHubGateway gateway) {
        this.gateway = gateway;
    }

    Result carryOut(Job.Run run, MakeRollup effect) throws GatewayException {
        RepositoryId repository = gateway.nameOf(run.settings().repository());
        // It is a merge that nobody has tested, so it belongs where the others are tested.
        RepositoryId work = gateway.nameOf(run.settings().testRepository());
        if (run.job().mayBeDone()) {
            Optional<Event> done = earlier(work, repository, effect);
            if (done.isPresent()) {
                return Result.done(done.get());
            }
        }
        run.beginWriting().run();
        return Result.done(make(work, repository, effect));
    }

    /** What an earlier try has opened, if it came so far. */
    private Optional<Event> earlier(RepositoryId work, RepositoryId repository, MakeRollup effect)
            throws GatewayException {
        Optional<Integer> number = gateway.findPull(repository, new Head(work, effect.branch()));
        Optional<CommitSha> tip = number.isPresent() ? gateway.tip(work, effect.branch()) : Optional.empty();
        if (tip.isEmpty()) {
            return Optional.empty();
        }
        List<RollupPart> in = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>(effect.leftOut());
        for (RollupPart part : effect.parts()) {
            if (gateway.isAncestor(work, part.head(), tip.get())) {
                in.add(part);
            } else {
                out.add(new LeftOut(part.number(), "it could not be merged"));
            }
        }
        return Optional.of(made(number.get(), in, out, effect));
    }

    /**
     * Make it.
     *
     * @param work where its branch is: the repository itself, or a fork of it
     * @param target where the pull request is opened
     * @return {@code RollupMade} or {@code RollupNotMade}
     */
    public Event make(RepositoryId work, RepositoryId target, MakeRollup effect) throws GatewayException {
        Optional<CommitSha> base = gateway.tip(target, effect.baseRef());
        if (base.isEmpty()) {
            return not(effect, "There is no branch " + effect.baseRef() + " any more.");
        }
        // Nobody's builders shall see it grow.
        String scratch = Branches.scratchFor(effect.branch());
        Optional<String> refusal = gateway.setBranch(work, scratch, base.get());
        if (refusal.isPresent()) {
            return not(effect, "GitHub refused to make the branch " + scratch + ": " + refusal.get());
        }
        CommitSha tip = base.get();
        List<RollupPart> in = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>(effect.leftOut());
        for (RollupPart part : effect.parts()) {
            MergeOutcome outcome = gateway.merge(work, scratch, part.head(), part.message());
            if (outcome instanceof MergeOutcome.Merged merged) {
                if (!merged.commit().parents().equals(List.of(tip, part.head()))) {
                    throw GatewayException.transientTrouble(
                            0, "GitHub merged #" + part.number() + " onto another commit", Optional.empty(), null);
                }
                tip = merged.commit().sha();
                in.add(part);
            } else if (outcome instanceof MergeOutcome.Refused refused) {
                return not(effect, "GitHub refused to merge #" + part.number() + ": " + refused.detail());
            } else if (outcome instanceof MergeOutcome.BranchMissing missing) {
                return not(effect, "GitHub lost the branch " + scratch + ": " + missing.detail());
            } else {
                out.add(new LeftOut(part.number(), why(outcome)));
            }
        }
        if (in.isEmpty()) {
            return not(effect, "None of them could be merged onto " + effect.baseRef() + ".");
        }
        Optional<String> unset = gateway.setBranch(work, effect.branch(), tip);
        gateway.deleteBranch(work, scratch);
        if (unset.isPresent()) {
            return not(effect, "GitHub refused to make the branch " + effect.branch() + ": " + unset.get());
        }
        OpenOutcome opened = gateway.openPull(
                target,
                Messages.rollupTitle(in.size()),
                new Head(work, effect.branch()),
                effect.baseRef(),
                Messages.rollupBody(in, out, effect.by()));
        return opened instanceof OpenOutcome.Opened pull
                ? made(pull.number(), in, out, effect)
                : not(effect, "GitHub refused the pull request: " + ((OpenOutcome.Refused) opened).detail());
    }

    private static String why(MergeOutcome outcome) {
        if (outcome instanceof MergeOutcome.Conflict) {
            return "it conflicts with the base or those before it";
        }
        return outcome instanceof MergeOutcome.AlreadyThere
                ? "the base has all of it already"
                : "its approved commit is not on GitHub any more";
    }

    private static Event made(int number, List<RollupPart> in, List<LeftOut> out, MakeRollup effect) {
        return new RollupMade(number, in.stream().map(RollupPart::member).toList(), out, effect.by());
    }

    private static Event not(MakeRollup effect, String reason) {
        return new RollupNotMade(effect.by(), reason);
    }
}
