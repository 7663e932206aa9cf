package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static io.jenkins.plugins.homu.core.Scenario.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Try builds: attempts of their own, which never touch a real one. */
public class MergeQueueTryTest {
    private Scenario scenario = new Scenario().open(2).open(3);

    @Test
    public void tryIsBuiltOnTheTryBranchAndMergesNothing() {
        scenario.comment("carol", 2, "@homu try");
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        assertThat(prepare.ciBranch()).isEqualTo("try");
        assertThat(prepare.message()).startsWith("Auto merge of #2 - dave:fix-2, r=<try>\n");

        scenario.listen().tryPrepared(2);
        assertThat(scenario.said(2)).containsExactly(":hourglass: Trying commit 2222221 with merge eeeeee1...");

        scenario.listen().tryResult(2, BuilderState.SUCCESS);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":sunny: Test successful - [linux](https://ci.example/1)\nBuild commit: " + mergeOf(1));
        assertThat(scenario.effects(Effect.MoveBase.class)).isEmpty();
        assertThat(scenario.effects(Effect.SetStatus.class)).isEmpty();
        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    public void failedTrySaysSoAndLeavesTheQueueAlone() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen().tryResult(2, BuilderState.FAILURE);

        assertThat(scenario.said(2)).containsExactly(":broken_heart: Test failed - [linux](https://ci.example/1)");
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        scenario.comment("alice", 2, "@homu r+");
        assertThat(scenario.isActive(2)).isTrue();
    }

    @Test
    public void tryRunsBesideARealBuildOfTheSamePullRequest() {
        scenario.comment("alice", 2, "@homu r+")
                .prepared(2)
                .comment("carol", 2, "@homu try")
                .tryPrepared(2);
        scenario.tryResult(2, BuilderState.FAILURE);
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);

        scenario.result(2, BuilderState.SUCCESS);

        assertThat(scenario.phase(2)).isEqualTo(Phase.MERGING);
        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    public void secondTryReplacesTheFirst() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen().comment("carol", 2, "@homu try");

        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        Effect.PrepareMerge again = scenario.effect(Effect.PrepareMerge.class);
        assertThat(again.previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
        assertThat(scenario.tryOf(2).id()).isEqualTo(2);
    }

    @Test
    public void tryOfAnotherPullRequestWaitsForTheBranch() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen().comment("carol", 3, "@homu try");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.pull(3).tryRequest()).isPresent();
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(1);

        scenario.tryResult(2, BuilderState.SUCCESS);

        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(3);
        assertThat(scenario.pull(3).tryRequest()).isEmpty();
    }

    @Test
    public void triesGoInTheOrderInWhichTheyWereAskedFor() {
        scenario.open(4)
                .comment("carol", 4, "@homu try")
                .tryPrepared(4)
                .comment("carol", 3, "@homu try")
                .comment("carol", 2, "@homu try")
                .listen()
                .tryResult(4, BuilderState.SUCCESS);

        assertThat(scenario.effect(Effect.PrepareMerge.class).pulls().get(0).number())
                .isEqualTo(3);
    }

    @Test
    public void runningTryCanBeCancelled() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen().comment("carol", 2, "@homu try cancel");

        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        assertThat(scenario.said(2)).containsExactly(":no_entry_sign: The try build was cancelled.");
        scenario.listen().comment("carol", 2, "@homu try-");
        assertThat(scenario.said(2))
                .containsExactly(":bulb: There is nothing to cancel: no try build of this pull request is running.");
    }

    @Test
    public void waitingTryCanBeCancelled() {
        scenario.comment("carol", 2, "@homu try")
                .comment("carol", 3, "@homu try")
                .comment("carol", 3, "@homu try-")
                .tryPrepared(2)
                .listen()
                .tryResult(2, BuilderState.SUCCESS);

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
    }

    @Test
    public void cancellingATryLeavesTheRealBuildAlone() {
        scenario.comment("alice", 2, "@homu r+")
                .prepared(2)
                .comment("carol", 2, "@homu try")
                .tryPrepared(2);
        scenario.comment("carol", 2, "@homu try-");

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void tryOntoAnotherParent() {
        scenario.comment("carol", 2, "@homu try parent=" + sha('c'));

        assertThat(scenario.effect(Effect.PrepareMerge.class).parent()).contains(all(sha('c')));
    }

    @Test
    public void tryOntoTheParentOfTheLastTry() {
        scenario.comment("carol", 2, "@homu try")
                .tryPrepared(2)
                .tryResult(2, BuilderState.SUCCESS)
                .pushBase("main", sha('d'), "Something else")
                .listen()
                .comment("carol", 2, "@homu try parent=last");

        assertThat(scenario.effect(Effect.PrepareMerge.class).parent()).contains(all(sha('b')));
    }

    @Test
    public void lastParentIsRefusedBeforeTheFirstTry() {
        scenario.comment("carol", 2, "@homu try parent=last");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(2))
                .containsExactly(":no_good: There is no earlier try build of this pull request whose parent could be"
                        + " used again. Please give a commit: `try parent=SHA`.");
    }

    @Test
    public void parentMayBeAbbreviated() {
        scenario.comment("carol", 2, "@homu try parent=ABCDEF0");

        assertThat(scenario.effect(Effect.PrepareMerge.class).parent()).contains(new AbbreviatedSha("abcdef0"));
    }

    @Test
    public void parentThatGitHubDoesNotKnowIsTold() {
        scenario.comment("carol", 2, "@homu try parent=abcdef0").listen();
        scenario.send(new MergeFailed(scenario.tryOf(2).id(), MergeTrouble.PARENT_UNKNOWN, "abcdef0"));

        assertThat(scenario.said(2))
                .containsExactly(":no_good: `abcdef0` can't be used as parent: there is no commit of that name in this"
                        + " repository, or more than one begins so, or a branch or tag is called so. Please give more"
                        + " digits, or all of them.");
        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.ERROR);
        assertThat(scenario.effects(Effect.SetStatus.class)).isEmpty();
    }

    @Test
    public void retryGoesOntoTheCommitThatAnAbbreviationStoodFor() {
        scenario.comment("carol", 2, "@homu try parent=bbbbbbb")
                .tryPrepared(2)
                .tryResult(2, BuilderState.FAILURE)
                .listen()
                .comment("carol", 2, "@homu retry");

        assertThat(scenario.effect(Effect.PrepareMerge.class).parent()).contains(all(sha('b')));
    }

    private static AbbreviatedSha all(CommitSha sha) {
        return AbbreviatedSha.of(sha);
    }

    @Test
    public void jobsThatAreBuildersAreTheOnlyOnesWaitedFor() {
        scenario.with(new TestSettings()
                .builders(TestSettings.status("linux", "ci/linux"), TestSettings.status("mac", "ci/mac"))
                .build());
        scenario.comment("carol", 2, "@homu try jobs=mac").tryPrepared(2);
        assertThat(scenario.tryOf(2).builders()).containsOnlyKeys("mac");
        assertThat(scenario.effect(Effect.PrepareMerge.class).message()).endsWith("\n\ntry-job: mac");

        scenario.report(mergeOf(1), "ci/mac", BuilderState.SUCCESS);

        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    public void jobsThatAreNoBuildersAreLeftToCi() {
        scenario.comment("carol", 2, "@homu try jobs=x86,arm");

        assertThat(scenario.tryOf(2).builders()).containsOnlyKeys("linux");
        assertThat(scenario.effect(Effect.PrepareMerge.class).message())
                .endsWith("It was bent.\n\ntry-job: x86\ntry-job: arm");
    }

    @Test
    public void onlyATryOnTheBaseTellsThatThePullRequestIsMergeable() {
        scenario.open(3, snap -> snap.mergeable(Mergeability.UNKNOWN))
                .open(4, snap -> snap.mergeable(Mergeability.UNKNOWN))
                .comment("carol", 3, "@homu try parent=" + sha('c'));
        scenario.tryPrepared(3).tryResult(3, BuilderState.SUCCESS);
        assertThat(scenario.pull(3).mergeable()).isEqualTo(Mergeability.UNKNOWN);

        scenario.comment("carol", 4, "@homu try").tryPrepared(4);
        assertThat(scenario.pull(4).mergeable()).isEqualTo(Mergeability.MERGEABLE);
    }

    @Test
    public void conflictOfATryDoesNotTakeThePullRequestOutOfTheQueue() {
        scenario.comment("carol", 2, "@homu try parent=" + sha('c')).listen();
        scenario.send(new MergeFailed(scenario.tryOf(2).id(), MergeTrouble.CONFLICT, "Merge conflict"));

        assertThat(scenario.said(2)).singleElement().asString().startsWith(":lock: Merge conflict");
        assertThat(scenario.effects(Effect.SetStatus.class)).isEmpty();
        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.UNKNOWN);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    public void tryWithoutABuilderIsRefused() {
        scenario.with(new TestSettings().builders().build()).comment("carol", 2, "@homu try");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(2))
                .containsExactly(
                        ":no_good: No builder is configured for try builds of this repository, so nothing could"
                                + " be tested. Please ask whoever runs this bot to add one.");
    }

    @Test
    public void tryThatWaitedWhileTheLastBuilderWasTakenAwayIsRefused() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).comment("carol", 3, "@homu try");
        scenario.with(new TestSettings().builders().build()).listen().comment("carol", 2, "@homu try-");

        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(3)).singleElement().asString().startsWith(":no_good: No builder is configured");
        assertThat(scenario.pull(3).tryRequest()).isEmpty();
    }

    @Test
    public void draftMayBeTried() {
        scenario.update(2, snap -> snap.draft(true)).comment("carol", 2, "@homu try");

        assertThat(scenario.state().activeAttempt(2, true)).isPresent();
    }

    @Test
    public void pushStopsTheTry() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen().push(2, 2);

        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":warning: A new commit `2222222` was pushed to the branch. The running build was stopped.");
    }

    @Test
    public void retryRepeatsAFailedTry() {
        scenario.comment("carol", 2, "@homu try")
                .tryPrepared(2)
                .tryResult(2, BuilderState.FAILURE)
                .listen()
                .comment("carol", 2, "@homu retry");

        assertThat(scenario.effect(Effect.PrepareMerge.class).ciBranch()).isEqualTo("try");
        assertThat(scenario.effect(Effect.PrepareMerge.class).previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
    }

    @Test
    public void retryRepeatsATryWithWhatItWasAskedForWith() {
        scenario.with(new TestSettings()
                .builders(TestSettings.status("linux", "ci/linux"), TestSettings.status("mac", "ci/mac"))
                .build());
        scenario.comment("carol", 2, "@homu try parent=" + sha('c') + " jobs=mac,arm")
                .send(new MergePrepared(scenario.tryOf(2).id(), sha('c'), mergeOf(1), "tree"))
                .report(mergeOf(1), "ci/mac", BuilderState.FAILURE)
                .listen()
                .comment("alice", 2, "@homu retry");

        Effect.PrepareMerge again = scenario.effect(Effect.PrepareMerge.class);
        assertThat(again.parent()).contains(all(sha('c')));
        assertThat(again.message()).endsWith("\n\ntry-job: mac\ntry-job: arm");
        assertThat(again.pulls().get(0).approver()).isEqualTo("alice");
        assertThat(scenario.tryOf(2).builders()).containsOnlyKeys("mac");

        scenario.comment("alice", 2, "@homu try-").listen().comment("carol", 2, "@homu retry");
        assertThat(scenario.effect(Effect.PrepareMerge.class).parent())
                .as("the repetition is repeated")
                .contains(all(sha('c')));
    }

    @Test
    public void retryWhileANewerTryWaitsMeansThatOne() {
        scenario.comment("carol", 2, "@homu try parent=" + sha('c'))
                .tryPrepared(2)
                .tryResult(2, BuilderState.FAILURE)
                .comment("carol", 3, "@homu try")
                .tryPrepared(3)
                .comment("carol", 2, "@homu try parent=" + sha('d'))
                .comment("carol", 2, "@homu retry")
                .listen()
                .tryResult(3, BuilderState.SUCCESS);

        assertThat(scenario.effect(Effect.PrepareMerge.class).parent()).contains(all(sha('d')));
    }

    @Test
    public void mergeCommitOfAnEarlierTryIsRememberedOverOneThatWasStoppedEarly() {
        scenario.comment("carol", 2, "@homu try")
                .tryPrepared(2)
                .comment("carol", 2, "@homu try")
                .listen()
                .comment("carol", 2, "@homu try");

        assertThat(scenario.effect(Effect.PrepareMerge.class).previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
        assertThat(List.copyOf(scenario.state().attempts().keySet())).containsExactly(1L, 3L);
        scenario.tryPrepared(2);
        assertThat(List.copyOf(scenario.state().attempts().keySet())).containsExactly(3L);
    }

    @Test
    public void branchOfItsOwnIsForgottenWithThePullRequest() {
        scenario = new Scenario()
                .with(new TestSettings().branches("auto-{number}", "try-{base}").build());
        scenario.open(2).comment("alice", 2, "@homu r+");
        scenario.send(
                new Event.MergePrepared(scenario.attempt(2).id(), scenario.base("main"), Scenario.mergeOf(1), "tree"));
        assertThat(scenario.state().scratchTips()).containsOnlyKeys("homu-tmp-auto-2");

        scenario.close(2);

        assertThat(scenario.state().scratchTips()).isEmpty();
    }
}
