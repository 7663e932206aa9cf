package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static io.jenkins.plugins.homu.core.Scenario.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Making the merge, moving the base, and what people do to the base meanwhile; conflicts come and go. */
public class MergeQueueMergeTest {
    private Scenario scenario = new Scenario();

    @Test
    public void mergedPullRequestIsToldAndMarked() {
        scenario.merging(2).listen().moved(2);

        assertThat(scenario.said(2))
                .containsExactly(
                        ":sunny: Test successful - [linux](https://ci.example/1)\nApproved by: `alice`\nPushing "
                                + mergeOf(1) + " to `main`...");
        Effect.SetStatus status = scenario.effect(Effect.SetStatus.class);
        assertThat(status.sha()).isEqualTo(head(2, 1));
        assertThat(status.state()).isEqualTo(Effect.StatusState.SUCCESS);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.SUCCESS);
        assertThat(scenario.why(2)).isEqualTo("It is merged; GitHub has not closed it yet");
        assertThat(scenario.close(2).state().pulls()).isEmpty();
        assertThat(scenario.state().attempts()).isEmpty();
    }

    @Test
    public void wholeMergeTakesFewWords() {
        scenario.merging(2).moved(2);

        assertThat(scenario.effects(Effect.PostComment.class).size()
                        + scenario.effects(Effect.SetStatus.class).size())
                .isEqualTo(3);
        assertThat(scenario.effects()).hasSize(5);
    }

    @Test
    public void nextMergeIsMadeOntoTheTipThatWeMovedTo() {
        scenario.open(3).merging(2).comment("alice", 3, "@homu r+").listen().moved(2);

        Effect.PrepareMerge next = scenario.effect(Effect.PrepareMerge.class);
        assertThat(next.movedTip()).isEqualTo(Optional.of(mergeOf(1)));
        assertThat(next.scratchTip()).isEqualTo(Optional.of(mergeOf(1)));
    }

    @Test
    public void scratchBranchIsUnknownWhileAMergeIsMadeThere() {
        scenario.open(3).open(4).merging(2).comment("alice", 3, "@homu r+").moved(2);
        scenario.comment("alice", 4, "@homu r+").listen().comment("alice", 3, "@homu r-");

        assertThat(scenario.effect(Effect.PrepareMerge.class).scratchTip()).isEmpty();
    }

    @Test
    public void forcedPushToTheBaseEndsWhatWeKnewOfItsTip() {
        scenario.open(3)
                .merging(2)
                .moved(2)
                .send(new Event.BranchPushed(
                        "main", Optional.of(mergeOf(1)), Optional.of(sha('b')), true, "Back", "eve"));

        scenario.listen().comment("alice", 3, "@homu r+");

        assertThat(scenario.effect(Effect.PrepareMerge.class).movedTip()).isEmpty();
    }

    @Test
    public void baseMovedTwiceIsToldOnce() {
        scenario.merging(2).moved(2);
        RepositoryState before = scenario.listen().state();
        scenario.send(new Event.BaseMoved(1, mergeOf(1)));

        assertThat(scenario.state()).isSameAs(before);
    }

    // ---- somebody else moves the base --------------------------------------------------------------------------

    @Test
    public void baseMovedByAPersonDuringATestIsTestedAgainWithoutAnError() {
        scenario.testing(2).listen().pushBase("main", sha('c'), "By hand");

        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(mergeOf(1));
        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(scenario.said(2)).isEmpty();
        scenario.prepared(2).result(2, BuilderState.SUCCESS);
        assertThat(scenario.effect(Effect.MoveBase.class).from()).isEqualTo(sha('c'));
    }

    @Test
    public void baseThatTurnsOutToHaveMovedIsTestedAgainWithoutAnError() {
        scenario.merging(2).listen().moveFailed(2, MoveTrouble.NOT_FAST_FORWARD, "Update is not a fast forward");

        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.effect(Effect.PrepareMerge.class).previousMerge()).isEqualTo(Optional.of(mergeOf(1)));
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void lateNewsOfOurOwnMoveDoesNotStopTheNextTest() {
        scenario.open(3)
                .merging(2)
                .comment("alice", 3, "@homu r+")
                .moved(2)
                .prepared(3)
                .listen();
        scenario.send(new Event.BranchPushed(
                "main", Optional.of(sha('b')), Optional.of(mergeOf(1)), false, "Auto merge of #2", "homu"));

        assertThat(scenario.phase(3)).isEqualTo(Phase.TESTING);
        assertThat(scenario.effect(Effect.ReadMergeability.class).cause()).isEqualTo(Optional.of("#2"));
    }

    /** The push may be told before the outcome of our own work is. */
    @Test
    public void baseThatWasMovedWhileTheMergeWasBeingMadeIsMergedOntoAgain() {
        scenario.open(2).comment("alice", 2, "@homu r+");
        Event.MergePrepared onTheOldTip = scenario.preparedEvent(scenario.attempt(2));
        scenario.pushBase("main", sha('c'), "By hand").listen().send(onTheOldTip);

        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.effect(Effect.CancelBuilds.class).merge()).isEqualTo(onTheOldTip.merge());
        assertThat(scenario.effect(Effect.PrepareMerge.class).attempt()).isGreaterThan(onTheOldTip.attempt());
        assertThat(scenario.said(2)).isEmpty();
        assertThat(scenario.state().early()).isEqualTo(EarlyNews.NONE);

        scenario.prepared(2).result(2, BuilderState.SUCCESS);
        assertThat(scenario.effect(Effect.MoveBase.class).from()).isEqualTo(sha('c'));
        assertThat(scenario.said(2)).hasSize(1);
    }

    @Test
    public void baseThatWasMovedBeforeTheMergeWasMadeOntoItIsNotMergedOntoAgain() {
        scenario.open(2).comment("alice", 2, "@homu r+").pushBase("main", sha('c'), "By hand");
        scenario.pushBase("stable", sha('d'), "By hand").prepared(2);

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.state().early()).isEqualTo(EarlyNews.NONE);
    }

    @Test
    public void tipThatTheBaseCameBackToIsAsGoodAsAny() {
        CommitSha first = scenario.base("main");
        scenario.open(2).comment("alice", 2, "@homu r+").pushBase("main", sha('c'), "By hand");
        scenario.pushBase("main", first, "Back").prepared(2);

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void newsOfAMergeThatWasGivenUpIsForgotten() {
        scenario.open(2).comment("alice", 2, "@homu r+").pushBase("main", sha('c'), "By hand");
        assertThat(scenario.state().early()).isNotEqualTo(EarlyNews.NONE);
        scenario.comment("alice", 2, "@homu r-");

        assertThat(scenario.state().early()).isEqualTo(EarlyNews.NONE);
    }

    @Test
    public void tryBuildIsNotMadeAgainForABaseThatMoved() {
        scenario.open(2).comment("alice", 2, "@homu try");
        Event.MergePrepared onTheOldTip = scenario.preparedEvent(scenario.tryOf(2));
        scenario.pushBase("main", sha('c'), "By hand").send(onTheOldTip);

        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.TESTING);
    }

    @Test
    public void pushToAnotherBranchStopsNothing() {
        scenario.testing(2).listen().pushBase("stable", sha('c'), "By hand");

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.effects()).isEmpty();
    }

    // ---- refusals ----------------------------------------------------------------------------------------------

    @Test
    public void refusedMoveSaysWhatGitHubSays() {
        scenario.merging(2).listen().moveFailed(2, MoveTrouble.REFUSED, "Required status check \"ci\" is expected.");

        assertThat(scenario.said(2))
                .containsExactly(
                        ":eyes: Test was successful, but fast-forwarding failed: `Required status check \"ci\" is"
                                + " expected.`\n\nGitHub did not let me move `main`. If it is protected: the bot must be allowed"
                                + " to push to it, and what the rule requires must be met by the merge commit. Use `retry`"
                                + " afterwards.");
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(scenario.effect(Effect.SetStatus.class).description())
                .isEqualTo("The base could not be moved: Required status check \"ci\" is expected.");
        assertThat(scenario.phase(2)).isEqualTo(Phase.ERROR);
    }

    @Test
    public void headThatChangedAtTheLastMomentMergesNothing() {
        scenario.merging(2).listen().moveFailed(2, MoveTrouble.HEAD_CHANGED, "#2: another head");

        assertThat(scenario.pull(2).isApproved()).isFalse();
        assertThat(scenario.said(2))
                .containsExactly(
                        ":warning: The head or the base changed just before the merge, so nothing was merged. The pull"
                                + " request will need to be re-approved.");
        assertThat(scenario.effect(Effect.ReadPull.class).number()).isEqualTo(2);
    }

    @Test
    public void refusedMergeSaysWhatGitHubSays() {
        scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .mergeFailed(2, MergeTrouble.REFUSED, "Resource not accessible");

        assertThat(scenario.said(2))
                .containsExactly(
                        ":boom: GitHub refused to make the merge commit on `auto`. Does the bot have write access,"
                                + " and is no rule in the way of its own branches? Use `retry` afterwards. GitHub says:"
                                + " `Resource not accessible`");
    }

    @Test
    public void baseThatIsGoneAndNothingToMergeAreErrors() {
        scenario.open(2).comment("alice", 2, "@homu r+").mergeFailed(2, MergeTrouble.BASE_GONE, "");
        scenario.open(3).comment("alice", 3, "@homu r+").mergeFailed(3, MergeTrouble.NOTHING_TO_MERGE, "");

        assertThat(scenario.said(2))
                .containsExactly(":boom: There is no base branch `main` any more. Please choose another base.");
        assertThat(scenario.said(3))
                .containsExactly(":boom: The base branch `main` has all commits of this pull request already; there is"
                        + " nothing to merge. It can be closed.");
        assertThat(scenario.pull(3).verdict()).isEqualTo(Verdict.ERROR);
    }

    // ---- conflicts ---------------------------------------------------------------------------------------------

    private Scenario conflict() {
        return scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .listen()
                .mergeFailed(2, MergeTrouble.CONFLICT, "Both changed flange.c");
    }

    @Test
    public void conflictSaysHowToSolveIt() {
        conflict();

        assertThat(scenario.said(2))
                .containsExactly(
                        """
                        :lock: Merge conflict

                        This pull request and the base branch have diverged in a way that can't be merged. Please rebase or\
                         merge, push, and ask for approval again.

                        <details><summary>How</summary>

                        ```text
                        git fetch origin
                        git checkout fix-2
                        git rebase origin/main
                        # solve the conflicts, git add, git rebase --continue
                        git push --force-with-lease
                        ```

                        </details>

                        GitHub says: `Both changed flange.c`""");
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.CONFLICTING);
        assertThat(scenario.pull(2).isApproved()).isTrue();
    }

    @Test
    public void branchNamesInTheAdviceCanNotRunAnything() {
        scenario.open(2, snap -> snap.headBranch(Optional.of("mallory"), "x;rm$IFS-rf'~"))
                .comment("alice", 2, "@homu r+")
                .mergeFailed(2, MergeTrouble.CONFLICT, "");

        assertThat(scenario.said(2).get(0)).contains("\ngit checkout 'x;rm$IFS-rf'\\''~'\n");
    }

    @Test
    public void conflictThatTheNextBaseSolvesIsTriedAgainByItself() {
        conflict().pushBase("main", sha('c'), "Revert the other change");
        assertThat(scenario.isActive(2)).isFalse();

        scenario.mergeability("main", 2, Mergeability.MERGEABLE, sha('c').toString());

        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
    }

    /** GitHub knows of merges only; the same conflict would be told after every push to the base. */
    @Test
    public void conflictOfCommitsThatAreTakenOneByOneWaitsForAPerson() {
        for (MergeSettings merges :
                List.of(new MergeSettings(Method.LINEAR, false), new MergeSettings(Method.MERGE, true))) {
            scenario = new Scenario().with(new TestSettings().merges(merges).build());
            conflict().pushBase("main", sha('c'), "Another change");
            scenario.mergeability("main", 2, Mergeability.MERGEABLE, sha('c').toString());

            assertThat(scenario.isActive(2)).isFalse();
            assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
            scenario.comment("alice", 2, "@homu retry");
            assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        }
    }

    @Test
    public void outdatedWordThatItCanBeMergedDoesNotStartItAgain() {
        conflict().update(2, snap -> snap.mergeable(Mergeability.MERGEABLE)).synchronise();

        assertThat(scenario.isActive(2)).isFalse();
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
    }

    @Test
    public void conflictIsToldOnce() {
        conflict().listen();
        scenario.mergeability("main", 2, Mergeability.CONFLICTING, "#9");
        scenario.update(2, snap -> snap.mergeable(Mergeability.MERGEABLE));
        scenario.mergeability("main", 2, Mergeability.CONFLICTING, "#10");

        assertThat(scenario.said(2)).isEmpty();
    }

    // ---- mergeability ------------------------------------------------------------------------------------------

    @Test
    public void pushToTheBaseAsksWhatCanStillBeMerged() {
        scenario.open(2).listen().pushBase("main", sha('c'), "Auto merge of #41 - dave:x, r=alice");
        assertThat(scenario.effect(Effect.ReadMergeability.class).cause()).isEqualTo(Optional.of("#41"));

        scenario.listen().pushBase("main", sha('d'), "Merge pull request #42 from dave/y");
        assertThat(scenario.effect(Effect.ReadMergeability.class).cause()).isEqualTo(Optional.of("#42"));

        scenario.listen().pushBase("main", sha('e'), "Mend");
        assertThat(scenario.effect(Effect.ReadMergeability.class).cause()).isEqualTo(Optional.of(sha('e').toString()));
    }

    @Test
    public void pullRequestThatCanNotBeMergedAnyMoreIsToldOnceWithTheCause() {
        scenario.open(2).mergeability("main", 2, Mergeability.MERGEABLE, "").listen();
        scenario.mergeability("main", 2, Mergeability.CONFLICTING, "#41");
        scenario.mergeability("main", 2, Mergeability.CONFLICTING, "#42");
        scenario.update(2, snap -> snap.mergeable(Mergeability.CONFLICTING));

        assertThat(scenario.said(2))
                .containsExactly(":umbrella: The latest upstream changes (presumably #41) made this pull request"
                        + " unmergeable. Please resolve the merge conflicts.");
    }

    @Test
    public void unmergeableByAWebhookIsToldWithoutACause() {
        scenario.open(2).mergeability("main", 2, Mergeability.MERGEABLE, "").listen();
        scenario.update(2, snap -> snap.mergeable(Mergeability.CONFLICTING));

        assertThat(scenario.said(2))
                .containsExactly(
                        ":umbrella: The latest upstream changes made this pull request unmergeable. Please resolve"
                                + " the merge conflicts.");
    }

    @Test
    public void unmergeableOneIsNotStarted() {
        scenario.open(2)
                .mergeability("main", 2, Mergeability.CONFLICTING, "#41")
                .listen();
        scenario.comment("alice", 2, "@homu r+");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.said(2)).singleElement().asString().endsWith("It conflicts with main");

        scenario.mergeability("main", 2, Mergeability.MERGEABLE, "");

        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void whatWasJustMergedOntoItsBaseIsMergeableAndStaysSoWhenItIsTestedAgain() {
        scenario.open(2, snap -> snap.mergeable(Mergeability.UNKNOWN)).comment("alice", 2, "@homu r+");
        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.UNKNOWN);

        scenario.prepared(2);
        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.MERGEABLE);

        scenario.result(2, BuilderState.FAILURE).comment("alice", 2, "@homu treeclosed=9 retry");
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.MERGEABLE);
    }

    @Test
    public void mergeabilityOfAnotherBaseIsNotTaken() {
        scenario.open(2).retarget(2, "stable").listen().mergeability("main", 2, Mergeability.CONFLICTING, "#41");

        assertThat(scenario.pull(2).mergeable()).isEqualTo(Mergeability.UNKNOWN);
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void conflictThatTheMergeWillTellAnywayIsNotToldTwice() {
        scenario.testing(2).mergeability("main", 2, Mergeability.MERGEABLE, "");
        scenario.pushBase("main", sha('c'), "By hand").listen();
        scenario.mergeability("main", 2, Mergeability.CONFLICTING, sha('c').toString());
        scenario.mergeFailed(2, MergeTrouble.CONFLICT, "");

        assertThat(scenario.said(2)).singleElement().asString().startsWith(":lock: Merge conflict");
    }

    // ---- several branches --------------------------------------------------------------------------------------

    @Test
    public void basesThatShareTheCiBranchTakeTurns() {
        scenario.testing(2).open(3, snap -> snap.base("stable")).listen().comment("alice", 3, "@homu r+");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();

        scenario.result(2, BuilderState.FAILURE);

        assertThat(scenario.effect(Effect.PrepareMerge.class).baseRef()).isEqualTo("stable");
    }

    @Test
    public void basesWithBranchesOfTheirOwnDoNotWait() {
        scenario.with(new TestSettings().branches("auto-{base}", "try").build())
                .testing(2)
                .open(3, snap -> snap.base("stable"))
                .listen()
                .comment("alice", 3, "@homu r+");

        assertThat(scenario.effect(Effect.PrepareMerge.class).ciBranch()).isEqualTo("auto-stable");
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void triesWithBranchesOfTheirOwnDoNotWait() {
        scenario.with(new TestSettings().branches("auto", "try-{number}").build())
                .open(2)
                .open(3)
                .comment("carol", 2, "@homu try")
                .listen()
                .comment("carol", 3, "@homu try");

        assertThat(scenario.effect(Effect.PrepareMerge.class).ciBranch()).isEqualTo("try-3");
    }

    @Test
    public void triesOnTheBranchOfRealBuildsTakeTurnsWithThem() {
        scenario.with(new TestSettings().branches("ci", "ci").build())
                .testing(2)
                .listen();
        scenario.comment("carol", 2, "@homu try");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();

        scenario.result(2, BuilderState.FAILURE);

        assertThat(scenario.effect(Effect.PrepareMerge.class).message()).contains("r=<try>");
    }
}
