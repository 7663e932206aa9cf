package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.TreeState;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** Priority, rollup, the closed tree, delegation: what decides who goes next, and who may decide. */
public class MergeQueueOrderTest {
    private final Scenario scenario = new Scenario()
            .testing(9)
            .open(2)
            .open(3)
            .open(4)
            .after(Duration.ofMinutes(1))
            .comment("alice", 4, "@homu r+")
            .comment("alice", 3, "@homu r+")
            .comment("alice", 2, "@homu r+")
            .listen();

    /** Ends the test that everybody waits for. */
    private int next() {
        scenario.listen().comment("alice", 9, "@homu r-");
        return scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number();
    }

    @Test
    public void lowerNumberGoesFirst() {
        assertThat(next()).isEqualTo(2);
    }

    @Test
    public void higherPriorityGoesFirst() {
        scenario.comment("alice", 4, "@homu p=1").comment("alice", 2, "@homu p=-1");

        assertThat(next()).isEqualTo(4);
    }

    @Test
    public void neverGoesBeforeMaybeAndMaybeBeforeAlways() {
        scenario.comment("alice", 4, "@homu rollup=never").comment("alice", 2, "@homu rollup");
        assertThat(next()).isEqualTo(4);

        scenario.listen().comment("alice", 4, "@homu r-");
        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(3);
    }

    @Test
    public void iffyCountsAsNever() {
        scenario.comment("alice", 3, "@homu rollup=iffy").comment("alice", 4, "@homu rollup=never");

        assertThat(next()).isEqualTo(3);
    }

    @Test
    public void priorityOutweighsRollup() {
        scenario.comment("alice", 4, "@homu rollup p=1");

        assertThat(next()).isEqualTo(4);
    }

    @Test
    public void rollupMinusIsMaybe() {
        scenario.comment("alice", 4, "@homu rollup").comment("alice", 4, "@homu rollup-");

        assertThat(scenario.pull(4).rollup()).isEqualTo(RollupMode.MAYBE);
    }

    @Test
    public void priorityAboveTheHighestIsRefused() {
        scenario.comment("alice", 4, "@homu p=9002");

        assertThat(scenario.pull(4).priority()).isZero();
        assertThat(scenario.said(4)).containsExactly(":stop_sign: Priority higher than 9001 is ignored.");
        scenario.comment("alice", 4, "@homu p=9001");
        assertThat(scenario.pull(4).priority()).isEqualTo(9001);
    }

    @Test
    public void tryUserMaySetThePriorityAndIsShownThatItWasHeard() {
        scenario.comment("carol", 4, "@homu p=5 rollup=never");

        assertThat(scenario.pull(4).priority()).isEqualTo(5);
        assertThat(scenario.said(4)).isEmpty();
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(1);
    }

    @Test
    public void priorityAndRollupSurviveAPush() {
        scenario.comment("alice", 4, "@homu p=5 rollup=never delegate+").push(4, 2);

        assertThat(scenario.pull(4).priority()).isEqualTo(5);
        assertThat(scenario.pull(4).rollup()).isEqualTo(RollupMode.NEVER);
        assertThat(scenario.pull(4).delegation()).isPresent();
    }

    // ---- the tree ----------------------------------------------------------------------------------------------

    @Test
    public void closedTreeStartsNothingOfLowerPriority() {
        scenario.comment("alice", 2, "@homu treeclosed=10 CI is down")
                .comment("alice", 4, "@homu p=9")
                .listen()
                .comment("alice", 9, "@homu r-");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.why(4)).isEqualTo("The tree is closed for priorities below 10: CI is down");
        scenario.comment("alice", 4, "@homu p=10");
        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(4);
    }

    @Test
    public void closedTreeLetsRunningTestsAndTriesGoOn() {
        scenario.comment("alice", 2, "@homu treeclosed=10").comment("carol", 3, "@homu try");

        assertThat(scenario.isActive(9)).isTrue();
        assertThat(scenario.effect(Effect.PrepareMerge.class).ciBranch()).isEqualTo("try");
    }

    @Test
    public void approvalUnderAClosedTreeSaysSo() {
        scenario.comment("alice", 9, "@homu treeclosed=10 CI is down")
                .open(5)
                .listen()
                .comment("alice", 5, "@homu r+");

        assertThat(scenario.said(5))
                .singleElement()
                .asString()
                .endsWith(":evergreen_tree: The tree is currently"
                        + " [closed](https://github.example/acme/widget/pull/9#issuecomment) for pull requests below priority"
                        + " 10. This pull request will be tested once the tree is reopened. Reason: `CI is down`");
    }

    @Test
    public void administratorClosesAndOpensTheTree() {
        scenario.send(new Event.TreeSet(Optional.of(10), Optional.of("CI is down"), "root"))
                .listen()
                .comment("alice", 9, "@homu r-");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.why(2)).isEqualTo("The tree is closed for priorities below 10: CI is down");
        assertThat(scenario.state().tree().by()).contains("root");

        scenario.send(new Event.TreeSet(Optional.empty(), Optional.empty(), "root"));
        assertThat(scenario.state().tree()).isEqualTo(TreeState.OPEN);
        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(2);
    }

    @Test
    public void openTreeStartsWhatWaited() {
        scenario.comment("alice", 2, "@homu treeclosed=10").comment("alice", 9, "@homu r-");
        scenario.listen().comment("bob", 3, "@homu treeopen");

        assertThat(scenario.state().tree()).isEqualTo(TreeState.OPEN);
        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(2);
    }

    @Test
    public void delegateMayNotCloseTheTree() {
        scenario.comment("alice", 2, "@homu delegate+").listen().comment("dave", 2, "@homu treeclosed=10");

        assertThat(scenario.state().tree()).isEqualTo(TreeState.OPEN);
        assertThat(scenario.said(2)).containsExactly("@dave: :key: Insufficient privileges: Not in reviewers");
    }

    // ---- delegation --------------------------------------------------------------------------------------------

    @Test
    public void delegateMayApproveThisPullRequestOnly() {
        scenario.open(5).open(6).comment("alice", 5, "@homu delegate=Erin");
        assertThat(scenario.said(5)).containsExactly(":v: @Erin can now approve this pull request");

        scenario.comment("erin", 5, "@homu r+").comment("erin", 6, "@homu r+");

        assertThat(scenario.pull(5).isApproved()).isTrue();
        assertThat(scenario.pull(6).isApproved()).isFalse();
    }

    @Test
    public void delegationWithoutANameIsToTheAuthor() {
        scenario.comment("alice", 2, "@homu delegate+");

        assertThat(scenario.said(2)).containsExactly(":v: @dave can now approve this pull request");
    }

    @Test
    public void delegationOfTryingDoesNotAllowApproving() {
        scenario.open(5).comment("alice", 5, "@homu delegate=try");
        assertThat(scenario.said(5)).containsExactly(":v: @dave can now start try builds of this pull request");

        scenario.listen().comment("dave", 5, "@homu r+").comment("dave", 5, "@homu try");

        assertThat(scenario.pull(5).isApproved()).isFalse();
        assertThat(scenario.said(5)).containsExactly("@dave: :key: Insufficient privileges: Not in reviewers");
        assertThat(scenario.state().activeAttempt(5, true)).isPresent();
    }

    @Test
    public void delegationCanBeTakenBackAndGivenApprovalsStay() {
        scenario.open(5)
                .open(6)
                .comment("alice", 5, "@homu delegate=erin")
                .comment("erin", 5, "@homu r+")
                .comment("alice", 5, "@homu delegate-");

        assertThat(scenario.pull(5).isApproved()).isTrue();
        scenario.comment("alice", 9, "@homu r-");
        scenario.comment("alice", 2, "@homu r-").comment("alice", 3, "@homu r-").comment("alice", 4, "@homu r-");
        assertThat(scenario.isActive(5)).isTrue();
        scenario.push(5, 2).comment("erin", 5, "@homu r+");
        assertThat(scenario.pull(5).isApproved()).isFalse();
    }

    @Test
    public void tryUserMayNotDelegate() {
        scenario.comment("carol", 2, "@homu delegate=carol").comment("carol", 2, "@homu delegate-");

        assertThat(scenario.pull(2).delegation()).isEmpty();
        assertThat(scenario.said(2)).hasSize(2);
    }
}
