package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.util.Optional;
import org.junit.Test;

/** What is answered to whom, and what is not: questions, mistakes, strangers, several commands at once. */
public class MergeQueueConversationTest {
    private final Scenario scenario = new Scenario().open(2);

    @Test
    public void infoTellsTheStateOfThePullRequest() {
        scenario.with(new TestSettings().pageUrl("https://homu.example").build())
                .comment("alice", 2, "@homu p=3 delegate=erin note=\"after the release\"")
                .listen()
                .comment("mallory", 2, "@homu info");

        assertThat(scenario.said(2))
                .containsExactly(
                        """
                        :information_source: `dave:fix-2` at `2222221` into `main`

                        - Status: not approved
                        - Priority: 3
                        - Rollup: maybe
                        - Delegated to: `erin` (review)
                        - Note: `after the release`
                        - Not merged because: it is not approved
                        - [Attempts and results](https://homu.example/results/widget/2)""");
    }

    @Test
    public void whyTellsWhatStandsInTheWay() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen().comment("mallory", 2, "@homu why");

        assertThat(scenario.said(2)).containsExactly(":information_source: It is being tested; waiting for linux");
    }

    @Test
    public void foreignWordsInAReasonPingNobodyAndLinkNowhere() {
        scenario.comment("alice", 2, "@homu r+")
                .mergeFailed(2, MergeTrouble.REFUSED, "ask @acme/all <b>[x](y)")
                .listen()
                .comment("alice", 2, "@homu why");

        assertThat(scenario.said(2))
                .containsExactly(":information_source: GitHub refused the merge: ask @\u200Bacme/all &lt;b>\\[x](y)."
                        + " It waits for a new commit or `retry`");
    }

    @Test
    public void helpListsTheCommands() {
        scenario.comment("mallory", 2, "@homu help");

        assertThat(scenario.said(2))
                .singleElement()
                .asString()
                .startsWith("Write `@homu` and then")
                .contains("`r+");
    }

    @Test
    public void pingIsAnsweredToEverybody() {
        scenario.comment("mallory", 2, "@homu ping").comment("mallory", 2, "@homu hello?");

        assertThat(scenario.said(2)).containsExactly(":sleepy: I'm awake I'm awake", ":sleepy: I'm awake I'm awake");
    }

    @Test
    public void noteIsKeptAndTakenAway() {
        scenario.comment("alice", 2, "@homu note=\"mind the gap\"");
        assertThat(scenario.pull(2).note()).isEqualTo(Optional.of("mind the gap"));

        scenario.comment("alice", 2, "@homu note=\"\"");
        assertThat(scenario.pull(2).note()).isEmpty();
        assertThat(scenario.said(2)).isEmpty();
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(2);
    }

    @Test
    public void mistakeOfAReviewerIsAnswered() {
        scenario.comment("alice", 2, "@homu aprove");

        assertThat(scenario.said(2)).singleElement().asString().startsWith(":confused: There is no command `aprove`.");
    }

    @Test
    public void mistakeOfAStrangerIsNot() {
        scenario.comment("mallory", 2, "@homu aprove");

        assertThat(scenario.effects())
                .filteredOn(Effect.PostComment.class::isInstance)
                .isEmpty();
    }

    @Test
    public void historySaysInWhoseNameWhereThatIsAnother() {
        scenario.open(3).comment("alice", 2, "@homu r+").comment("alice", 3, "@homu r=bob");

        assertThat(scenario.history())
                .extracting(HistoryEntry::text)
                .contains("Approved 2222221", "Approved 3333331 in the name of bob");
    }

    @Test
    public void cancelSaysWhatMakesItGoOn() {
        scenario.comment("alice", 2, "@homu r+").prepared(2).listen().comment("alice", 2, "@homu cancel");

        assertThat(scenario.said(2))
                .containsExactly(
                        ":no_entry_sign: The build was cancelled. This pull request stays approved, and goes on"
                                + " with `retry`, or after another one was tested.");
        scenario.testing(3).result(3, BuilderState.FAILURE);
        assertThat(scenario.isActive(2)).isTrue();
    }

    @Test
    public void linkToThePageHoldsForAnyLabel() {
        scenario.with(new TestSettings()
                        .called("acme/my widget")
                        .pageUrl("https://homu.example")
                        .build())
                .comment("mallory", 2, "@homu why");

        assertThat(scenario.said(2))
                .containsExactly(":information_source: It is not approved\n\n"
                        + "[More](https://homu.example/results/acme%2Fmy%20widget/2)");
    }

    @Test
    public void strangerIsRefusedThreeTimesAtMost() {
        scenario.comment("mallory", 2, "@homu r+")
                .comment("mallory", 2, "@homu try")
                .comment("mallory", 2, "@homu p=1");
        assertThat(scenario.said(2)).hasSize(3);
        RepositoryState before = scenario.state();

        scenario.comment("mallory", 2, "@homu r+");

        assertThat(scenario.said(2)).hasSize(3);
        assertThat(scenario.state()).isSameAs(before);
        scenario.comment("trudy", 2, "@homu r+");
        assertThat(scenario.said(2)).hasSize(4);
    }

    @Test
    public void tryUserIsRefusedAloudEveryTime() {
        for (int i = 0; i < 5; i++) {
            scenario.comment("carol", 2, "@homu r+");
        }

        assertThat(scenario.said(2)).hasSize(5);
    }

    @Test
    public void refusedCommandEndsTheComment() {
        scenario.comment("carol", 2, "@homu p=7 r+ p=8");

        assertThat(scenario.pull(2).priority()).isEqualTo(7);
        assertThat(scenario.said(2)).containsExactly("@carol: :key: Insufficient privileges: Not in reviewers");
    }

    @Test
    public void severalAnswersAreOneComment() {
        scenario.comment("alice", 2, "@homu p=9002 delegate+ ping");

        assertThat(scenario.said(2))
                .containsExactly(
                        """
                        :stop_sign: Priority higher than 9001 is ignored.

                        :v: @dave can now approve this pull request

                        :sleepy: I'm awake I'm awake""");
    }

    @Test
    public void commandsOfOneCommentAreObeyedInOrder() {
        scenario.comment("alice", 2, "@homu p=1 p=2\nand more:\n@homu r+ r-");

        assertThat(scenario.pull(2).priority()).isEqualTo(2);
        assertThat(scenario.pull(2).isApproved()).isFalse();
    }

    @Test
    public void sameCommentIsObeyedOnce() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu r+ ping");
        scenario.send(comment).comment("alice", 2, "@homu r-").listen();
        RepositoryState before = scenario.state();

        scenario.send(comment);

        assertThat(scenario.state()).isSameAs(before);
        assertThat(scenario.effects()).isEmpty();
    }

    @Test
    public void sameNumberOfAnotherKindIsAnotherComment() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu ping");
        scenario.send(comment)
                .send(new CommentAdded(
                        CommentSource.REVIEW_COMMENT,
                        comment.id(),
                        2,
                        "alice",
                        comment.lines(),
                        Optional.of(head(2, 1)),
                        "",
                        scenario.now(),
                        false));

        assertThat(scenario.said(2)).hasSize(2);
    }

    @Test
    public void silentCommandOfAReviewIsAcknowledgedLikeAnyOther() {
        scenario.review("alice", 2, "@homu p=1", head(2, 1));

        assertThat(scenario.pull(2).priority()).isEqualTo(1);
        assertThat(scenario.effect(Effect.Acknowledge.class).source()).isEqualTo(CommentSource.REVIEW);
    }

    @Test
    public void commentWithoutACommandLeavesNoTrace() {
        RepositoryState before = scenario.state();
        scenario.comment("alice", 2, "Looks fine to me.").comment("alice", 2, "I think @homu is slow");

        assertThat(scenario.state()).isSameAs(before);
    }

    @Test
    public void repositoryWithoutABuilderMergesNothing() {
        scenario.with(new TestSettings().builders().build()).listen().comment("alice", 2, "@homu r+");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(2))
                .containsExactly(":no_good: No builder is configured for merges of this repository, so nothing could be"
                        + " tested. Please ask whoever runs this bot to add one.");
        assertThat(scenario.effect(Effect.SetStatus.class).state()).isEqualTo(Effect.StatusState.ERROR);
        assertThat(scenario.why(2)).isEqualTo("No builder is configured. It waits for a new commit or `retry`");

        scenario.with(TestSettings.standard()).comment("alice", 2, "@homu retry");
        scenario.prepared(2).result(2, BuilderState.SUCCESS);
        assertThat(scenario.effects(Effect.MoveBase.class)).hasSize(1);
    }
}
