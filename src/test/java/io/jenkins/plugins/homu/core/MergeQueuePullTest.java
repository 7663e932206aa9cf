package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static io.jenkins.plugins.homu.core.Scenario.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.PullChanged;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What happens to a pull request itself: pushes, edits, closing; late, twice and out of order. */
public class MergeQueuePullTest {
    private final Scenario scenario = new Scenario();

    // ---- push --------------------------------------------------------------------------------------------------

    @Test
    public void pushVoidsTheApprovalAndStopsTheBuild() {
        scenario.testing(2).listen().push(2, 2);

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.pull(2).head()).isEqualTo(head(2, 2));
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).containsExactly("linux");
        assertThat(scenario.said(2))
                .containsExactly(":warning: A new commit `2222222` was pushed to the branch, the pull request will need"
                        + " to be re-approved. The running build was stopped.");
    }

    @Test
    public void pushLetsTheNextGoOn() {
        scenario.testing(2).open(3).comment("alice", 3, "@homu r+").listen().push(2, 2);

        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(3);
    }

    @Test
    public void pushToWhatIsNotApprovedIsNotWorthAWord() {
        scenario.open(2).push(2, 2);

        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void pushStopsTheRealBuildAndTheTry() {
        scenario.testing(2).comment("carol", 2, "@homu try").tryPrepared(2).push(2, 2);

        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.effects(Effect.CancelBuilds.class)).hasSize(2);
    }

    @Test
    public void pushForgetsWhatWasSaidOfTheOldHead() {
        scenario.testing(2).result(2, BuilderState.FAILURE).push(2, 2);

        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(scenario.why(2)).isEqualTo("It is not approved");
    }

    @Test
    public void resultThatComesAfterThePushDoesNothing() {
        scenario.testing(2).push(2, 2).listen().report(mergeOf(1), "ci/linux", BuilderState.SUCCESS);

        assertThat(scenario.effects()).isEmpty();
    }

    @Test
    public void mergePreparedAfterThePushIsCancelled() {
        scenario.open(2).comment("alice", 2, "@homu r+");
        Event.MergePrepared late = scenario.preparedEvent(scenario.attempt(2));
        scenario.push(2, 2).listen().send(late);

        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        assertThat(scenario.effects()).hasSize(1);
    }

    @Test
    public void pushToABranchOfThisRepositoryIsNewsOfItsPullRequest() {
        scenario.open(2, snap -> snap.headBranch(Optional.of("Acme"), "topic"))
                .comment("alice", 2, "@homu r+")
                .listen()
                .send(new Event.BranchPushed(
                        "topic", Optional.of(head(2, 1)), Optional.of(head(2, 2)), false, "More", "dave"));

        assertThat(scenario.pull(2).head()).isEqualTo(head(2, 2));
        assertThat(scenario.pull(2).isApproved()).isFalse();
        scenario.push(2, 2);
        assertThat(scenario.said(2)).hasSize(1);
    }

    @Test
    public void pushToABranchOfTheSameNameElsewhereIsNot() {
        scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .send(new Event.BranchPushed(
                        "fix-2", Optional.of(head(2, 1)), Optional.of(head(2, 2)), false, "More", "dave"));

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    // ---- late, twice, out of order -----------------------------------------------------------------------------

    @Test
    public void lateReportOfAnEarlierStateIsPassedOver() {
        scenario.open(2);
        PullSnapshot old = scenario.onGitHub(2);
        scenario.after(Duration.ofMinutes(1)).push(2, 2).comment("alice", 2, "@homu r+");

        scenario.send(new PullChanged(PullAction.UPDATED, old, "dave"));

        assertThat(scenario.pull(2).head()).isEqualTo(head(2, 2));
        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void samePushToldTwiceIsOnePush() {
        scenario.testing(2).push(2, 2).comment("alice", 2, "@homu r+").tell(PullAction.PUSHED, 2);

        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.isActive(2)).isTrue();
    }

    @Test
    public void twoReportsOfOneSecondThatDifferAreSettledByGitHub() {
        scenario.open(2);
        PullSnapshot one = new Snap(scenario.onGitHub(2)).head(head(2, 2)).build();
        PullSnapshot other = new Snap(one).head(head(2, 3)).build();
        scenario.listen().send(new PullChanged(PullAction.PUSHED, other, "dave"));
        scenario.send(new PullChanged(PullAction.PUSHED, one, "dave"));

        assertThat(scenario.effects(Effect.ReadPull.class)).isNotEmpty();
        scenario.send(new Event.PullRead(2, Optional.of(other)));
        assertThat(scenario.pull(2).head()).isEqualTo(head(2, 3));
    }

    @Test
    public void mergeOfAHeadInDoubtAsksGitHubFirst() {
        scenario.open(2);
        PullSnapshot one = new Snap(scenario.onGitHub(2)).head(head(2, 2)).build();
        scenario.send(new PullChanged(PullAction.PUSHED, one, "dave"));
        assertThat(scenario.pull(2).isConfirmed()).isFalse();

        scenario.comment("alice", 2, "@homu r+").prepared(2).result(2, BuilderState.SUCCESS);

        assertThat(scenario.effect(Effect.MoveBase.class).verifyHeads()).isTrue();
        scenario.send(new Event.PullRead(2, Optional.of(one)));
        assertThat(scenario.pull(2).isConfirmed()).isTrue();
    }

    @Test
    public void changeOfAnUnknownPullRequestIsAskedFor() {
        scenario.open(2);
        PullSnapshot known = scenario.onGitHub(2);
        Scenario other = new Scenario().send(new PullChanged(PullAction.UPDATED, known, "dave"));

        assertThat(other.state().pull(2)).isEmpty();
        assertThat(other.effect(Effect.ReadPull.class).number()).isEqualTo(2);
        other.send(new Event.PullRead(2, Optional.of(known)));
        assertThat(other.state().pull(2)).isPresent();
    }

    @Test
    public void changeOfAClosedOneDoesNotBringItBack() {
        scenario.open(2).close(2).listen();
        scenario.send(new PullChanged(PullAction.UPDATED, scenario.onGitHub(2), "dave"));

        assertThat(scenario.state().pull(2)).isEmpty();
        assertThat(scenario.effects()).isEmpty();
    }

    // ---- edits -------------------------------------------------------------------------------------------------

    @Test
    public void retargetingVoidsTheApprovalAndStopsTheBuild() {
        scenario.testing(2).listen().retarget(2, "stable");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.pull(2).baseRef()).isEqualTo("stable");
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.said(2))
                .containsExactly(":warning: The base branch changed to `stable`, and the pull request will need to be"
                        + " re-approved. The running build was stopped.");
    }

    @Test
    public void retargetingOfWhatIsOnlyTriedSaysNothingOfApproval() {
        scenario.open(2)
                .comment("carol", 2, "@homu try")
                .tryPrepared(2)
                .listen()
                .retarget(2, "stable");

        assertThat(scenario.said(2))
                .containsExactly(":warning: The base branch changed to `stable`. The running build was stopped.");
    }

    @Test
    public void draftDuringATestStopsItAndTheApprovalStands() {
        scenario.testing(2).listen().update(2, snap -> snap.draft(true));

        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.said(2))
                .containsExactly(
                        ":clipboard: The running build was stopped, because it is a draft. The approval stands:"
                                + " testing goes on once that has changed.");
        assertThat(scenario.why(2)).isEqualTo("It can't be tested because it is a draft");

        scenario.update(2, snap -> snap.draft(false));
        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void blockingLabelDuringATestStopsIt() {
        scenario.testing(2).update(2, snap -> snap.labels("s-blocked"));
        assertThat(scenario.isActive(2)).isFalse();

        scenario.update(2, snap -> snap.labels());
        assertThat(scenario.isActive(2)).isTrue();
    }

    @Test
    public void titleOfWorkInProgressDuringATestStopsIt() {
        scenario.testing(2).update(2, snap -> snap.title("WIP flange"));

        assertThat(scenario.isActive(2)).isFalse();
    }

    @Test
    public void titleThatChangesDuringATestChangesNothing() {
        scenario.testing(2).listen().update(2, snap -> snap.title("Mend the other flange"));

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.pull(2).title()).isEqualTo("Mend the other flange");
    }

    @Test
    public void headRepositoryThatWasDeletedStopsNothing() {
        scenario.testing(2).update(2, snap -> snap.headBranch(Optional.empty(), "fix-2"));
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.pull(2).headLabel()).isEqualTo("(deleted):fix-2");
        scenario.result(2, BuilderState.SUCCESS).moved(2);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.SUCCESS);
    }

    @Test
    public void headThatIsGoneIsSaidSo() {
        scenario.open(2).comment("alice", 2, "@homu r+").listen().mergeFailed(2, MergeTrouble.HEAD_GONE, "Not Found");

        assertThat(scenario.said(2))
                .containsExactly(
                        ":boom: The approved commit 2222221 is not on GitHub any more. Please push again, and ask"
                                + " for approval again. GitHub says: `Not Found`");
        assertThat(scenario.effects(Effect.ReadPull.class)).hasSize(1);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
    }

    // ---- closing -----------------------------------------------------------------------------------------------

    @Test
    public void closedWhileTheMergeIsMade() {
        scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .open(3)
                .comment("alice", 3, "@homu r+")
                .listen();
        Event.MergePrepared late = scenario.preparedEvent(scenario.attempt(2));
        scenario.close(2);

        assertThat(scenario.state().pull(2)).isEmpty();
        assertThat(scenario.phase(3)).isEqualTo(Phase.PREPARING);
        scenario.send(late);
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
    }

    @Test
    public void closedDuringTheTest() {
        scenario.testing(2).listen().close(2);

        assertThat(scenario.state().attempts()).isEmpty();
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        scenario.listen().report(mergeOf(1), "ci/linux", BuilderState.SUCCESS);
        assertThat(scenario.effects()).isEmpty();
    }

    @Test
    public void mergedByAPersonDuringTheTest() {
        scenario.testing(2).closeMergedAs(2, sha('c'));

        assertThat(scenario.state().attempts()).isEmpty();
    }

    @Test
    public void closedWhileTheBaseIsMoved() {
        scenario.merging(2).listen().close(2);
        assertThat(scenario.state().attempts().get(1L).isStopping()).isTrue();

        scenario.send(new Event.BaseMoveFailed(1, Event.MoveTrouble.NO_LONGER_WANTED, ""));

        assertThat(scenario.state().attempts()).isEmpty();
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void newsOfOurOwnMergeMayComeBeforeTheAnswerToOurCall() {
        scenario.merging(2).listen().closeMergedAs(2, mergeOf(1));

        assertThat(scenario.said(2)).singleElement().asString().startsWith(":sunny: Test successful");
        assertThat(scenario.state().movedTips()).containsEntry("main", mergeOf(1));
        assertThat(scenario.told()).containsExactly("merged", "closed");
        RepositoryState before = scenario.state();
        scenario.send(new Event.BaseMoved(1, mergeOf(1)));
        assertThat(scenario.state()).isSameAs(before);
    }

    @Test
    public void newsOfAMergeWithoutItsCommitLeavesTheOutcomeToOurCall() {
        scenario.merging(2).listen().closeMergedAs(2, sha('c'));
        assertThat(scenario.said(2)).isEmpty();
        assertThat(scenario.state().attempts().get(1L).isStopping()).isFalse();

        scenario.send(new Event.BaseMoved(1, mergeOf(1)));

        assertThat(scenario.said(2)).singleElement().asString().startsWith(":sunny: Test successful");
        assertThat(scenario.state().attempts()).isEmpty();
    }

    @Test
    public void lateReportsDoNotBringAClosedOneBack() {
        scenario.open(2);
        PullSnapshot open = scenario.onGitHub(2);
        Event.Synchronised outdated = new Event.Synchronised(
                List.of(open), List.of(scenario.commentOf("alice", 2, "@homu r+ ping")), scenario.now());
        scenario.close(2).listen();

        scenario.send(new PullChanged(PullAction.OPENED, open, "dave"))
                .send(new PullChanged(PullAction.UPDATED, open, "dave"))
                .send(new Event.PullRead(2, Optional.of(open)))
                .send(outdated);

        assertThat(scenario.state().pulls()).isEmpty();
        assertThat(scenario.effects()).isEmpty();
    }

    @Test
    public void closingThatComesAfterTheReopeningIsOutdated() {
        scenario.open(2).silently(2, snap -> snap.closed(Optional.empty()));
        PullSnapshot closed = scenario.onGitHub(2);
        scenario.after(Duration.ofSeconds(2)).silently(2, Snap::reopened).tell(PullAction.REOPENED, 2);
        scenario.send(new Event.PullClosed(closed, "dave"));

        assertThat(scenario.state().pull(2)).isPresent();
    }

    @Test
    public void reopenedPullRequestBeginsAnew() {
        scenario.open(2).comment("alice", 2, "@homu r+ p=3").close(2);
        scenario.silently(2, Snap::reopened).tell(PullAction.REOPENED, 2);

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.pull(2).priority()).isZero();
    }

    @Test
    public void commentFromBeforeTheReopeningIsNotObeyedAgain() {
        Event.CommentAdded comment = scenario.open(2).commentOf("alice", 2, "@homu r+");
        scenario.send(comment).push(2, 2).close(2);
        scenario.silently(2, Snap::reopened).tell(PullAction.REOPENED, 2);

        scenario.synchronise(Scenario.late(comment, comment.createdAt()));

        assertThat(scenario.pull(2).isApproved()).isFalse();
    }
}
