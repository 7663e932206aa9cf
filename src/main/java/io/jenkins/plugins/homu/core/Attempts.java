package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How attempts come to an end: stopped, failed, out of time. */
final class Attempts {
    /** Why an attempt ends that was begun before the repository was put into dry run. */
    static final String DRY_RUN = "The repository is in dry run: nothing is merged or tested";

    private final Turn turn;

    Attempts(Turn turn) {
        this.turn = turn;
    }

    // ---- stopping ----------------------------------------------------------------------------------------------

    /** Stops the pull request's active attempt of one kind. @return whether there was one to stop */
    boolean stop(int number, boolean isTry, String reason) {
        return turn.activeAttempt(number, isTry)
                .map(attempt -> stop(attempt, reason))
                .orElse(false);
    }

    /** @return false when it was being stopped already */
    boolean stop(Attempt attempt, String reason) {
        if (attempt.isStopping()) {
            return false;
        }
        if (attempt.phase() == Phase.MERGING) {
            // GitHub may be moving the base right now. Until that is known, nothing else may be merged there.
            turn.put(attempt.stopping(reason));
        } else {
            cancelBuilds(attempt);
            end(attempt, Phase.CANCELLED, reason);
        }
        turn.tell(attempt.leader().number(), "stopped", Optional.empty(), reason);
        return true;
    }

    /** Somebody moved the base away from under a running test, which can't lead to a merge any more. */
    void stopForBase(Attempt attempt) {
        cancelBuilds(attempt);
        testAgain(attempt);
    }

    /** Somebody moved the base: nobody's fault, so it is simply tested again on the new tip. */
    void testAgain(Attempt attempt) {
        end(attempt, Phase.CANCELLED, "The base branch was moved by somebody else; testing again");
        turn.tell(
                attempt.leader().number(),
                "restarted",
                Optional.empty(),
                attempt.baseRef() + " was moved by somebody else during the test");
    }

    /**
     * Attempts that wait for what the settings do not say any more would wait until they time out; in a dry run no attempt can
     * come to an end.
     */
    void stopObsolete() {
        if (turn.settings.dryRun()) {
            turn.activeAttempts().forEach(attempt -> stop(attempt, DRY_RUN));
            return;
        }
        for (Attempt attempt : turn.activeAttempts()) {
            if (attempt.phase() == Phase.TESTING && !attempt.hasPassed() && isObsolete(attempt)) {
                stop(attempt, "The builders of the repository were changed");
            }
        }
    }

    private boolean isObsolete(Attempt attempt) {
        boolean isTry = attempt.kind() == Attempt.Kind.TRY;
        Set<String> before = attempt.setup();
        boolean isElsewhere = !before.isEmpty() && !before.contains("in " + turn.settings.testRepository());
        return isElsewhere
                || attempt.results().stream()
                        .filter(result -> !result.state().isFinal())
                        .anyMatch(result -> turn.settings.buildersFor(isTry).stream()
                                .noneMatch(builder -> builder.name().equals(result.builder())
                                        && (before.isEmpty()
                                                || before.contains(RepositorySettings.setup(builder, isTry)))));
    }

    void cancelBuilds(Attempt attempt) {
        cancelBuilds(attempt, List.copyOf(attempt.builders().keySet()));
    }

    private void cancelBuilds(Attempt attempt, List<String> builders) {
        attempt.merge()
                .filter(merge -> attempt.phase() == Phase.TESTING && !builders.isEmpty())
                .ifPresent(merge -> turn.effect(id -> new Effect.CancelBuilds(id, attempt.id(), merge, builders)));
    }

    /** One builder failed: what the jobs beside it still do is of no use. Builds that others started go on. */
    void cancelSiblings(Attempt attempt) {
        if (turn.settings.failFast()) {
            cancelBuilds(
                    attempt,
                    attempt.results().stream()
                            .filter(result -> !result.state().isFinal()
                                    && turn.settings
                                            .builder(result.builder())
                                            .filter(builder -> builder.kind().isStartedByUs())
                                            .isPresent())
                            .map(BuilderResult::builder)
                            .toList());
        }
    }

    // ---- what comes early --------------------------------------------------------------------------------------

    boolean arePreparing() {
        return turn.activeAttempts().stream().anyMatch(attempt -> attempt.phase() == Phase.PREPARING);
    }

    /** Forgets early news once nothing is being prepared that they could be of. */
    void dropEarly() {
        if (!arePreparing()) {
            turn.early(EarlyNews.NONE);
        }
    }

    // ---- ending ------------------------------------------------------------------------------------------------

    void end(Attempt attempt, Phase phase, String reason) {
        Attempt ended = attempt.ended(phase, reason, turn.now);
        turn.put(ended);
        turn.forgetIfClosed(ended);
        dropEarly();
        if (attempt.kind().movesTheBase() && phase != Phase.CANCELLED) {
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

    void endInError(Attempt attempt, String reason, String text) {
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

    /** @param what the word of the history for it */
    void endInFailure(Attempt attempt, String what, String reason, String text, String status, LabelEvent event) {
        int number = attempt.leader().number();
        end(attempt, Phase.FAILED, reason);
        turn.say(number, text);
        if (attempt.kind() == Attempt.Kind.TRY) {
            turn.relabel(number, LabelEvent.TRY_FAILED);
        } else {
            turn.edit(number, edit -> edit.verdict(Verdict.FAILURE, reason));
            turn.status(number, attempt.leader().head(), StatusState.FAILURE, status);
            turn.relabel(number, event);
        }
        turn.tell(number, what, Optional.empty(), reason);
    }

    /**
     * What a failed attempt found out holds for no other one any more; see {@link Reuse}. Its merge commit is still known, so
     * that it is not taken for the next one's.
     */
    void forgetResults(int number, String why) {
        turn.lastWithMerge(number, false)
                .filter(last -> last.phase() == Phase.FAILED)
                .ifPresent(last -> turn.put(last.ended(
                        Phase.CANCELLED,
                        why + ". " + last.reason(),
                        last.endedAt().orElse(turn.now))));
    }

    // ---- time --------------------------------------------------------------------------------------------------

    void tick() {
        for (Attempt attempt : turn.activeAttempts()) {
            if (attempt.phase() != Phase.TESTING || attempt.hasPassed()) {
                // What has passed waits for nobody's build.
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
        cancelBuilds(attempt);
        endInFailure(attempt, "timed out", reason, text, reason, LabelEvent.TIMED_OUT);
    }
}
