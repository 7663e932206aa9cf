package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** {@code r+}, {@code r=}, {@code r-}: who may, what of, what is said. */
public class MergeQueueApprovalTest {
    private final Scenario scenario = new Scenario().open(2).after(Duration.ofMinutes(1));

    @Test
    public void approvalIsPinnedToTheHeadAndStartsTheMergeOfIt() {
        scenario.comment("alice", 2, "@homu r+");

        Approval approval = scenario.pull(2).approval().orElseThrow();
        assertThat(approval.approver()).isEqualTo("alice");
        assertThat(approval.givenBy()).isEqualTo("alice");
        assertThat(approval.head()).isEqualTo(head(2, 1));
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        assertThat(prepare.baseRef()).isEqualTo("main");
        assertThat(prepare.ciBranch()).isEqualTo("auto");
        assertThat(prepare.scratchBranch()).isEqualTo("homu-tmp-auto");
        assertThat(prepare.pulls()).singleElement().satisfies(member -> {
            assertThat(member.head()).isEqualTo(head(2, 1));
            assertThat(member.approver()).isEqualTo("alice");
        });
        assertThat(prepare.message())
                .isEqualTo("Auto merge of #2 - dave:fix-2, r=alice\n\nMend the flange\n\nIt was bent.");
    }

    @Test
    public void approvalAndStartAreAnnouncedInOneCommentOnceTheMergeStands() {
        scenario.comment("alice", 2, "@homu r+");
        assertThat(scenario.said(2)).isEmpty();

        scenario.prepared(2);

        assertThat(scenario.said(2))
                .containsExactly(":pushpin: Commit 2222221 has been approved by `alice`\n\n<!-- @homu r=alice "
                        + head(2, 1)
                        + " -->\n\n:hourglass: Testing commit 2222221 with merge eeeeee1...");
        assertThat(scenario.effect(Effect.PostComment.class).isStatusComment()).isTrue();
    }

    @Test
    public void approvalThatHasToWaitSaysWhatFor() {
        scenario.testing(3).comment("alice", 2, "@homu r+");

        assertThat(scenario.said(2))
                .containsExactly(":pushpin: Commit 2222221 has been approved by `alice`\n\n<!-- @homu r=alice "
                        + head(2, 1)
                        + " -->\n\n:hourglass_flowing_sand: It waits in the queue: #3 is being tested");
    }

    @Test
    public void approvalInTheNameOfAnotherShowsThatName() {
        scenario.comment("alice", 2, "@homu r=erin");

        assertThat(scenario.pull(2).approval().orElseThrow().approver()).isEqualTo("erin");
        assertThat(scenario.pull(2).approval().orElseThrow().givenBy()).isEqualTo("alice");
        assertThat(scenario.effect(Effect.PrepareMerge.class).message())
                .startsWith("Auto merge of #2 - dave:fix-2, r=erin\n");
    }

    @Test
    public void rEqualsMeIsLeftAlone() {
        scenario.comment("alice", 2, "@homu r=me when green");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void approvalOfTheRightShaIsTaken() {
        scenario.comment("alice", 2, "@homu r+ 22222210");

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void approvalOfAnotherShaIsRefused() {
        scenario.comment("alice", 2, "@homu r+ abcdef0");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(":scream_cat: `abcdef0` is not a valid commit SHA. Please try again with `2222221`.");
    }

    @Test
    public void reviewOfThePresentHeadApprovesIt() {
        scenario.review("alice", 2, "Fine.\n@homu r+", head(2, 1));

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void reviewOfAnEarlierCommitApprovesNothing() {
        scenario.push(2, 2).listen().review("alice", 2, "@homu r+", head(2, 1));

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(":scream_cat: The review is of `2222221`, but the head is now `2222222`."
                        + " Please look at the new commits, then approve them.");
    }

    @Test
    public void commentWrittenBeforeThePushDoesNotApproveWhatWasPushed() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+");
        scenario.after(Duration.ofSeconds(5)).push(2, 2).listen().send(comment);

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(":bulb: This comment reached me late, and the head may have changed meanwhile."
                        + " If you mean `2222222`, please approve it again: `r+ 2222222`.");
    }

    @Test
    public void webhookOfACommentFromLongAgoComesFromAWrongClockAndCounts() {
        CommentAdded comment = scenario.push(2, 2).listen().commentOf("alice", 2, "@homu r+");
        scenario.send(new CommentAdded(
                comment.source(),
                comment.id(),
                comment.number(),
                comment.author(),
                comment.lines(),
                comment.reviewed(),
                comment.url(),
                comment.createdAt().minus(Duration.ofDays(2000)),
                false));

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void commentThatCameBeforeItsPullRequestWasKnownApprovesNoHeadThatMayHaveBeenPushedSince() {
        Scenario other = new Scenario();
        CommentAdded comment = other.commentOf("alice", 3, "@homu r+");
        assertThat(other.send(comment).effect(Effect.ReadPull.class).number()).isEqualTo(3);
        // Pushed within the same second, which is as exactly as GitHub tells time.
        PullSnapshot found = Snap.fresh(3, comment.createdAt()).head(head(3, 2)).build();
        other.send(new Event.PullRead(3, Optional.of(found)));

        assertThat(other.pull(3).isApproved()).isFalse();
        assertThat(other.said(3).get(0)).startsWith(":bulb: This comment reached me late");
    }

    @Test
    public void commentWithAShaIsCertainHoweverLate() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+ 2222222");
        scenario.after(Duration.ofSeconds(5)).push(2, 2).send(comment);

        assertThat(scenario.pull(2).approval().orElseThrow().head()).isEqualTo(head(2, 2));
    }

    @Test
    public void commentAfterThePushApprovesWhatWasPushed() {
        scenario.push(2, 2).comment("alice", 2, "@homu r+");

        assertThat(scenario.pull(2).approval().orElseThrow().head()).isEqualTo(head(2, 2));
    }

    @Test
    public void draftIsNotApproved() {
        scenario.update(2, snap -> snap.draft(true)).comment("alice", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(
                        ":clipboard: Looks like this PR is still in progress, ignoring approval: it is a draft.");
    }

    @Test
    public void titleThatSaysWorkInProgressIsNotApproved() {
        for (String title : new String[] {"WIP: flange", "[wip] flange", "TODO flange", "[TODO]", "[DO NOT MERGE] x"}) {
            scenario.update(2, snap -> snap.title(title)).listen().comment("alice", 2, "@homu r+");

            assertThat(scenario.pull(2).isApproved()).as(title).isFalse();
            assertThat(scenario.said(2))
                    .containsExactly(":clipboard: Looks like this PR is still in progress, ignoring approval: its title"
                            + " says that it is still in progress.");
        }
    }

    @Test
    public void titleThatOnlyBeginsLikeOneIsApproved() {
        scenario.update(2, snap -> snap.title("Wipe the flange")).comment("alice", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void blockingLabelIsNotApprovedWhateverItsCase() {
        scenario.update(2, snap -> snap.labels("Do-Not-Merge")).comment("alice", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(":clipboard: Looks like this PR is still in progress, ignoring approval: it has the"
                        + " label do-not-merge.");
    }

    @Test
    public void pullRequestOntoABranchOfTheBotIsNotApproved() {
        scenario.open(5, snap -> snap.base("auto")).comment("alice", 5, "@homu r+");

        assertThat(scenario.pull(5).isApproved()).isFalse();
        assertThat(scenario.said(5)).singleElement().asString().contains("the bot itself moves for testing");
    }

    @Test
    public void secondApprovalWhileItIsTestedSaysSo() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen().comment("bob", 2, "@homu r+");

        assertThat(scenario.said(2))
                .containsExactly(":bulb: This pull request was already approved, no need to approve it again.\n\n"
                        + "- It is being tested at present. If CI stays silent, `retry` starts over.");
        assertThat(scenario.pull(2).approval().orElseThrow().approver()).isEqualTo("alice");
    }

    @Test
    public void secondApprovalWhileItWaitsSaysWhatFor() {
        scenario.testing(3).comment("alice", 2, "@homu r+").listen().comment("bob", 2, "@homu r+");

        assertThat(scenario.said(2))
                .containsExactly(":bulb: This pull request was already approved, no need to approve it again.\n\n"
                        + "- It waits in the queue: #3 is being tested");
    }

    @Test
    public void approvalAfterAFailureTestsAgain() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).result(2, BuilderState.FAILURE);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.FAILURE);

        scenario.listen().comment("bob", 2, "@homu r+");

        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).approver())
                .isEqualTo("bob");
    }

    @Test
    public void reviewerMayApproveTheirOwn() {
        scenario.open(7, snap -> snap).comment("dave", 7, "@homu r+");
        assertThat(scenario.pull(7).isApproved()).isFalse();

        Scenario ofAReviewer = new Scenario()
                .with(new TestSettings().reviewers("dave").build())
                .open(7)
                .comment("Dave", 7, "@homu r+");
        assertThat(ofAReviewer.pull(7).isApproved()).isTrue();
    }

    @Test
    public void strangerIsRefused() {
        scenario.comment("mallory", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).containsExactly("@mallory: :key: Insufficient privileges: Not in reviewers");
    }

    @Test
    public void tryUserIsRefused() {
        scenario.comment("carol", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).containsExactly("@carol: :key: Insufficient privileges: Not in reviewers");
    }

    @Test
    public void botDoesNotObeyItself() {
        scenario.comment("homu", 2, "@homu r+").comment("Homu[bot]", 2, "@homu r+");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void hiddenLineOfAnApprovalIsNotACommand() {
        scenario.comment("alice", 2, "@homu r+").prepared(2);
        String ours = scenario.said(2).get(0);

        scenario.push(2, 2).comment("homu", 2, ours);

        assertThat(scenario.pull(2).isApproved()).isFalse();
    }

    @Test
    public void unapprovalStopsTheBuildAndSaysSo() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen().comment("bob", 2, "@homu r-");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(Scenario.mergeOf(1));
        assertThat(scenario.said(2))
                .containsExactly("Commit 2222221 has been unapproved. Its running build was stopped.");
    }

    @Test
    public void authorMayTakeTheApprovalBack() {
        scenario.testing(3).comment("alice", 2, "@homu r+").listen().comment("dave", 2, "@homu r-");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).containsExactly("Commit 2222221 has been unapproved.");
    }

    @Test
    public void strangerMayNotTakeTheApprovalBack() {
        scenario.comment("alice", 2, "@homu r+").listen().comment("mallory", 2, "@homu r-");

        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.said(2))
                .containsExactly("@mallory: :key: Insufficient privileges: Not in reviewers, and not the author");
    }

    @Test
    public void thereMayBeNothingToUnapprove() {
        scenario.comment("alice", 2, "@homu r-");

        assertThat(scenario.said(2)).containsExactly(":bulb: This pull request is not approved.");
    }

    @Test
    public void approvalOfSomebodyWhoIsNoReviewerAnyMoreDoesNotCount() {
        scenario.testing(3).comment("alice", 2, "@homu r+");

        scenario.with(new TestSettings().reviewers("bob").build()).comment("bob", 3, "@homu r-");

        assertThat(scenario.state().lastAttempt(2, false)).isEmpty();
        assertThat(scenario.why(2)).isEqualTo("alice, who approved it, is not a reviewer any more");
        scenario.comment("bob", 2, "@homu r+");
        assertThat(scenario.isActive(2)).isTrue();
    }

    @Test
    public void approverWhoLeavesDuringTheTestStopsTheMerge() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen();

        scenario.with(new TestSettings().reviewers("bob").build()).result(2, BuilderState.SUCCESS);

        assertThat(scenario.effects(Effect.MoveBase.class)).isEmpty();
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":key: All builders passed, but the one who approved this pull request is not a reviewer"
                                + " any more, so it was not merged. It needs the approval of another reviewer.");
    }

    @Test
    public void approvedPullRequestThatWasMergedNeedsNoApproval() {
        scenario.comment("alice", 2, "@homu r+")
                .prepared(2)
                .result(2, BuilderState.SUCCESS)
                .moved(2)
                .listen()
                .comment("alice", 2, "@homu r+")
                .comment("alice", 2, "@homu r-");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(2))
                .containsExactly(
                        ":bulb: This pull request was already approved, no need to approve it again.\n\n"
                                + "- It is merged; GitHub has not closed it yet",
                        ":bulb: There is nothing to take back: it is merged; GitHub has not closed it yet.");
    }

    @Test
    public void statusCommentIsTheOneThatTellsOfThePresentApproval() {
        scenario.testing(3).comment("alice", 2, "@homu r+").push(2, 2);
        scenario.send(new Event.CommentPosted(2, 77, true));
        assertThat(scenario.pull(2).statusComment()).isEmpty();

        scenario.comment("alice", 2, "@homu r+").send(new Event.CommentPosted(2, 78, true));
        assertThat(scenario.pull(2).statusComment()).isEqualTo(Optional.of(78L));

        scenario.listen().comment("alice", 3, "@homu r-").prepared(2);
        assertThat(scenario.effect(Effect.EditComment.class).commentId()).isEqualTo(78);
        assertThat(scenario.effect(Effect.EditComment.class).body())
                .endsWith(":hourglass: Testing commit 2222222 with merge eeeeee2...");
        assertThat(scenario.said(2)).isEmpty();
    }
}
