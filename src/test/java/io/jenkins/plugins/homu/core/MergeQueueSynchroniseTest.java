package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static io.jenkins.plugins.homu.core.Scenario.late;
import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Comparing with GitHub repairs what was lost, and never guesses; comments wait for pull requests that aren't known. */
public class MergeQueueSynchroniseTest {
    private final Scenario scenario = new Scenario().open(2).after(Duration.ofMinutes(1));

    @Test
    public void comparingAsksForPullRequestsCommentsAndResults() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen().send(new Event.SyncRequested("start"));

        assertThat(scenario.effect(Effect.Synchronise.class).since()).isEmpty();
        assertThat(scenario.effect(Effect.ReadResults.class).merge()).isEqualTo(mergeOf(1));

        Instant compared = scenario.now();
        scenario.synchronise().listen().send(new Event.SyncRequested("timer"));
        assertThat(scenario.effect(Effect.Synchronise.class).since())
                .isEqualTo(Optional.of(compared.minus(Duration.ofMinutes(10))));
    }

    @Test
    public void lostOpeningIsFound() {
        scenario.open(3);
        Scenario other = new Scenario()
                .send(new Event.Synchronised(
                        List.of(scenario.onGitHub(3)), List.of(), scenario.now().plusSeconds(1)));

        assertThat(other.pull(3).head()).isEqualTo(head(3, 1));
    }

    @Test
    public void lostClosingIsFound() {
        scenario.comment("alice", 2, "@homu r+").prepared(2);
        scenario.open(3).listen();
        scenario.silently(2, snap -> snap.closed(Optional.empty()))
                .silently(3, snap -> snap.closed(Optional.empty()))
                .synchronise();
        assertThat(scenario.effects(Effect.ReadPull.class))
                .extracting(Effect.ReadPull::number)
                .as("what nothing is lost with is believed")
                .containsExactly(2);

        scenario.readPull(2);

        assertThat(scenario.state().pulls()).isEmpty();
        assertThat(scenario.state().attempts()).isEmpty();
    }

    /** A list by pages leaves out what moves to the page before meanwhile. */
    @Test
    public void approvedOneThatTheListLeftOutIsNotLost() {
        scenario.comment("alice", 2, "@homu r+ p=5").prepared(2).listen();
        scenario.after(Duration.ofMinutes(5))
                .send(new Event.Synchronised(
                        List.of(), List.of(), scenario.now().minusSeconds(1)));

        assertThat(scenario.effect(Effect.ReadPull.class).number()).isEqualTo(2);
        assertThat(MergeQueue.isWanted(scenario.state(), scenario.effect(Effect.ReadPull.class)))
                .isTrue();
        scenario.readPull(2);
        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.pull(2).priority()).isEqualTo(5);
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void openedDuringTheComparisonIsNotTakenForClosed() {
        Instant started = scenario.now();
        scenario.open(3).send(new Event.Synchronised(List.of(scenario.onGitHub(2)), List.of(), started));

        assertThat(scenario.state().pull(3)).isPresent();
    }

    @Test
    public void vanishedDuringItsMergeIsNotStopped() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).result(2, BuilderState.SUCCESS);
        scenario.silently(2, snap -> snap.closed(Optional.of(mergeOf(1))))
                .synchronise()
                .listen()
                .readPull(2);
        assertThat(scenario.state().pulls()).isEmpty();

        scenario.send(new Event.BaseMoved(1, mergeOf(1)));

        assertThat(scenario.told()).containsExactly("merged", "closed");
    }

    @Test
    public void lostPushIsFoundAndVoidsTheApproval() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).after(Duration.ofMinutes(1));
        scenario.silently(2, snap -> snap.head(head(2, 2))).synchronise();

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
    }

    @Test
    public void comparisonThatBeganBeforeAPushWasHeardIsOutdated() {
        Instant started = scenario.now();
        Event.Synchronised before = new Event.Synchronised(List.of(scenario.onGitHub(2)), List.of(), started);
        scenario.push(2, 2).comment("alice", 2, "@homu r+").send(before);

        assertThat(scenario.pull(2).head()).isEqualTo(head(2, 2));
        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void lostApprovalIsFound() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+");
        scenario.synchronise(late(comment, scenario.now()));

        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void commentThatWasHeardIsNotObeyedAgain() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+ ping");
        scenario.send(comment).listen().synchronise(late(comment, comment.createdAt()));

        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void lostApprovalFromBeforeAPushIsAskedForAgain() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+");
        Instant written = scenario.now();
        scenario.after(Duration.ofMinutes(1))
                .push(2, 2)
                .after(Duration.ofMinutes(1))
                .listen();
        scenario.synchronise(late(comment, written));

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).singleElement().asString().contains("`r+ 2222222`");
    }

    @Test
    public void lostApprovalAndLostPushAreAskedForAgain() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+");
        Instant written = scenario.now();
        scenario.after(Duration.ofMinutes(1)).silently(2, snap -> snap.head(head(2, 2)));
        scenario.listen().synchronise(late(comment, written));

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2)).singleElement().asString().contains("`r+ 2222222`");
    }

    @Test
    public void lostApprovalWithAShaIsCertain() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+ 2222222");
        Instant written = scenario.now();
        scenario.after(Duration.ofMinutes(1)).silently(2, snap -> snap.head(head(2, 2)));
        scenario.synchronise(late(comment, written));

        assertThat(scenario.pull(2).approval().orElseThrow().head()).isEqualTo(head(2, 2));
    }

    @Test
    public void lostCommentsAreObeyedInTheOrderOfTheirWriting() {
        Instant now = scenario.now();
        CommentAdded first = scenario.commentOf("alice", 2, "@homu p=1");
        CommentAdded second = scenario.commentOf("alice", 2, "@homu p=2");
        scenario.synchronise(late(second, now.plusSeconds(1)), late(first, now));

        assertThat(scenario.pull(2).priority()).isEqualTo(2);
    }

    @Test
    public void otherCommandsOfALateCommentAreObeyed() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu p=4");
        Instant written = scenario.now();
        scenario.after(Duration.ofMinutes(1)).push(2, 2).synchronise(late(comment, written));

        assertThat(scenario.pull(2).priority()).isEqualTo(4);
    }

    // ---- comments on what is not known -------------------------------------------------------------------------

    @Test
    public void commentOnAnUnknownPullRequestWaitsUntilItWasRead() {
        Scenario other = new Scenario();
        other.send(scenario.commentOf("alice", 2, "@homu r+")).send(scenario.commentOf("alice", 2, "@homu p=3"));
        assertThat(other.effect(Effect.ReadPull.class).number()).isEqualTo(2);

        other.send(new Event.PullRead(2, Optional.of(scenario.onGitHub(2))));

        assertThat(other.pull(2).approval().orElseThrow().head()).isEqualTo(head(2, 1));
        assertThat(other.pull(2).priority()).isEqualTo(3);
        assertThat(other.state().waitingComments()).isEmpty();
    }

    @Test
    public void approvalOfAnUnknownPullRequestThatChangedSinceIsAskedForAgain() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+");
        scenario.after(Duration.ofSeconds(2)).push(2, 2);
        Scenario other = new Scenario().send(comment).send(new Event.PullRead(2, Optional.of(scenario.onGitHub(2))));

        assertThat(other.pull(2).isApproved()).isFalse();
        assertThat(other.said(2)).singleElement().asString().contains("`r+ 2222222`");
    }

    @Test
    public void openingThatComesAfterTheCommentBringsItToLife() {
        Scenario other = new Scenario().send(scenario.commentOf("alice", 2, "@homu r+"));
        other.send(new Event.PullChanged(Event.PullAction.OPENED, scenario.onGitHub(2), "dave"));

        assertThat(other.pull(2).isApproved()).isTrue();
    }

    @Test
    public void commentOnAClosedPullRequestIsDropped() {
        scenario.close(2).comment("alice", 2, "@homu r+").readPull(2);

        assertThat(scenario.state().pulls()).isEmpty();
        assertThat(scenario.state().waitingComments()).isEmpty();
    }

    @Test
    public void commentOnNoPullRequestIsDropped() {
        scenario.comment("alice", 99, "@homu r+").send(new Event.PullRead(99, Optional.empty()));

        assertThat(scenario.state().waitingComments()).isEmpty();
    }

    @Test
    public void commentWhosePullRequestCouldNotBeReadDoesNotWaitForEver() {
        scenario.comment("alice", 99, "@homu r+").after(Duration.ofMinutes(5)).synchronise();

        assertThat(scenario.state().waitingComments()).isEmpty();
        scenario.listen().comment("alice", 99, "@homu r+");
        assertThat(scenario.effects(Effect.ReadPull.class)).hasSize(1);
    }

    @Test
    public void floodOfCommentsOnUnknownPullRequestsIsBounded() {
        for (int i = 0; i < 1_100; i++) {
            scenario.comment("mallory", 1_000 + i, "@homu r+");
        }

        assertThat(scenario.state().waitingComments()).hasSize(1_000);
    }

    @Test
    public void failureOfSomethingOutwardIsRemembered() {
        scenario.listen().send(new Event.EffectFailed("comment", Optional.of(2), "GitHub says: locked"));

        assertThat(scenario.history()).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo("not done");
            assertThat(entry.text()).isEqualTo("comment: GitHub says: locked");
        });
    }

    @Test
    public void whatAComparisonLeavesUnknownIsAskedForOncePerBase() {
        scenario.open(3, snap -> snap.mergeable(Mergeability.UNKNOWN))
                .open(4, snap -> snap.mergeable(Mergeability.UNKNOWN))
                .open(5, snap -> snap.mergeable(Mergeability.UNKNOWN))
                .retarget(5, "stable")
                .open(6, snap -> snap.mergeable(Mergeability.CONFLICTING))
                .retarget(6, "known")
                .update(6, snap -> snap.mergeable(Mergeability.CONFLICTING))
                .listen()
                .synchronise();

        assertThat(scenario.effects(Effect.ReadMergeability.class))
                .extracting(Effect.ReadMergeability::baseRef)
                .containsExactly("main", "stable");
        Effect asked = scenario.effects(Effect.ReadMergeability.class).get(0);
        assertThat(((Effect.ReadMergeability) asked).cause()).isEmpty();
        assertThat(MergeQueue.isWanted(scenario.state(), asked)).isTrue();

        for (int number = 2; number <= 4; number++) {
            scenario.update(number, snap -> snap.mergeable(Mergeability.MERGEABLE));
        }
        assertThat(MergeQueue.isWanted(scenario.state(), asked)).isFalse();
        scenario.listen().synchronise();
        assertThat(scenario.effects(Effect.ReadMergeability.class))
                .extracting(Effect.ReadMergeability::baseRef)
                .containsExactly("stable");
    }

    @Test
    public void emptyComparisonOfWhatIsKnownSaysNothing() {
        scenario.update(2, snap -> snap.mergeable(Mergeability.MERGEABLE));
        RepositoryState before = scenario.listen().state();
        scenario.synchronise();

        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.state().pulls().keySet()).isEqualTo(before.pulls().keySet());
    }
}
