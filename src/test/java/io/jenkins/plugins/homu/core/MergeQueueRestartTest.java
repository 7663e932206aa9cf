package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** {@code retry}, {@code cancel}, {@code force}, {@code clean}: stopping and starting over. */
public class MergeQueueRestartTest {
    private final Scenario scenario = new Scenario();

    private void isTestedAgain(int number) {
        assertThat(scenario.phase(number)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.pull(number).verdict()).isEqualTo(Verdict.NONE);
    }

    // ---- retry -------------------------------------------------------------------------------------------------

    @Test
    public void retryAfterAFailure() {
        scenario.testing(2).result(2, BuilderState.FAILURE).listen().comment("carol", 2, "@homu retry");

        isTestedAgain(2);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        assertThat(prepare.previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
        assertThat(prepare.pulls().get(0).approver()).isEqualTo("alice");
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(1);
        assertThat(scenario.history()).anySatisfy(entry -> {
            assertThat(entry.what()).isEqualTo("retried");
            assertThat(entry.by()).isEqualTo(Optional.of("carol"));
            assertThat(entry.text()).isEqualTo("After: Failed: linux");
        });
    }

    @Test
    public void retryAfterAConflict() {
        scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .mergeFailed(2, MergeTrouble.CONFLICT, "Merge conflict")
                .comment("alice", 2, "@homu retry");

        isTestedAgain(2);
    }

    @Test
    public void retryAfterARefusedMove() {
        scenario.merging(2).moveFailed(2, MoveTrouble.REFUSED, "protected").comment("alice", 2, "@homu retry");

        isTestedAgain(2);
    }

    @Test
    public void retryWhileItIsTestedStartsOver() {
        scenario.testing(2).listen().comment("alice", 2, "@homu retry");

        isTestedAgain(2);
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        scenario.report(mergeOf(1), "ci/linux", BuilderState.SUCCESS);
        isTestedAgain(2);
    }

    @Test
    public void retryWhileTheMergeIsMadeStartsOver() {
        scenario.open(2).comment("alice", 2, "@homu r+").listen().comment("alice", 2, "@homu retry");

        isTestedAgain(2);
        assertThat(scenario.attempt(2).id()).isEqualTo(2);
        assertThat(scenario.effects(Effect.CancelBuilds.class)).isEmpty();
    }

    @Test
    public void retryWhileTheBaseIsMovedWaitsForWhatComesOfThat() {
        scenario.merging(2).listen().comment("alice", 2, "@homu retry");
        assertThat(scenario.phase(2)).isEqualTo(Phase.MERGING);
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();

        scenario.moveFailed(2, MoveTrouble.NO_LONGER_WANTED, "");

        isTestedAgain(2);
    }

    @Test
    public void retryOfWhatWaitsChangesNothing() {
        scenario.testing(3).open(2).comment("alice", 2, "@homu r+").listen().comment("alice", 2, "@homu retry");

        assertThat(scenario.said(2))
                .containsExactly(":bulb: There is nothing to retry: it waits in the queue: #3 is being tested.");
    }

    @Test
    public void retryWithoutAnApprovalChangesNothing() {
        scenario.open(2).comment("alice", 2, "@homu retry");

        assertThat(scenario.said(2)).containsExactly(":bulb: There is nothing to retry: it is not approved.");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
    }

    @Test
    public void retryOfWhatIsMergedChangesNothing() {
        scenario.merging(2).moved(2).listen().comment("alice", 2, "@homu retry");

        assertThat(scenario.said(2))
                .containsExactly(":bulb: There is nothing to retry: it is merged; GitHub has not closed it yet.");
    }

    @Test
    public void strangerMayNotRetry() {
        scenario.testing(2).result(2, BuilderState.FAILURE).listen().comment("mallory", 2, "@homu retry");

        assertThat(scenario.said(2)).containsExactly("@mallory: :key: Insufficient privileges: Not in try users");
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.FAILURE);
    }

    // ---- cancel ------------------------------------------------------------------------------------------------

    @Test
    public void cancelledOneLetsTheOthersGoFirstThenHasItsTurn() {
        scenario.testing(2).open(3).comment("alice", 3, "@homu r+").listen().comment("alice", 2, "@homu cancel");

        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":no_entry_sign: The build was cancelled. This pull request stays approved, and goes on"
                                + " after the others.");
        assertThat(scenario.why(2)).isEqualTo("It was cancelled and gives way to others, or waits for `retry`");
        assertThat(scenario.phase(3)).isEqualTo(Phase.PREPARING);
        scenario.prepared(3).result(3, BuilderState.FAILURE);
        isTestedAgain(2);
    }

    @Test
    public void cancelledOneAloneWaitsForRetry() {
        scenario.testing(2).listen().comment("dave", 2, "@homu yield");

        assertThat(scenario.said(2))
                .containsExactly(
                        ":no_entry_sign: The build was cancelled. This pull request stays approved, and goes on"
                                + " with `retry`, or after another one was tested.");
        assertThat(scenario.isActive(2)).isFalse();
        scenario.comment("alice", 2, "@homu retry");
        isTestedAgain(2);
    }

    @Test
    public void cancelledOneGoesOnByBeingApprovedAgain() {
        scenario.testing(2).comment("alice", 2, "@homu cancel").comment("bob", 2, "@homu r+");

        isTestedAgain(2);
        assertThat(scenario.attempt(2).leader().approver()).isEqualTo("bob");
    }

    @Test
    public void thereMayBeNothingToCancel() {
        scenario.open(2).comment("alice", 2, "@homu cancel");

        assertThat(scenario.said(2)).containsExactly(":bulb: There is nothing to cancel: it is not approved.");
    }

    @Test
    public void tryUserMayNotCancelARealBuild() {
        scenario.testing(2).listen().comment("carol", 2, "@homu cancel");

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.said(2))
                .containsExactly("@carol: :key: Insufficient privileges: Not in reviewers, and not the author");
    }

    // ---- force -------------------------------------------------------------------------------------------------

    @Test
    public void forceInterruptsWhatIsTestedForTheSameBase() {
        scenario.testing(3).open(2).comment("alice", 2, "@homu r+ p=1").listen().comment("alice", 2, "@homu force");

        assertThat(scenario.phase(3)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.said(3))
                .containsExactly(":snowman: The build was interrupted to prioritize another pull request.");
        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.pull(3).isApproved()).isTrue();
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(1);
    }

    @Test
    public void forceWithPriorityPutsThisOneFirst() {
        scenario.testing(2).open(3).comment("alice", 3, "@homu r+").listen().comment("alice", 3, "@homu p=10 force");

        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.phase(3)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void forceLeavesOtherBasesAlone() {
        scenario.with(new TestSettings().branches("auto-{base}", "try").build())
                .open(3, snap -> snap.base("stable"))
                .comment("alice", 3, "@homu r+")
                .prepared(3)
                .open(2)
                .comment("alice", 2, "@homu force");

        assertThat(scenario.phase(3)).isEqualTo(Phase.TESTING);
        assertThat(scenario.said(2))
                .containsExactly(":bulb: There is nothing to interrupt: nothing is being tested for main.");
    }

    @Test
    public void forceOnOnesOwnBuildStartsOver() {
        scenario.testing(2).listen().comment("alice", 2, "@homu force");

        isTestedAgain(2);
        assertThat(scenario.said(2)).isEmpty();
    }

    // ---- clean -------------------------------------------------------------------------------------------------

    @Test
    public void cleanMakesANewMergeCommit() {
        scenario.testing(2).listen().comment("carol", 2, "@homu clean");

        isTestedAgain(2);
        assertThat(scenario.effect(Effect.PrepareMerge.class).previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
    }

    @Test
    public void cleanDoesNotForgetWhichCommitIsNotToBeUsedAgain() {
        scenario.testing(2)
                .result(2, BuilderState.FAILURE)
                .listen()
                .comment("carol", 2, "@homu clean")
                .comment("carol", 2, "@homu retry");

        assertThat(scenario.effect(Effect.PrepareMerge.class).previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
    }

    @Test
    public void retryAndCleanAndForceTogetherStartOverOnce() {
        scenario.testing(2).listen().comment("alice", 2, "@homu retry force clean");

        isTestedAgain(2);
        assertThat(scenario.effects(Effect.PrepareMerge.class)).hasSize(1);
    }

    // ---- while the base is being moved -------------------------------------------------------------------------

    @Test
    public void stoppedMergeHoldsTheBaseUntilItIsKnownWhatBecameOfIt() {
        scenario.merging(2).open(3).comment("alice", 3, "@homu r+").listen().comment("alice", 2, "@homu r-");
        Effect.MoveBase move = new Effect.MoveBase(
                1,
                scenario.attempt(2).id(),
                "main",
                Scenario.sha('b'),
                mergeOf(1),
                scenario.attempt(2).pulls(),
                false,
                Optional.empty());

        assertThat(MergeQueue.isWanted(scenario.state(), move)).isFalse();
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        scenario.moveFailed(2, MoveTrouble.NO_LONGER_WANTED, "");
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.phase(3)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void stoppedMergeThatHappenedAllTheSameIsToldAsIt() {
        scenario.merging(2).comment("alice", 2, "@homu r-").listen().moved(2);

        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.SUCCESS);
        assertThat(scenario.state().movedTips()).containsEntry("main", mergeOf(1));
        assertThat(scenario.said(2)).singleElement().asString().startsWith(":sunny: Test successful");
    }

    @Test
    public void headPushedWhileTheBaseMovesIsNotTakenForMerged() {
        scenario.merging(2).push(2, 2).comment("alice", 2, "@homu r+").listen().moved(2);

        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.effect(Effect.PrepareMerge.class).movedTip()).isEqualTo(Optional.of(mergeOf(1)));
    }

    @Test
    public void stoppedMergeIsStoppedOnce() {
        scenario.merging(2).comment("alice", 2, "@homu cancel").listen();
        scenario.comment("alice", 2, "@homu cancel").update(2, snap -> snap.draft(true));
        scenario.update(2, snap -> snap.draft(true));

        assertThat(scenario.told()).doesNotContain("stopped");
        assertThat(scenario.said(2)).singleElement().asString().startsWith(":bulb: There is nothing to cancel");
    }

    @Test
    public void stoppedMergeThatFailedChangesNothingMore() {
        scenario.merging(2)
                .push(2, 2)
                .after(Duration.ofSeconds(1))
                .comment("alice", 2, "@homu r+")
                .listen();
        scenario.moveFailed(2, MoveTrouble.HEAD_CHANGED, "#2");

        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.said(2)).isEmpty();
        isTestedAgain(2);
    }
}
