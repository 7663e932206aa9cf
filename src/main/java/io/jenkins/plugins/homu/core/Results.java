package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.message.OutsideMessages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.queue.Startable;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the builders say of merge commits, and what an attempt comes to by it. */
final class Results {
    /** A second loss is no coincidence. */
    private static final int MOST_RESTARTS = 1;

    /** So long those who wait have to wait for GitHub's word on somebody else's approver. */
    private static final Duration LONGEST_HOLD_UP = Duration.ofHours(1);

    private final Turn turn;
    private final Attempts attempts;
    private final Rights rights;

    Results(Turn turn, Attempts attempts, Rights rights) {
        this.turn = turn;
        this.attempts = attempts;
        this.rights = rights;
    }

    void report(List<Reported> reports) {
        for (Reported reported : reports) {
            List<Attempt> onThatCommit = turn.attemptsOn(reported.sha()).stream()
                    .filter(attempt -> reported.mayBeOf(attempt.id()))
                    .toList();
            for (Attempt attempt : onThatCommit) {
                if (attempt.phase() == Phase.TESTING) {
                    take(attempt, reported);
                } else if (!attempt.isActive()) {
                    keepForThePage(attempt, reported);
                }
            }
            if (reported.attempt().isEmpty() && onThatCommit.stream().noneMatch(Attempt::isActive)) {
                keepForLater(reported);
            }
        }
    }

    /** CI may report on a merge commit before we have heard that it was made, which may be that of an earlier attempt once more. */
    private void keepForLater(Reported reported) {
        boolean isAwaited = turn.settings.builders().stream()
                .anyMatch(builder -> isMeant(builder, reported, false) || isMeant(builder, reported, true));
        if (isAwaited && attempts.arePreparing()) {
            turn.early(turn.early().with(reported));
        }
    }

    /** A merge commit was made: what was reported on it before counts now. */
    void takeEarly(CommitSha merge) {
        report(turn.early().on(merge));
        turn.early(turn.early().withoutReportsOn(merge));
        attempts.dropEarly();
    }

    /** The same attempt when it is nothing new. Of one that has ended, builders that were still at work are told only. */
    private Attempt heard(Attempt attempt, Reported reported) {
        boolean isTry = attempt.kind() == Attempt.Kind.TRY;
        Attempt next = attempt;
        for (BuilderSettings builder : turn.settings.builders()) {
            BuilderResult known = next.builders().get(builder.name());
            if (known != null
                    && isMeant(builder, reported, isTry)
                    && isNews(known, reported)
                    && (attempt.isActive() || !known.state().isFinal())) {
                next = next.with(
                        switch (reported.state()) {
                            case LOST -> lost(next, builder, known, reported);
                            case UNUSABLE -> result(known, reported, BuilderState.CANCELLED, reported.description());
                            default -> result(known, reported, reported.state(), reported.description());
                        });
            }
        }
        return next;
    }

    private void keepForThePage(Attempt ended, Reported reported) {
        Attempt next = heard(ended, reported);
        if (!next.equals(ended)) {
            turn.put(next);
        }
    }

    private void take(Attempt attempt, Reported reported) {
        Attempt next = heard(attempt, reported);
        if (next.equals(attempt)) {
            return;
        }
        turn.put(next);
        if (reported.state() == BuilderState.UNUSABLE) {
            attempts.cancelSiblings(next);
            attempts.endInError(
                    next,
                    "The result of builder " + reported.context() + " does not count: " + reported.description(),
                    Messages.buildUnusable(reported.context(), reported.url(), reported.description()));
            return;
        }
        List<BuilderResult> bad = next.results().stream()
                .filter(result -> result.state() == BuilderState.FAILURE || result.state() == BuilderState.CANCELLED)
                .toList();
        if (!bad.isEmpty()) {
            String names = bad.stream().map(BuilderResult::builder).collect(Collectors.joining(", "));
            attempts.cancelSiblings(next);
            attempts.endInFailure(
                    next, "failed", "Failed: " + names, Messages.failed(bad), "Test failed", LabelEvent.FAILED);
        } else if (next.hasPassed()) {
            pass(next);
        }
    }

    /**
     * The very commit was tested before it became an attempt's.
     *
     * @param tested one report for each builder
     */
    void spared(Attempt attempt, List<Reported> tested) {
        Attempt next = attempt;
        for (BuilderSettings builder : turn.settings.buildersFor(false)) {
            BuilderResult known = next.builders().get(builder.name());
            Optional<Reported> report = tested.stream()
                    .filter(reported -> known != null
                            && reported.state() == BuilderState.SUCCESS
                            && reported.sha().equals(attempt.merge().orElseThrow())
                            && isSparing(builder, reported))
                    .findFirst();
            if (report.isPresent()) {
                next = next.with(result(known, report.get(), BuilderState.SUCCESS, Messages.TEST_SPARED));
            }
        }
        turn.put(next);
        if (next.results().stream().anyMatch(result -> result.state() != BuilderState.SUCCESS)) {
            attempts.stop(next, "The builders were changed while the merge was made");
            return;
        }
        int number = next.leader().number();
        String words = Messages.exempted(next);
        turn.pull(number)
                .filter(PullRequest::pendingAnnouncement)
                .flatMap(PullRequest::approval)
                .ifPresentOrElse(
                        approval -> {
                            turn.edit(number, edit -> edit.pendingAnnouncement(false));
                            turn.effect(id -> new Effect.PostComment(
                                    id,
                                    number,
                                    Messages.approved(turn.settings.botName(), approval) + "\n\n" + words,
                                    true));
                        },
                        () -> turn.say(number, words));
        turn.relabel(number, LabelEvent.EXEMPTED);
        turn.tell(
                number,
                "exempted",
                Optional.empty(),
                "All builders had passed " + next.merge().orElseThrow().abbreviated() + " before");
        pass(next);
    }

    private static boolean isSparing(BuilderSettings builder, Reported reported) {
        return switch (reported.kind()) {
            case STATUS ->
                builder.kind() == BuilderSettings.Kind.STATUS
                        && builder.pullContext().equals(Optional.of(reported.context()));
            case CHECK ->
                builder.kind() == BuilderSettings.Kind.CHECK
                        && builder.pullContext().equals(Optional.of(reported.context()));
            case BUILDER -> builder.kind().reportsByName() && builder.name().equals(reported.context());
        };
    }

    private BuilderResult result(BuilderResult known, Reported reported, BuilderState state, String description) {
        return new BuilderResult(
                known.builder(), state, reported.url(), description, turn.now, reported.details(), known.restarts());
    }

    /** Nobody is to blame: the job is started once more. If that is lost, too, a person has to look. */
    private BuilderResult lost(Attempt attempt, BuilderSettings builder, BuilderResult known, Reported reported) {
        if (builder.kind() != BuilderSettings.Kind.JOB || known.restarts() >= MOST_RESTARTS || !attempt.isActive()) {
            return result(
                    known,
                    reported,
                    BuilderState.CANCELLED,
                    known.restarts() == 0
                            ? reported.description()
                            : "Lost again after a new start: " + reported.description());
        }
        BuilderResult again = known.restarted("Started again: " + reported.description(), turn.now);
        int number = attempt.leader().number();
        turn.effect(id ->
                new Effect.StartBuild(id, attempt.id(), number, known.builder(), again.restarts(), Optional.empty()));
        turn.tell(number, "restarted", Optional.empty(), known.builder() + ": " + reported.description());
        return again;
    }

    private static boolean isMeant(BuilderSettings builder, Reported reported, boolean isTry) {
        return switch (reported.kind()) {
            case STATUS -> builder.kind() == BuilderSettings.Kind.STATUS && isContext(builder, reported, isTry);
            case CHECK -> builder.kind() == BuilderSettings.Kind.CHECK && isContext(builder, reported, isTry);
            case BUILDER ->
                builder.kind().reportsByName()
                        && builder.contextFor(isTry).isPresent()
                        && builder.name().equals(reported.context());
        };
    }

    private static boolean isContext(BuilderSettings builder, Reported reported, boolean isTry) {
        return builder.contextFor(isTry).equals(Optional.of(reported.context()));
    }

    private static boolean isNews(BuilderResult known, Reported reported) {
        if (known.restarts() != reported.restart()) {
            // Of a build that another one has taken the place of.
            return false;
        }
        if (known.state() == BuilderState.WAITING
                && reported.state().isFinal()
                && known.url().isPresent()
                && known.url().equals(reported.url())) {
            // Of the very build that is to be repeated.
            return false;
        }
        if (reported.state() == BuilderState.LOST && known.state() != BuilderState.RUNNING) {
            // It is yet to be started, and will be; or its end is known.
            return false;
        }
        return known.state() != reported.state()
                || !known.url().equals(reported.url())
                || !known.description().equals(reported.description())
                || !known.details().equals(reported.details());
    }

    private void pass(Attempt attempt) {
        int number = attempt.leader().number();
        if (attempt.kind() == Attempt.Kind.TRY) {
            attempts.end(attempt, Phase.SUCCEEDED, "");
            turn.say(number, Messages.succeeded(attempt));
            turn.relabel(number, LabelEvent.TRY_SUCCEED);
            turn.tell(number, "try succeeded", Optional.empty(), "All builders passed");
            return;
        }
        if (!isStillApproved(attempt)) {
            attempts.stop(attempt, "The one who approved it has no right to do so any more");
            turn.say(number, Messages.approverIsGone());
            return;
        }
        if (!rights.areFresh(attempt)) {
            // Looked at again when GitHub has answered, and from time to time.
            giveWay(attempt);
            return;
        }
        Attempt merging = attempt.merging();
        turn.put(merging);
        // Whatever webhooks told: a push that we did not hear of voids the approval just the same.
        turn.effect(id -> new Effect.MoveBase(
                id,
                merging.id(),
                merging.baseRef(),
                merging.base().orElseThrow(),
                merging.merge().orElseThrow(),
                merging.pulls(),
                true,
                rights.validUntil(merging)));
    }

    /** Nobody knows when GitHub can be asked again: those who wait behind it are not to wait for that. */
    private void giveWay(Attempt attempt) {
        Instant passed = attempt.results().stream()
                .map(BuilderResult::at)
                .max(Comparator.naturalOrder())
                .orElse(turn.now);
        boolean others = turn.pullsOn(attempt.baseRef()).stream()
                .anyMatch(other ->
                        !attempt.includes(other.number()) && Startable.isWaiting(other, turn.roles(), turn.tree()));
        if (!others || passed.plus(LONGEST_HOLD_UP).isAfter(turn.now)) {
            return;
        }
        attempts.stop(attempt, "GitHub could not be asked whether its approver may still approve it");
        for (AttemptMember member : attempt.pulls()) {
            turn.edit(member.number(), edit -> edit.yielded(true));
            turn.say(member.number(), OutsideMessages.gaveWayUnchecked());
        }
    }

    /** Attempts whose builders have all succeeded, and that were not merged because a right was not known for sure. */
    void lookAgain() {
        turn.activeAttempts().stream()
                .filter(attempt -> attempt.phase() == Phase.TESTING && attempt.hasPassed())
                .forEach(this::pass);
    }

    /** Looked at once more right before the merge: settings and rights may have changed during the test. */
    private boolean isStillApproved(Attempt attempt) {
        return attempt.pulls().stream().allMatch(member -> turn.pull(member.number())
                .flatMap(PullRequest::approval)
                .filter(approval -> approval.head().equals(member.head())
                        && (turn.roles().stands(approval) || rights.isOld(approval)))
                .isPresent());
    }
}
