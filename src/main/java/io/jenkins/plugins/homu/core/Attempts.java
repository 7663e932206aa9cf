package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of attempts: prepared, tested, moved to the base, failed, stopped. */
final class Attempts {
    /** As long as GitHub told us of a pull request within this time, its head is not asked for again before a merge. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** More than that many reports on unknown commits are not kept while a merge is made. */
    private static final int MOST_EARLY_REPORTS = 200;

    private final Turn turn;

    Attempts(Turn turn) {
        this.turn = turn;
    }

    // ---- the merge commit --------------------------------------------------------------------------------------

    void prepared(MergePrepared event) {
        Optional<Attempt> found = turn.attempt(event.attempt());
        found.ifPresent(
                attempt -> turn.scratchTip(Branches.scratchFor(attempt.ciBranch()), Optional.of(event.merge())));
        if (found.isEmpty() || found.get().phase() != Phase.PREPARING) {
            // Stopped while the merge was being made: what CI started on it is of no use to anybody.
            turn.effect(id -> new Effect.CancelBuilds(id, event.attempt(), event.merge(), List.of()));
            return;
        }
        Attempt attempt = found.get()
                .prepared(event.base(), event.merge(), event.tree(), turn.now, turn.now.plus(turn.settings.timeout()));
        turn.put(attempt);
        announceStart(attempt);
        turn.tell(
                attempt.leader().number(),
                "started",
                Optional.empty(),
                "Testing " + attempt.leader().head().abbreviated() + " merged onto "
                        + event.base().abbreviated() + " as " + event.merge().abbreviated());
        List<Reported> early = turn.earlyReports();
        report(early.stream()
                .filter(reported -> reported.sha().equals(event.merge()))
                .toList());
        turn.earlyReports(
                isPreparing()
                        ? early.stream()
                                .filter(reported -> !reported.sha().equals(event.merge()))
                                .toList()
                        : List.of());
    }

    private void announceStart(Attempt attempt) {
        AttemptMember member = attempt.leader();
        String started =
                Messages.started(attempt, member.head(), attempt.merge().orElseThrow());
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
        AttemptMember member = attempt.leader();
        String headRef = turn.pull(member.number()).map(PullRequest::headRef).orElse("");
        String detail = event.detail();
        switch (event.trouble()) {
            case CONFLICT -> {
                turn.edit(member.number(), edit -> edit.mergeable(Mergeability.CONFLICTING));
                endInError(attempt, "Merge conflict", Messages.conflict(attempt.baseRef(), headRef, detail));
                turn.relabel(member.number(), LabelEvent.CONFLICT);
            }
            case HEAD_GONE -> {
                endInError(attempt, "The approved commit is gone", Messages.headGone(member.head(), detail));
                turn.effect(id -> new Effect.ReadPull(id, member.number()));
            }
            case BASE_GONE ->
                endInError(attempt, "The base branch is gone", Messages.baseGone(attempt.baseRef(), detail));
            case NOTHING_TO_MERGE ->
                endInError(attempt, "There is nothing to merge", Messages.nothingToMerge(attempt.baseRef()));
            case REFUSED ->
                endInError(
                        attempt,
                        "GitHub refused the merge: " + detail,
                        Messages.mergeRefused(attempt.ciBranch(), detail));
        }
        if (!isPreparing()) {
            turn.earlyReports(List.of());
        }
    }

    private void endInError(Attempt attempt, String reason, String text) {
        int number = attempt.leader().number();
        end(attempt, Phase.ERROR, reason);
        if (attempt.kind() == Attempt.Kind.TRY) {
            turn.say(number, text);
            turn.relabel(number, LabelEvent.TRY_FAILED);
        } else {
            turn.edit(number, edit -> edit.verdict(Verdict.ERROR, reason).pendingAnnouncement(false));
            turn.say(number, text);
            turn.status(number, attempt.leader().head(), StatusState.ERROR, reason);
        }
        turn.tell(number, "error", Optional.empty(), reason);
    }

    // ---- results -----------------------------------------------------------------------------------------------

    void report(List<Reported> reports) {
        for (Reported reported : reports) {
            Optional<Attempt> testing = turn.activeAttempts().stream()
                    .filter(attempt -> attempt.merge().equals(Optional.of(reported.sha())))
                    .findFirst();
            if (testing.isPresent()) {
                if (testing.get().phase() == Phase.TESTING) {
                    take(testing.get(), reported);
                }
            } else if (isPreparing() && turn.earlyReports().size() < MOST_EARLY_REPORTS) {
                List<Reported> early = new ArrayList<>(turn.earlyReports());
                early.add(reported);
                turn.earlyReports(early);
            }
        }
    }

    private boolean isPreparing() {
        return turn.activeAttempts().stream().anyMatch(attempt -> attempt.phase() == Phase.PREPARING);
    }

    private void take(Attempt attempt, Reported reported) {
        boolean isTry = attempt.kind() == Attempt.Kind.TRY;
        Attempt next = attempt;
        for (BuilderSettings builder : turn.settings.builders()) {
            BuilderResult known = next.builders().get(builder.name());
            boolean meant = (builder.kind() == BuilderSettings.Kind.CHECK) == (reported.kind() == ReportKind.CHECK)
                    && builder.contextFor(isTry).equals(Optional.of(reported.context()));
            if (known != null && meant && isNews(known, reported)) {
                next = next.with(new BuilderResult(
                        builder.name(), reported.state(), reported.url(), reported.description(), turn.now));
            }
        }
        if (next.equals(attempt)) {
            return;
        }
        turn.put(next);
        List<BuilderResult> bad = next.results().stream()
                .filter(result -> result.state() == BuilderState.FAILURE || result.state() == BuilderState.CANCELLED)
                .toList();
        if (!bad.isEmpty()) {
            fail(next, bad);
        } else if (next.results().stream().allMatch(result -> result.state() == BuilderState.SUCCESS)) {
            pass(next);
        }
    }

    private static boolean isNews(BuilderResult known, Reported reported) {
        return known.state() != reported.state()
                || !known.url().equals(reported.url())
                || !known.description().equals(reported.description());
    }

    private void fail(Attempt attempt, List<BuilderResult> bad) {
        int number = attempt.leader().number();
        String reason = "Failed: "
                + String.join(", ", bad.stream().map(BuilderResult::builder).toList());
        end(attempt, Phase.FAILED, reason);
        turn.say(number, Messages.failed(bad));
        if (attempt.kind() == Attempt.Kind.TRY) {
            turn.relabel(number, LabelEvent.TRY_FAILED);
        } else {
            turn.edit(number, edit -> edit.verdict(Verdict.FAILURE, reason));
            turn.status(number, attempt.leader().head(), StatusState.FAILURE, "Test failed");
            turn.relabel(number, LabelEvent.FAILED);
        }
        turn.tell(number, "failed", Optional.empty(), reason);
    }

    private void pass(Attempt attempt) {
        int number = attempt.leader().number();
        if (attempt.kind() == Attempt.Kind.TRY) {
            end(attempt, Phase.SUCCEEDED, "");
            turn.say(number, Messages.succeeded(attempt));
            turn.relabel(number, LabelEvent.TRY_SUCCEED);
            turn.tell(number, "try succeeded", Optional.empty(), "All builders passed");
            return;
        }
        Attempt merging = attempt.merging();
        turn.put(merging);
        boolean stale = attempt.pulls().stream().anyMatch(member -> turn.pull(member.number())
                .map(pull -> pull.confirmedAt().plus(FRESH).isBefore(turn.now))
                .orElse(true));
        boolean verify = stale
                && turn.syncedAt().map(at -> at.plus(FRESH).isBefore(turn.now)).orElse(true);
        turn.effect(id -> new Effect.MoveBase(
                id,
                merging.id(),
                merging.baseRef(),
                merging.base().orElseThrow(),
                merging.merge().orElseThrow(),
                merging.pulls(),
                verify));
    }

    // ---- moving the base ---------------------------------------------------------------------------------------

    void baseMoved(Event.BaseMoved event) {
        Optional<Attempt> found = turn.attempt(event.attempt());
        if (found.isEmpty() || found.get().phase() == Phase.SUCCEEDED) {
            return;
        }
        // Even if it was stopped at the last moment: GitHub had moved the base before, and that is what happened.
        Attempt attempt = found.get();
        end(attempt, Phase.SUCCEEDED, "");
        turn.movedTip(attempt.baseRef(), Optional.of(event.merge()));
        for (AttemptMember member : attempt.pulls()) {
            turn.edit(member.number(), edit -> edit.verdict(
                            Verdict.SUCCESS, "Merged as " + event.merge().abbreviated())
                    .pendingAnnouncement(false));
            turn.say(member.number(), Messages.succeeded(attempt));
            turn.status(member.number(), member.head(), StatusState.SUCCESS, "Test successful");
            turn.relabel(member.number(), LabelEvent.SUCCEED);
            turn.tell(
                    member.number(),
                    "merged",
                    Optional.empty(),
                    "Merged " + member.head().abbreviated() + " into " + attempt.baseRef() + " as "
                            + event.merge().abbreviated());
        }
    }

    void baseMoveFailed(Event.BaseMoveFailed event) {
        Optional<Attempt> found = turn.attempt(event.attempt()).filter(it -> it.phase() == Phase.MERGING);
        if (found.isEmpty()) {
            return;
        }
        Attempt attempt = found.get();
        int number = attempt.leader().number();
        switch (event.trouble()) {
            case NOT_FAST_FORWARD -> testAgain(attempt);
            case HEAD_CHANGED -> {
                end(attempt, Phase.CANCELLED, "The head changed before the merge");
                turn.edit(number, edit -> edit.approval(Optional.empty()).verdict(Verdict.NONE, ""));
                turn.say(
                        number,
                        ":warning: The head changed just before the merge, so nothing was merged. The pull request"
                                + " will need to be re-approved.");
                turn.relabel(number, LabelEvent.PUSHED);
                turn.effect(id -> new Effect.ReadPull(id, number));
                turn.tell(number, "unapproved", Optional.empty(), event.detail());
            }
            case NO_LONGER_WANTED -> end(attempt, Phase.CANCELLED, "Stopped before the merge");
            case REFUSED -> {
                endInError(
                        attempt,
                        "The base could not be moved: " + event.detail(),
                        Messages.fastForwardFailed(attempt.baseRef(), event.detail()));
                turn.relabel(number, LabelEvent.FAILED);
            }
        }
    }

    /** Somebody moved the base away from under a running test, which can't lead to a merge any more. */
    void stopForBase(Attempt attempt) {
        cancelBuilds(attempt);
        testAgain(attempt);
    }

    /** Somebody moved the base: nobody's fault, so it is simply tested again on the new tip. */
    private void testAgain(Attempt attempt) {
        end(attempt, Phase.CANCELLED, "The base branch was moved by somebody else; testing again");
        turn.tell(
                attempt.leader().number(),
                "restarted",
                Optional.empty(),
                attempt.baseRef() + " was moved by somebody else during the test");
    }

    // ---- stopping ----------------------------------------------------------------------------------------------

    /** Stops the pull request's active attempt of one kind. @return whether there was one */
    boolean stop(int number, boolean isTry, String reason) {
        Optional<Attempt> active = turn.activeAttempt(number, isTry);
        active.ifPresent(attempt -> stop(attempt, reason));
        return active.isPresent();
    }

    void stop(Attempt attempt, String reason) {
        cancelBuilds(attempt);
        end(attempt, Phase.CANCELLED, reason);
        turn.tell(attempt.leader().number(), "stopped", Optional.empty(), reason);
    }

    private void cancelBuilds(Attempt attempt) {
        attempt.merge()
                .filter(merge -> attempt.phase() == Phase.TESTING)
                .ifPresent(merge -> turn.effect(id -> new Effect.CancelBuilds(
                        id, attempt.id(), merge, List.copyOf(attempt.builders().keySet()))));
    }

    private void end(Attempt attempt, Phase phase, String reason) {
        Attempt ended = attempt.ended(phase, reason, turn.now);
        turn.put(ended);
        turn.forgetIfClosed(ended);
        if (attempt.kind() != Attempt.Kind.TRY && phase != Phase.CANCELLED) {
            releaseYielded(attempt);
        }
    }

    /** Those that gave way have their turn again once another attempt on their base has ended. */
    private void releaseYielded(Attempt attempt) {
        for (PullRequest pull : turn.pullsOn(attempt.baseRef())) {
            if (pull.yielded() && !attempt.includes(pull.number())) {
                turn.edit(pull.number(), edit -> edit.yielded(false));
            }
        }
    }

    /** Shows nothing of the last ended attempt any more. */
    void forgetResults(int number) {
        turn.lastAttempt(number, false).filter(last -> !last.isActive()).ifPresent(turn::forget);
    }

    // ---- time --------------------------------------------------------------------------------------------------

    void tick() {
        for (Attempt attempt : turn.activeAttempts()) {
            if (attempt.phase() != Phase.TESTING) {
                continue;
            }
            if (!attempt.deadline().orElseThrow().isAfter(turn.now)) {
                giveUp(attempt, "Test timed out", Messages.timedOut());
            } else if (startDeadline(attempt, turn.settings.startTimeout())
                    .map(at -> !at.isAfter(turn.now))
                    .orElse(false)) {
                giveUp(
                        attempt,
                        "CI did not start",
                        Messages.neverStarted(
                                turn.settings.startTimeout(),
                                List.copyOf(attempt.builders().keySet())));
            }
        }
    }

    /** Until when some builder must have been heard of; empty: one was, or nobody cares. */
    static Optional<Instant> startDeadline(Attempt attempt, Duration startTimeout) {
        boolean silent = attempt.results().stream().allMatch(result -> result.state() == BuilderState.WAITING);
        return silent && !startTimeout.isZero()
                ? attempt.startedAt().map(at -> at.plus(startTimeout))
                : Optional.empty();
    }

    private void giveUp(Attempt attempt, String reason, String text) {
        int number = attempt.leader().number();
        cancelBuilds(attempt);
        end(attempt, Phase.FAILED, reason);
        turn.say(number, text);
        if (attempt.kind() == Attempt.Kind.TRY) {
            turn.relabel(number, LabelEvent.TRY_FAILED);
        } else {
            turn.edit(number, edit -> edit.verdict(Verdict.FAILURE, reason));
            turn.status(number, attempt.leader().head(), StatusState.FAILURE, reason);
            turn.relabel(number, LabelEvent.TIMED_OUT);
        }
        turn.tell(number, "timed out", Optional.empty(), reason);
    }
}
