package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.BuildNotStarted;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.util.List;
import java.util.Optional;

/** What came of the merge commits that were to be made, and of the bases that were to be moved. */
final class Outcomes {
    private final Turn turn;
    private final Attempts attempts;
    private final Results results;
    private final RollupRules rollups;

    Outcomes(Turn turn, Attempts attempts, Results results, RollupRules rollups) {
        this.rollups = rollups;
        this.turn = turn;
        this.attempts = attempts;
        this.results = results;
    }

    // ---- the merge commit --------------------------------------------------------------------------------------

    void prepared(MergePrepared event) {
        Optional<Attempt> found = turn.attempt(event.attempt());
        if (found.isEmpty() || found.get().phase() != Phase.PREPARING) {
            boolean heardBefore =
                    found.flatMap(Attempt::merge).equals(Optional.of(event.merge())) || turn.isMovedTip(event.merge());
            if (!heardBefore) {
                // Stopped while the merge was being made: what CI started on it is of no use to anybody.
                turn.effect(id -> new Effect.CancelBuilds(id, event.attempt(), event.merge(), List.of()));
            }
            return;
        }
        Reuse reuse = Reuse.of(turn, found.get(), event.merge());
        Attempt attempt = reuse.into(found.get()
                .prepared(event.base(), event.merge(), event.tree(), turn.now, turn.now.plus(turn.settings.timeout()))
                .testedBy(turn.settings.setup(found.get().kind() == Attempt.Kind.TRY)));
        turn.put(attempt);
        if (!event.tested().isEmpty()) {
            results.spared(attempt, event.tested());
            attempts.dropEarly();
            return;
        }
        if (event.onScratch()) {
            turn.scratchTip(Branches.scratchFor(attempt.ciBranch()), Optional.of(event.merge()));
        }
        if (attempt.kind().movesTheBase() && turn.early().isLeft(attempt.baseRef(), event.base())) {
            attempts.stopForBase(attempt);
            return;
        }
        if (attempt.request().flatMap(TryRequest::parent).isEmpty()) {
            // It was just merged onto the tip of the base.
            attempt.pulls().stream()
                    .filter(member -> turn.pull(member.number()).isPresent())
                    .forEach(member -> turn.edit(member.number(), edit -> edit.mergeable(Mergeability.MERGEABLE)));
        }
        announceStart(attempt, reuse);
        turn.tell(
                attempt.leader().number(),
                "started",
                Optional.empty(),
                "Testing " + attempt.leader().head().abbreviated() + " merged onto "
                        + event.base().abbreviated() + " as " + event.merge().abbreviated());
        startJobs(attempt, reuse);
        results.takeEarly(event.merge());
    }

    private void startJobs(Attempt attempt, Reuse reuse) {
        for (BuilderResult result : attempt.results()) {
            turn.settings
                    .builds(result.builder())
                    .filter(builder -> builder.kind().isStartedByUs() || reuse.isPossible())
                    .filter(builder -> result.state() == BuilderState.WAITING)
                    .ifPresent(builder -> turn.effect(id -> new Effect.StartBuild(
                            id,
                            attempt.id(),
                            attempt.leader().number(),
                            result.builder(),
                            result.restarts(),
                            result.url())));
        }
    }

    /** A fault of the configuration, which a person has to mend: nothing is said of the pull request. */
    void buildNotStarted(BuildNotStarted event) {
        turn.attempt(event.attempt())
                .filter(attempt -> attempt.phase() == Phase.TESTING)
                .ifPresent(attempt -> {
                    attempts.cancelBuilds(attempt);
                    attempts.endInError(
                            attempt,
                            "Builder " + event.builder() + " could not be started: " + event.reason(),
                            turn.settings
                                            .builder(event.builder())
                                            .filter(builder -> !builder.kind().isStartedByUs())
                                            .isPresent()
                                    ? Messages.rebuildNotStarted(event.builder(), event.reason())
                                    : Messages.buildNotStarted(event.builder(), event.reason()));
                });
    }

    private void announceStart(Attempt attempt, Reuse reuse) {
        AttemptMember member = attempt.leader();
        String started =
                Messages.started(attempt, member.head(), attempt.merge().orElseThrow()) + reuse.announcement();
        if (attempt.kind() == Attempt.Kind.TRY) {
            turn.say(member.number(), started);
            turn.relabel(member.number(), LabelEvent.TRY);
            return;
        }
        Optional<PullRequest> found = turn.pull(member.number());
        if (found.isEmpty() || found.get().approval().isEmpty()) {
            return;
        }
        PullRequest pull = found.get();
        String text = Messages.approved(turn.settings.botName(), pull.approval().get()) + "\n\n" + started;
        if (pull.pendingAnnouncement()) {
            turn.edit(member.number(), edit -> edit.pendingAnnouncement(false));
            turn.effect(id -> new Effect.PostComment(id, member.number(), text, true));
        } else if (pull.statusComment().isPresent()) {
            long comment = pull.statusComment().get();
            turn.effect(id -> new Effect.EditComment(id, member.number(), comment, text));
        } else {
            turn.say(member.number(), started);
        }
    }

    void mergeFailed(MergeFailed event) {
        Optional<Attempt> found = turn.attempt(event.attempt()).filter(it -> it.phase() == Phase.PREPARING);
        if (found.isEmpty()) {
            return;
        }
        Attempt attempt = found.get();
        if (turn.settings.dryRun()) {
            attempts.stop(attempt, Attempts.DRY_RUN);
            return;
        }
        AttemptMember member = attempt.leader();
        String headRef = turn.pull(member.number()).map(PullRequest::headRef).orElse("");
        String detail = event.detail();
        switch (event.trouble()) {
            case CONFLICT -> {
                attempts.endInError(
                        attempt, Pulls.MERGE_CONFLICT, Messages.conflict(attempt.baseRef(), headRef, detail));
                if (attempt.kind() != Attempt.Kind.TRY) {
                    turn.edit(member.number(), edit -> edit.mergeable(Mergeability.CONFLICTING));
                    turn.relabel(member.number(), LabelEvent.CONFLICT);
                }
            }
            case HEAD_GONE -> {
                attempts.endInError(attempt, "The commit is gone", Messages.headGone(member.head(), detail));
                turn.effect(id -> new Effect.ReadPull(id, member.number()));
            }
            case BASE_GONE ->
                attempts.endInError(attempt, "The base branch is gone", Messages.baseGone(attempt.baseRef(), detail));
            case PARENT_UNKNOWN ->
                attempts.endInError(attempt, "There is no such parent: " + detail, Messages.parentUnknown(detail));
            case NOTHING_TO_MERGE ->
                attempts.endInError(attempt, "There is nothing to merge", Messages.nothingToMerge(attempt.baseRef()));
            case NOT_ON_THE_TIP ->
                attempts.endInError(
                        attempt, "Not on the tip of the base branch", Messages.notOnTheTip(attempt.baseRef(), headRef));
            case REFUSED ->
                attempts.endInError(
                        attempt,
                        "GitHub refused the merge: " + detail,
                        Messages.mergeRefused(attempt.ciBranch(), detail));
        }
    }

    // ---- moving the base ---------------------------------------------------------------------------------------

    void baseMoved(BaseMoved event) {
        Optional<Attempt> found = turn.attempt(event.attempt()).filter(it -> it.phase() != Phase.SUCCEEDED);
        if (found.isEmpty()) {
            return;
        }
        // Even if it was stopped at the last moment: GitHub had moved the base before, and that is what happened.
        Attempt attempt = found.get();
        attempts.end(attempt, Phase.SUCCEEDED, "");
        turn.movedTip(attempt.baseRef(), Optional.of(event.merge()));
        rollups.merged(attempt);
        for (AttemptMember member : attempt.pulls()) {
            boolean rewritten = turn.settings.merges().rewrites(isSquashed(member));
            turn.say(
                    member.number(),
                    Messages.succeeded(attempt)
                            + (rewritten
                                    ? Messages.mergedAs(
                                            attempt, turn.settings.merges().methodFor(isSquashed(member)))
                                    : ""));
            turn.status(
                    member.number(),
                    member.head(),
                    StatusState.SUCCESS,
                    Messages.isExempted(attempt) ? "Test exempted" : "Test successful");
            // A head that was pushed at the last moment is not merged by this.
            boolean isThatHead = turn.pull(member.number())
                    .filter(pull -> pull.head().equals(member.head()))
                    .isPresent();
            if (isThatHead) {
                turn.edit(member.number(), edit -> edit.verdict(
                                Verdict.SUCCESS, "Merged as " + event.merge().abbreviated())
                        .pendingAnnouncement(false));
                turn.relabel(member.number(), LabelEvent.SUCCEED);
                if (rewritten) {
                    turn.effect(id -> new Effect.ClosePull(id, member.number(), member.head(), event.merge()));
                }
            }
            turn.tell(
                    member.number(),
                    "merged",
                    Optional.empty(),
                    "Merged " + member.head().abbreviated() + " into " + attempt.baseRef() + " as "
                            + event.merge().abbreviated());
        }
    }

    private boolean isSquashed(AttemptMember member) {
        return turn.pull(member.number()).filter(PullRequest::squash).isPresent();
    }

    void baseMoveFailed(BaseMoveFailed event) {
        Optional<Attempt> found = turn.attempt(event.attempt()).filter(it -> it.phase() == Phase.MERGING);
        if (found.isEmpty()) {
            return;
        }
        Attempt attempt = found.get();
        int number = attempt.leader().number();
        if (attempt.isStopping()) {
            attempts.end(attempt, Phase.CANCELLED, attempt.reason());
            return;
        }
        switch (event.trouble()) {
            case NOT_FAST_FORWARD -> attempts.testAgain(attempt);
            case HEAD_CHANGED -> {
                attempts.end(attempt, Phase.CANCELLED, "The head or the base changed before the merge");
                turn.edit(number, Pulls::voided);
                rollups.partChanged(number, "its head or its base changed");
                turn.say(number, Messages.headChangedBeforeMerge());
                turn.relabel(number, LabelEvent.PUSHED);
                turn.effect(id -> new Effect.ReadPull(id, number));
                turn.tell(number, "unapproved", Optional.empty(), event.detail());
            }
            case CHECK_AGAIN -> {
                turn.put(attempt.testingAgain());
                results.lookAgain();
            }
            case NO_LONGER_WANTED -> attempts.end(attempt, Phase.CANCELLED, "Stopped before the merge");
            case REFUSED -> {
                attempts.endInError(
                        attempt,
                        "The base could not be moved: " + event.detail(),
                        Messages.fastForwardFailed(attempt.baseRef(), event.detail()));
                turn.relabel(number, LabelEvent.FAILED);
            }
        }
    }
}
