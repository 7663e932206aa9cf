package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.RollupMade;
import io.jenkins.plugins.homu.core.event.Event.RollupNotMade;
import io.jenkins.plugins.homu.core.event.Event.RollupRequested;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.queue.RollupPlan;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rollups: asked for, made, and void as soon as one of their parts is not what it was. */
final class RollupRules {
    private static final int RADIX = 36;

    private final Turn turn;
    private final Attempts attempts;

    RollupRules(Turn turn, Attempts attempts) {
        this.turn = turn;
        this.attempts = attempts;
    }

    void requested(RollupRequested event) {
        RollupPlan plan = RollupPlan.of(turn.decision().next(), turn.settings, event.numbers(), turn.now);
        if (plan.refusal().isPresent()) {
            turn.rollups(turn.rollups().saying(plan.refusal().get(), true, turn.now));
            return;
        }
        turn.rollups(turn.rollups()
                .saying("A rollup of " + numbers(plan.parts()) + " is being made for " + event.by(), false, turn.now));
        String branch = Branches.named(
                        turn.settings.branches().rollup(),
                        plan.baseRef(),
                        plan.parts().get(0).number())
                // Several may be open at a time, and those of an earlier store must not be overwritten.
                + "-" + Long.toString(turn.now.getEpochSecond(), RADIX);
        turn.effect(id -> new Effect.MakeRollup(id, plan.baseRef(), plan.parts(), plan.leftOut(), branch, event.by()));
    }

    private static String numbers(List<RollupPart> parts) {
        return parts.stream().map(part -> "#" + part.number()).collect(Collectors.joining(", "));
    }

    void made(RollupMade event) {
        if (turn.rollups().rollup(event.number()).isPresent()
                || turn.closedAt(event.number()).isPresent()) {
            return;
        }
        turn.rollups(turn.rollups()
                .with(event.number(), new Rollup(event.parts(), event.by(), turn.now, Optional.empty()))
                .saying(Messages.rollupMade(event.number(), event.parts(), event.leftOut()), false, turn.now));
        turn.tell(event.number(), "rollup", Optional.of(event.by()), "Made of " + members(event.parts()));
        for (AttemptMember part : event.parts()) {
            turn.tell(part.number(), "rollup", Optional.of(event.by()), "Taken into the rollup #" + event.number());
            turn.relabel(part.number(), LabelEvent.ROLLUP_MADE);
            if (!isAsItWas(part)) {
                partChanged(part.number(), "it changed while the rollup was made");
            }
        }
    }

    private boolean isAsItWas(AttemptMember part) {
        return turn.pull(part.number())
                .filter(pull -> pull.head().equals(part.head())
                        && pull.approval().map(Approval::head).equals(Optional.of(part.head())))
                .isPresent();
    }

    private static String members(List<AttemptMember> parts) {
        return parts.stream().map(part -> "#" + part.number()).collect(Collectors.joining(", "));
    }

    void notMade(RollupNotMade event) {
        turn.rollups(turn.rollups().saying(event.reason(), true, turn.now));
        turn.tellAll("rollup", Optional.of(event.by()), "Not made: " + event.reason());
    }

    /**
     * A pull request is not any more what went into a rollup.
     *
     * @param reason an English clause such as "new commits were pushed"
     */
    void partChanged(int number, String reason) {
        for (Map.Entry<Integer, Rollup> made : turn.rollups().made().entrySet()) {
            Rollup rollup = made.getValue();
            if (rollup.includes(number) && rollup.broken().isEmpty()) {
                breakUp(made.getKey(), rollup, "of its part #" + number + ": " + reason);
            }
        }
    }

    /**
     * A pull request, which perhaps is a rollup, is not any more what was made: nobody knows whether its parts are still in
     * it, and they must not count as merged with it.
     *
     * @param reason an English clause such as "its base was changed"
     */
    void itselfChanged(int number, String reason) {
        turn.rollups()
                .rollup(number)
                .filter(rollup -> rollup.broken().isEmpty())
                .ifPresent(rollup -> breakUp(number, rollup, reason));
    }

    private void breakUp(int rollupNumber, Rollup rollup, String why) {
        turn.rollups(turn.rollups()
                .with(rollupNumber, new Rollup(rollup.parts(), rollup.by(), rollup.at(), Optional.of(why)))
                .saying(
                        "The rollup #" + rollupNumber + " does not hold any more because " + why
                                + ". Close it, and make a new one of what is left.",
                        false,
                        turn.now));
        relabelAsEnded(rollup);
        Optional<PullRequest> pull = turn.pull(rollupNumber);
        if (pull.isEmpty() || pull.get().verdict() == Verdict.SUCCESS) {
            return;
        }
        attempts.stop(rollupNumber, false, "The rollup does not hold any more because " + why);
        boolean wasApproved = pull.get().isApproved();
        turn.edit(rollupNumber, Pulls::voided);
        turn.say(rollupNumber, Messages.rollupBroken(why, wasApproved));
        if (wasApproved) {
            turn.relabel(rollupNumber, LabelEvent.REJECTED);
        }
        turn.tell(rollupNumber, "unapproved", Optional.empty(), "The rollup does not hold any more because " + why);
    }

    /** A pull request is about to be forgotten, which perhaps is a rollup that was not merged. */
    void closed(int number) {
        turn.rollups()
                .rollup(number)
                .filter(rollup -> rollup.broken().isEmpty())
                .ifPresent(this::relabelAsEnded);
    }

    private void relabelAsEnded(Rollup rollup) {
        rollup.parts().forEach(part -> turn.relabel(part.number(), LabelEvent.ROLLUP_ENDED));
    }

    /** Its parts are on the base by that, and GitHub is about to close them. */
    void merged(Attempt attempt) {
        for (AttemptMember member : attempt.pulls()) {
            boolean isRewritten = turn.settings
                    .merges()
                    .rewrites(turn.pull(member.number())
                            .filter(PullRequest::squash)
                            .isPresent());
            turn.rollups().rollup(member.number()).ifPresent(rollup -> rollup.parts()
                    .forEach(part -> partMerged(member.number(), part, attempt, isRewritten)));
        }
    }

    private void partMerged(int rollupNumber, AttemptMember part, Attempt attempt, boolean isRewritten) {
        String how = "Merged in the rollup #" + rollupNumber
                + attempt.merge().map(merge -> " as " + merge.abbreviated()).orElse("");
        turn.pull(part.number()).filter(pull -> pull.head().equals(part.head())).ifPresent(pull -> {
            attempts.stop(part.number(), false, how);
            turn.edit(part.number(), edit -> edit.verdict(Verdict.SUCCESS, how).pendingAnnouncement(false));
            turn.relabel(part.number(), LabelEvent.SUCCEED);
            attempt.merge()
                    // GitHub can't see it where the rollup's commits were written anew.
                    .filter(merge -> isRewritten)
                    .ifPresent(merge -> turn.effect(id -> new Effect.ClosePull(id, part.number(), part.head(), merge)));
            turn.tell(part.number(), "merged", Optional.empty(), how);
        });
    }
}
