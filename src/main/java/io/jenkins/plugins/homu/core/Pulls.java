package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.BranchPushed;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.MergeabilityRead;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.PullChanged;
import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.core.event.Event.Synchronised;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.StartGate;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GitHub tells of pull requests and branches, and what that does to approvals and running attempts. Long, because each kind
 * of news is told in several ways that must come to the same.
 */
final class Pulls {
    private static final Pattern MERGE_TITLE = Pattern.compile("(?i)\\bmerge (?:of|pull request) #(\\d{1,9})\\b");

    /** How long after its closing a report of a pull request, or a comment, may come late. */
    private static final Duration LATEST = Duration.ofMinutes(30);

    /** The reason of a verdict that ends by itself once the base has changed. */
    static final String MERGE_CONFLICT = "Merge conflict";

    private final Turn turn;
    private final Attempts attempts;
    private final Outcomes outcomes;
    private final Waiting waiting;

    private final RollupRules rollups;

    Pulls(Turn turn, Attempts attempts, Outcomes outcomes, RollupRules rollups) {
        this.rollups = rollups;
        this.turn = turn;
        this.attempts = attempts;
        this.outcomes = outcomes;
        this.waiting = new Waiting(turn);
    }

    /** @return the comments that waited for this pull request and can be read now */
    List<CommentAdded> changed(PullChanged event) {
        PullSnapshot snapshot = event.pull();
        if (!snapshot.open()) {
            closed(snapshot);
            return List.of();
        }
        if (snapshot.head().isZero()) {
            // GitHub's reports name no commit now and then. Its answers do.
            turn.effect(id -> new Effect.ReadPull(id, snapshot.number()));
            return List.of();
        }
        Optional<PullRequest> known = turn.pull(snapshot.number());
        if (known.isEmpty()) {
            if (isFromBeforeItsClosing(snapshot, event.action() == PullAction.REOPENED)) {
                return List.of();
            }
            if (event.action() == PullAction.OPENED) {
                // Every comment is younger than this.
                return opened(snapshot);
            }
            if (event.action() == PullAction.REOPENED) {
                return found(snapshot);
            }
            // Perhaps a late report of one that is closed by now: only GitHub knows.
            turn.effect(id -> new Effect.ReadPull(id, snapshot.number()));
            return List.of();
        }
        PullRequest old = known.get();
        if (snapshot.updatedAt().isBefore(old.updatedAt())) {
            return List.of();
        }
        boolean isNewest = snapshot.updatedAt().isAfter(old.updatedAt())
                && (event.action() == PullAction.PUSHED || event.action() == PullAction.EDITED);
        seen(old, snapshot, isNewest);
        return List.of();
    }

    private boolean isFromBeforeItsClosing(PullSnapshot snapshot, boolean isReopened) {
        return turn.closedAt(snapshot.number())
                .filter(closed -> snapshot.updatedAt().isBefore(closed)
                        || (snapshot.updatedAt().equals(closed) && !isReopened))
                .isPresent();
    }

    private List<CommentAdded> opened(PullSnapshot snapshot) {
        turn.put(PullRequest.from(snapshot, turn.now)
                .edit()
                .headSince(Instant.EPOCH)
                .build());
        return waiting.take(snapshot.number());
    }

    /** It has been there for a while: whoever commented in the meantime may have seen another head. */
    private List<CommentAdded> found(PullSnapshot snapshot) {
        turn.put(PullRequest.from(snapshot, turn.now)
                .edit()
                .headSince(snapshot.updatedAt())
                .build());
        return waiting.take(snapshot.number()).stream()
                .map(CommentAdded::onAnUncertainHead)
                .toList();
    }

    List<CommentAdded> read(PullRead event) {
        if (event.pull().isEmpty() || !event.pull().get().open()) {
            event.pull().ifPresentOrElse(this::closed, () -> closed(event.number(), false));
            if (turn.pull(event.number()).isEmpty()) {
                waiting.take(event.number());
            }
            return List.of();
        }
        PullSnapshot snapshot = event.pull().get();
        Optional<PullRequest> known = turn.pull(event.number());
        if (known.isEmpty()) {
            return isFromBeforeItsClosing(snapshot, false) ? List.of() : found(snapshot);
        }
        if (!snapshot.updatedAt().isBefore(known.get().updatedAt())) {
            seen(known.get(), snapshot, false);
        }
        return waiting.take(event.number());
    }

    /**
     * @param isNewest whether head and base are surely younger than the known ones. GitHub's times are whole seconds and
     *     its reports may change places: if not sure, they are believed, but asked for once more, and count as not
     *     confirmed meanwhile
     */
    private void seen(PullRequest old, PullSnapshot snapshot, boolean isNewest) {
        int number = old.number();
        turn.edit(number, edit -> edit.seen(snapshot, turn.now));
        boolean differs = !old.head().equals(snapshot.head()) || !old.baseRef().equals(snapshot.baseRef());
        if (differs && (!isNewest || !old.isConfirmed())) {
            turn.edit(number, edit -> edit.confirmedAt(Instant.EPOCH));
            turn.effect(id -> new Effect.ReadPull(id, number));
        }
        if (!old.head().equals(snapshot.head())) {
            headMoved(old, snapshot.head());
        } else if (!old.baseRef().equals(snapshot.baseRef())) {
            retargeted(old, snapshot.baseRef());
        } else if (snapshot.mergeable() != Mergeability.UNKNOWN) {
            mergeability(turn.pull(number).orElseThrow(), old.mergeable(), snapshot.mergeable(), Optional.empty());
        }
        stopIfBlocked(number);
    }

    /** A push voids the approval, whatever was going on; priority, rollup and delegation stay. */
    private void headMoved(PullRequest old, CommitSha head) {
        int number = old.number();
        waiting.headMoved(number);
        boolean stopped = attempts.stop(number, false, "A new commit was pushed");
        stopped |= attempts.stop(number, true, "A new commit was pushed");
        boolean wasApproved = old.isApproved();
        turn.edit(
                number,
                edit -> voided(edit).head(head).mergeable(Mergeability.UNKNOWN).tryRequest(Optional.empty()));
        if (wasApproved || stopped) {
            turn.say(number, Messages.newCommitPushed(head, wasApproved, stopped));
        }
        if (wasApproved) {
            turn.tell(number, "unapproved", Optional.empty(), "New commit " + head.abbreviated() + " was pushed");
        }
        turn.relabel(number, LabelEvent.PUSHED);
        rollups.partChanged(number, "new commits were pushed");
        rollups.itselfChanged(number, "something else was pushed to its branch");
    }

    private void retargeted(PullRequest old, String baseRef) {
        int number = old.number();
        rollups.partChanged(number, "its base was changed");
        waiting.headMoved(number);
        boolean stopped = attempts.stop(number, false, "The base branch changed");
        stopped |= attempts.stop(number, true, "The base branch changed");
        turn.edit(number, edit -> voided(edit).mergeable(Mergeability.UNKNOWN));
        if (old.isApproved() || stopped) {
            turn.say(number, Messages.baseChanged(baseRef, old.isApproved(), stopped));
        }
        if (old.isApproved()) {
            turn.tell(number, "unapproved", Optional.empty(), "The base branch changed to " + baseRef);
            turn.relabel(number, LabelEvent.REJECTED);
        }
        rollups.itselfChanged(number, "its base was changed");
    }

    static PullRequest.Edit voided(PullRequest.Edit edit) {
        return edit.approval(Optional.empty())
                .verdict(Verdict.NONE, "")
                .statusComment(Optional.empty())
                .pendingAnnouncement(false)
                .yielded(false);
    }

    /** A draft, a title or a label that forbids the merge also stops the build that would lead to it. */
    private void stopIfBlocked(int number) {
        Optional<PullRequest> pull = turn.pull(number);
        if (pull.isEmpty() || turn.activeAttempt(number, false).isEmpty()) {
            return;
        }
        StartGate.reasonAgainst(pull.get(), turn.settings).ifPresent(reason -> {
            if (attempts.stop(number, false, "Stopped because " + reason)) {
                turn.say(number, Messages.stoppedBecause(reason));
            }
        });
    }

    // ---- closing -----------------------------------------------------------------------------------------------

    void closed(PullSnapshot snapshot) {
        if (turn.pull(snapshot.number())
                .filter(pull -> pull.updatedAt().isAfter(snapshot.updatedAt()))
                .isPresent()) {
            // It was reopened since.
            return;
        }
        turn.activeAttempt(snapshot.number(), false)
                .filter(attempt -> attempt.phase() == Phase.MERGING
                        && snapshot.merged()
                        && attempt.merge().equals(snapshot.mergedAs()))
                // GitHub's news of our merge came faster than the answer to our own call.
                .ifPresent(attempt -> outcomes.baseMoved(
                        new BaseMoved(attempt.id(), attempt.merge().orElseThrow())));
        turn.closedAt(snapshot.number(), snapshot.updatedAt());
        closed(snapshot.number(), snapshot.merged());
    }

    private void closed(int number, boolean merged) {
        Optional<PullRequest> known = turn.pull(number);
        if (known.isEmpty()) {
            return;
        }
        // Whose commits were merged as others is only closed with GitHub; see Effect.ClosePull.
        boolean isMerged = merged || known.get().verdict() == Verdict.SUCCESS;
        Optional<Attempt> real = turn.activeAttempt(number, false);
        // Perhaps by our own merge, whose outcome is still on its way.
        if (real.isPresent() && !(merged && real.get().phase() == Phase.MERGING)) {
            attempts.stop(real.get(), "The pull request was closed");
        }
        attempts.stop(number, true, "The pull request was closed");
        waiting.take(number);
        if (!isMerged) {
            rollups.closed(number);
        }
        turn.remove(number);
        if (!isMerged) {
            rollups.partChanged(number, "it was closed");
        }
        turn.tell(number, "closed", Optional.empty(), isMerged ? "Closed as merged" : "Closed");
    }

    // ---- branches ----------------------------------------------------------------------------------------------

    void pushed(BranchPushed event) {
        if (event.forced() || event.after().isEmpty()) {
            turn.movedTip(event.branch(), Optional.empty());
        }
        headsPushed(event);
        Optional<CommitSha> after = event.after();
        if (after.isEmpty()) {
            return;
        }
        event.before().ifPresent(before -> baseMoved(event.branch(), before, after.get()));
        // Those that are in this very push are about to be closed, and don't need to be asked about.
        if (turn.pullsOn(event.branch()).stream()
                .anyMatch(pull -> pull.verdict() != Verdict.SUCCESS && !isBeingMerged(pull.number()))) {
            Matcher title = MERGE_TITLE.matcher(event.headTitle());
            String cause = title.find() ? "#" + title.group(1) : after.get().toString();
            turn.effect(id -> new Effect.ReadMergeability(id, event.branch(), Optional.of(cause)));
        }
    }

    private void baseMoved(String branch, CommitSha before, CommitSha after) {
        for (Attempt attempt : turn.activeAttempts()) {
            if (!attempt.kind().movesTheBase() || !attempt.baseRef().equals(branch)) {
                continue;
            }
            if (attempt.phase() == Phase.PREPARING) {
                // What it is being merged onto is known when the merge commit is made.
                turn.early(turn.early().moved(branch, before, after));
            } else if (attempt.phase() == Phase.TESTING
                    && attempt.base().equals(Optional.of(before))
                    && !attempt.merge().equals(Optional.of(after))) {
                attempts.stopForBase(attempt);
            }
        }
    }

    /** A push to a head branch of this repository is news of its pull requests, should the other event be lost. */
    private void headsPushed(BranchPushed event) {
        if (event.after().isEmpty() || event.before().isEmpty()) {
            return;
        }
        List<PullRequest> affected = turn.pulls().stream()
                .filter(pull -> pull.headRef().equals(event.branch())
                        && pull.headOwner()
                                .filter(turn.settings.repository().owner()::equalsIgnoreCase)
                                .isPresent()
                        && event.before().get().equals(pull.head())
                        && !event.after().get().equals(pull.head()))
                .toList();
        affected.forEach(pull -> {
            // This event has no time of GitHub's to compare with: the next report of this head has.
            turn.edit(
                    pull.number(), edit -> edit.headSince(PullRequest.DOUBTFUL).confirmedAt(Instant.EPOCH));
            headMoved(pull, event.after().get());
        });
    }

    // ---- mergeability ------------------------------------------------------------------------------------------

    void mergeabilityRead(MergeabilityRead event) {
        event.pulls().forEach((number, now) -> turn.pull(number)
                .filter(pull -> pull.baseRef().equals(event.baseRef()) && now != Mergeability.UNKNOWN)
                .ifPresent(pull -> {
                    turn.edit(number, edit -> edit.mergeable(now));
                    mergeability(turn.pull(number).orElseThrow(), pull.mergeable(), now, event.cause());
                }));
    }

    private void mergeability(PullRequest pull, Mergeability before, Mergeability now, Optional<String> cause) {
        int number = pull.number();
        boolean isConflict =
                pull.verdict() == Verdict.ERROR && pull.verdictReason().equals(MERGE_CONFLICT);
        if (now == Mergeability.CONFLICTING) {
            boolean isNews = before == Mergeability.MERGEABLE || (before == Mergeability.UNKNOWN && cause.isPresent());
            if (isNews && !isConflict && pull.verdict() != Verdict.SUCCESS && !isAboutToBeTold(number)) {
                turn.say(number, Messages.unmergeable(cause));
                turn.relabel(number, LabelEvent.CONFLICT);
                turn.tell(number, "unmergeable", Optional.empty(), cause.orElse("the latest upstream changes"));
            }
        } else if (isConflict && cause.isPresent() && !turn.settings.merges().putsOneByOne(pull.squash())) {
            // The conflict went away with the base: no reason to wait for a person. Only when the base was pushed, for
            // elsewhere GitHub may tell what it thought before that conflict, and the two would take turns for ever.
            // Where commits are put onto the base one by one they would as well, since GitHub knows of merges only.
            turn.edit(number, edit -> edit.verdict(Verdict.NONE, ""));
        }
    }

    /** The merge that is being made will fail by the same conflict, and say so with more detail. */
    private boolean isAboutToBeTold(int number) {
        return turn.activeAttempt(number, false)
                .filter(attempt -> attempt.phase() == Phase.PREPARING)
                .isPresent();
    }

    // ---- comparing ---------------------------------------------------------------------------------------------

    /** @return comments that waited, or that no webhook told us of, in the order they were written */
    List<CommentAdded> synchronised(Synchronised event) {
        Set<Integer> open = new HashSet<>();
        List<CommentAdded> comments = new ArrayList<>();
        for (PullSnapshot snapshot : event.pulls()) {
            Optional<PullRequest> known = turn.pull(snapshot.number());
            if (known.isEmpty() && isFromBeforeItsClosing(snapshot, false)) {
                continue;
            }
            open.add(snapshot.number());
            if (known.isEmpty()) {
                comments.addAll(found(snapshot));
            } else if (!snapshot.updatedAt().isBefore(known.get().updatedAt())) {
                seen(
                        known.get(),
                        snapshot,
                        snapshot.updatedAt().isAfter(known.get().updatedAt()));
                closeIfMerged(snapshot.number());
            }
        }
        List<Integer> gone = turn.pulls().stream()
                .filter(pull ->
                        !open.contains(pull.number()) && pull.confirmedAt().isBefore(event.startedAt()))
                .map(PullRequest::number)
                .toList();
        gone.forEach(this::missing);
        turn.syncedAt(event.startedAt());
        // What waits for a pull request that isn't open would wait for ever.
        turn.waitingComments(turn.waitingComments().stream()
                .filter(comment -> turn.pull(comment.number()).isPresent()
                        || !comment.createdAt().isBefore(event.startedAt()))
                .toList());
        event.comments().stream()
                // One that was closed and reopened has obeyed the comments of its first life already.
                .filter(comment -> open.contains(comment.number())
                        && turn.closedAt(comment.number())
                                .map(closed -> comment.createdAt().isAfter(closed))
                                .orElse(true))
                .forEach(comments::add);
        turn.forgetClosedBefore(event.startedAt().minus(LATEST));
        comments.sort(Comparator.comparing(CommentAdded::createdAt));
        askWhatIsUnknown();
        return comments;
    }

    /**
     * A comparison did not list it. Lists leave some out now and then (pages by number while others are closed, a replica that
     * lags behind): where an approval or a test would be lost, GitHub is asked about it by its number.
     */
    private void missing(int number) {
        boolean isOfWeight = turn.pull(number)
                .filter(pull -> pull.isSeen()
                        && (pull.isApproved()
                                || pull.delegation().isPresent()
                                || pull.tryRequest().isPresent()
                                || turn.rollups().rollup(number).isPresent()
                                || turn.activeAttempts().stream().anyMatch(attempt -> attempt.includes(number))))
                .isPresent();
        if (isOfWeight) {
            turn.effect(id -> new Effect.ReadPull(id, number));
        } else {
            closed(number, false);
        }
    }

    /** What should have been closed after its merge: that was given up, or the way of merging was changed meanwhile. */
    private void closeIfMerged(int number) {
        PullRequest pull = turn.pull(number).orElseThrow();
        turn.lastAttempt(number, false)
                .filter(attempt -> attempt.phase() == Phase.SUCCEEDED
                        && pull.verdict() == Verdict.SUCCESS
                        && attempt.pulls().stream()
                                .anyMatch(member -> member.number() == number
                                        && member.head().equals(pull.head())))
                .flatMap(Attempt::merge)
                .ifPresent(merge -> turn.effect(id -> new Effect.ClosePull(id, number, pull.head(), merge)));
    }

    /** GitHub works out what can be merged once it was asked, as it was by the comparison. */
    private void askWhatIsUnknown() {
        turn.pulls().stream()
                .filter(pull -> pull.mergeable() == Mergeability.UNKNOWN && pull.verdict() != Verdict.SUCCESS)
                .map(PullRequest::baseRef)
                .distinct()
                .sorted()
                .forEach(base -> turn.effect(id -> new Effect.ReadMergeability(id, base, Optional.empty())));
    }

    /** GitHub is about to close it, if the push to its base is our own. */
    private boolean isBeingMerged(int number) {
        return turn.activeAttempt(number, false)
                .filter(attempt -> attempt.phase() == Phase.MERGING)
                .isPresent();
    }
}
