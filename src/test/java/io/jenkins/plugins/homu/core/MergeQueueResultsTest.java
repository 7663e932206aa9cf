package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static io.jenkins.plugins.homu.core.Scenario.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What the builders say, in any order and number; and when they say nothing. */
public class MergeQueueResultsTest {
    private static final RepositorySettings THREE = new TestSettings()
            .builders(
                    TestSettings.status("linux", "ci"),
                    TestSettings.check("mac", "ci"),
                    TestSettings.autoCheck("lint", "lint"))
            .build();

    private final Scenario scenario = new Scenario().with(THREE).testing(2).listen();

    private void hear(String context, BuilderState result) {
        scenario.report(mergeOf(1), context, result);
    }

    @Test
    public void allBuildersOfARealAttemptAreNeeded() {
        hear("ci", BuilderState.SUCCESS);
        hear("check:ci", BuilderState.SUCCESS);
        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.why(2)).isEqualTo("It is being tested; waiting for lint");

        hear("check:lint", BuilderState.SUCCESS);

        Effect.MoveBase move = scenario.effect(Effect.MoveBase.class);
        assertThat(move.baseRef()).isEqualTo("main");
        assertThat(move.from()).isEqualTo(sha('b'));
        assertThat(move.to()).isEqualTo(mergeOf(1));
        assertThat(move.verifyHeads()).isTrue();
        assertThat(scenario.why(2)).isEqualTo("All builders passed, and the base branch is being moved");
    }

    @Test
    public void statusAndCheckOfOneNameAreTwoBuilders() {
        hear("ci", BuilderState.SUCCESS);

        assertThat(scenario.attempt(2).builders().get("linux").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(scenario.attempt(2).builders().get("mac").state()).isEqualTo(BuilderState.WAITING);
    }

    @Test
    public void builderOfRealAttemptsOnlyIsNotNeededForATry() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2);

        assertThat(scenario.tryOf(2).builders()).containsOnlyKeys("linux", "mac");
    }

    @Test
    public void oneFailureEndsTheAttemptAndNamesTheBuilderWithItsWords() {
        hear("check:ci", BuilderState.SUCCESS);
        scenario.send(new Event.ResultsReported(List.of(new Reported(
                ReportKind.STATUS,
                mergeOf(1),
                "ci",
                BuilderState.FAILURE,
                Optional.of("https://ci.example/7"),
                "2 of 90 tests failed"))));

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(scenario.pull(2).isApproved()).isTrue();
        assertThat(scenario.said(2))
                .containsExactly(":broken_heart: Test failed - [linux](https://ci.example/7)\n\n"
                        + "- linux: `2 of 90 tests failed`");
        assertThat(scenario.effect(Effect.SetStatus.class).state()).isEqualTo(Effect.StatusState.FAILURE);
        assertThat(scenario.why(2)).isEqualTo("Failed: linux. It waits for a new commit or `retry`");
    }

    @Test
    public void builderThatWasCancelledElsewhereIsToldApartFromAFailure() {
        hear("ci", BuilderState.CANCELLED);

        assertThat(scenario.said(2))
                .containsExactly(
                        ":broken_heart: Test cancelled outside of the queue - [linux](https://ci.example/1)\n\n"
                                + "Use `retry` to test it again.");
    }

    @Test
    public void successAfterTheFailureChangesNothing() {
        hear("ci", BuilderState.FAILURE);
        Attempt before = scenario.listen().attempt(2);
        hear("ci", BuilderState.SUCCESS);
        assertThat(scenario.attempt(2)).isEqualTo(before);
        hear("check:ci", BuilderState.SUCCESS);
        hear("check:lint", BuilderState.SUCCESS);

        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.FAILURE);
    }

    @Test
    public void whatTheOthersSayAfterTheFailureIsKeptForThePageOnly() {
        hear("check:ci", BuilderState.RUNNING);
        hear("ci", BuilderState.FAILURE);
        RepositoryState before = scenario.listen().state();

        hear("check:ci", BuilderState.FAILURE);
        hear("check:lint", BuilderState.SUCCESS);

        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.attempt(2).builders().get("mac").state()).isEqualTo(BuilderState.FAILURE);
        assertThat(scenario.attempt(2).builders().get("lint").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(scenario.attempt(2).endedAt())
                .isEqualTo(before.attempts().get(scenario.attempt(2).id()).endedAt());
        assertThat(scenario.why(2)).isEqualTo("Failed: linux. It waits for a new commit or `retry`");
    }

    @Test
    public void buildersOfACancelledAttemptDoNotRunForEver() {
        hear("ci", BuilderState.RUNNING);
        scenario.comment("alice", 2, "@homu cancel").listen();

        hear("ci", BuilderState.SUCCESS);

        assertThat(scenario.effects()).isEmpty();
        assertThat(scenario.phase(2)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.attempt(2).builders().get("linux").state()).isEqualTo(BuilderState.SUCCESS);
    }

    @Test
    public void failureAfterASuccessOfTheSameBuilderFails() {
        hear("ci", BuilderState.SUCCESS);
        hear("ci", BuilderState.FAILURE);

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
    }

    @Test
    public void builderThatStartsAgainIsWaitedForAgain() {
        hear("ci", BuilderState.SUCCESS);
        hear("ci", BuilderState.RUNNING);
        hear("check:ci", BuilderState.SUCCESS);
        hear("check:lint", BuilderState.SUCCESS);

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        hear("ci", BuilderState.SUCCESS);
        assertThat(scenario.phase(2)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void sameResultTwiceChangesNothing() {
        hear("ci", BuilderState.SUCCESS);
        RepositoryState before = scenario.state();
        hear("ci", BuilderState.SUCCESS);

        assertThat(scenario.state()).isSameAs(before);
    }

    @Test
    public void resultOfAnotherContextOrCommitIsNobodysAffair() {
        RepositoryState before = scenario.state();
        hear("coverage", BuilderState.FAILURE);
        scenario.report(sha('d'), "ci", BuilderState.FAILURE);
        scenario.report(Scenario.head(2, 1), "ci", BuilderState.FAILURE);

        assertThat(scenario.state()).isSameAs(before);
    }

    @Test
    public void resultsThatComeBeforeTheMergeIsKnownCountOnceItIs() {
        Scenario early = new Scenario().open(2).comment("alice", 2, "@homu r+").listen();
        early.report(mergeOf(1), "ci/linux", BuilderState.RUNNING).report(mergeOf(1), "ci/linux", BuilderState.SUCCESS);
        early.report(sha('d'), "ci/linux", BuilderState.FAILURE);
        assertThat(early.effects()).isEmpty();

        early.prepared(2);

        assertThat(early.phase(2)).isEqualTo(Phase.MERGING);
        assertThat(early.state().early()).isEqualTo(EarlyNews.NONE);
    }

    /** A head that is tested as it is, or a merge that comes out the same, is the commit of the attempt before. */
    @Test
    public void resultsOnTheCommitOfAnEarlierAttemptCountForTheNextOneThatHasIt() {
        Scenario again = new Scenario().testing(2).result(2, BuilderState.FAILURE);
        CommitSha merge = mergeOf(1);
        again.comment("alice", 2, "@homu retry").report(merge, "ci/linux", BuilderState.SUCCESS);
        assertThat(again.phase(2)).isEqualTo(Phase.PREPARING);

        again.send(new Event.MergePrepared(again.attempt(2).id(), again.base("main"), merge, "tree"));

        assertThat(again.phase(2)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void floodOfUnknownResultsDropsTheOldestOnly() {
        Scenario early = new Scenario().open(2).comment("alice", 2, "@homu r+");
        for (int i = 0; i < 300; i++) {
            early.report(mergeOf(1000 + i), "ci/linux", BuilderState.FAILURE);
            early.report(mergeOf(1000 + i), "chat", BuilderState.FAILURE);
        }
        early.report(mergeOf(1), "ci/linux", BuilderState.SUCCESS);
        assertThat(early.state().early().reports()).hasSize(200);

        early.prepared(2);

        assertThat(early.phase(2)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void resultsOfTwoBuildersInOneReport() {
        scenario.send(new Event.ResultsReported(List.of(
                Scenario.reported(mergeOf(1), "ci", BuilderState.SUCCESS),
                Scenario.reported(mergeOf(1), "check:ci", BuilderState.SUCCESS),
                Scenario.reported(mergeOf(1), "check:lint", BuilderState.SUCCESS),
                Scenario.reported(mergeOf(1), "check:lint", BuilderState.FAILURE))));

        assertThat(scenario.effects(Effect.MoveBase.class)).hasSize(1);
        assertThat(scenario.phase(2)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void mergePreparedTwiceCancelsNothing() {
        Event.MergePrepared again = scenario.preparedEvent(scenario.attempt(2));
        RepositoryState before = scenario.state();
        scenario.send(again);

        assertThat(scenario.state()).isSameAs(before);
        assertThat(scenario.effects()).isEmpty();
    }

    // ---- time --------------------------------------------------------------------------------------------------

    @Test
    public void timeoutCountsFromWhenTheMergeStood() {
        hear("ci", BuilderState.RUNNING);
        assertThat(MergeQueue.nextWake(scenario.state(), THREE))
                .contains(scenario.attempt(2).startedAt().orElseThrow().plus(Duration.ofHours(10)));
        scenario.after(Duration.ofMinutes(599)).tick();
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);

        scenario.after(Duration.ofMinutes(1)).tick();

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.said(2)).containsExactly(":boom: Test timed out");
        assertThat(scenario.pull(2).verdictReason()).isEqualTo("Test timed out");
        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).containsExactly("linux", "mac", "lint");
        assertThat(MergeQueue.nextWake(scenario.state(), THREE)).isEmpty();
    }

    @Test
    public void deadlineIsKeptWithTheAttemptAndNotCountedAnew() {
        Scenario restarted = scenario.after(Duration.ofHours(5));
        assertThat(restarted.attempt(2).deadline())
                .contains(restarted.attempt(2).startedAt().orElseThrow().plus(Duration.ofHours(10)));
    }

    @Test
    public void silenceOfAllBuildersIsNoticedEarly() {
        assertThat(MergeQueue.nextWake(scenario.state(), THREE))
                .contains(scenario.attempt(2).startedAt().orElseThrow().plus(Duration.ofMinutes(15)));

        scenario.after(Duration.ofMinutes(15)).tick();

        assertThat(scenario.said(2))
                .containsExactly(
                        ":boom: No builder was heard of within 15 minutes (linux, mac, lint). Does CI run on the"
                                + " branch, and report under those names? Use `retry` when it does.");
        assertThat(scenario.pull(2).verdictReason()).isEqualTo("CI did not start");
    }

    @Test
    public void oneBuilderThatWasHeardIsEnough() {
        hear("ci", BuilderState.RUNNING);
        scenario.after(Duration.ofMinutes(15)).tick();

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void watchdogCanBeSwitchedOff() {
        RepositorySettings patient =
                new TestSettings().startTimeout(Duration.ZERO).build();
        Scenario other = new Scenario()
                .with(patient)
                .testing(2)
                .after(Duration.ofHours(9))
                .tick();

        assertThat(other.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(MergeQueue.nextWake(other.state(), patient))
                .contains(other.attempt(2).deadline().orElseThrow());
    }

    @Test
    public void tickBeforeItsTimeChangesNothing() {
        RepositoryState before = scenario.state();

        assertThat(scenario.tick().state()).isSameAs(before);
    }

    @Test
    public void tryTimesOutToo() {
        scenario.comment("carol", 2, "@homu try").tryPrepared(2).listen();
        hear("ci", BuilderState.RUNNING);
        scenario.after(Duration.ofHours(1)).tick();

        assertThat(scenario.tryOf(2).phase()).isEqualTo(Phase.FAILED);
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.effects(Effect.SetStatus.class)).isEmpty();
    }

    @Test
    public void builderThatTheSettingsDoNotNameAnyMoreIsNotWaitedForTenHours() {
        scenario.with(TestSettings.standard()).send(new Event.SyncRequested("timer"));

        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        assertThat(scenario.attempt(2).builders()).containsOnlyKeys("linux");
    }

    /** What is asked for under a builder's name may become something else in the middle of a test. */
    @Test
    public void builderThatHasComeToBeAnotherIsNotWaitedForTenHours() {
        for (BuilderSettings other : List.of(
                TestSettings.status("linux", "ci/new"),
                TestSettings.check("linux", "ci/linux"),
                TestSettings.job("linux", "ci/linux"))) {
            Scenario changed = new Scenario().testing(2);
            changed.send(new Event.SyncRequested("timer"));
            assertThat(changed.phase(2)).as("nothing was changed").isEqualTo(Phase.TESTING);

            changed.with(new TestSettings().builders(other).build()).send(new Event.SyncRequested("timer"));

            assertThat(changed.phase(2)).as(other.toString()).isEqualTo(Phase.PREPARING);
            assertThat(changed.attempt(2).id()).isEqualTo(2);
        }
    }

    @Test
    public void testThatGoesOnSomewhereElseBeginsAnew() {
        Scenario changed = new Scenario().testing(2);
        changed.with(new TestSettings()
                        .fork(new RepositoryId("acme", "widget-ci"))
                        .build())
                .send(new Event.SyncRequested("timer"));

        assertThat(changed.phase(2)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void anotherJobOrAnotherBuilderThatIsDoneDoesNotMatter() {
        Scenario changed = new Scenario()
                .with(new TestSettings()
                        .builders(TestSettings.job("linux", "widget"), TestSettings.status("docs", "ci/docs"))
                        .build())
                .testing(2)
                .report(mergeOf(1), "ci/docs", BuilderState.SUCCESS);
        changed.with(new TestSettings()
                        .builders(TestSettings.job("linux", "folder/widget"), TestSettings.status("docs", "ci/manual"))
                        .build())
                .send(new Event.SyncRequested("timer"));

        assertThat(changed.phase(2)).isEqualTo(Phase.TESTING);
    }

    // ---- tests that are spared ---------------------------------------------------------------------------------

    private static Scenario sparing() {
        return new Scenario()
                .with(new TestSettings()
                        .builders(TestSettings.status("linux", "ci/linux").sparing("ci/pr"))
                        .build());
    }

    private static Event.MergePrepared tested(Scenario scenario, String context) {
        return new Event.MergePrepared(
                scenario.attempt(2).id(),
                scenario.base("main"),
                mergeOf(1),
                "tree",
                false,
                List.of(Scenario.reported(mergeOf(1), context, BuilderState.SUCCESS)));
    }

    @Test
    public void commitThatWasTestedBeforeMovesTheBaseAtOnce() {
        Scenario scenario = sparing().open(2).comment("alice", 2, "@homu r+").listen();

        scenario.send(tested(scenario, "ci/pr"));

        assertThat(scenario.effect(Effect.MoveBase.class).to()).isEqualTo(mergeOf(1));
        assertThat(scenario.said(2).get(0))
                .startsWith(":pushpin: Commit ")
                .endsWith("\n\n:zap: Test exempted - [linux](https://ci.example/1)");
        assertThat(scenario.told()).containsExactly("exempted");
        scenario.moved(2);
        assertThat(scenario.effects(Effect.SetStatus.class))
                .extracting(Effect.SetStatus::description)
                .containsExactly("Test exempted");
    }

    @Test
    public void wordOfAnotherNameSparesNothing() {
        Scenario scenario = sparing().open(2).comment("alice", 2, "@homu r+").listen();

        scenario.send(tested(scenario, "ci/linux"));

        assertThat(scenario.effects(Effect.MoveBase.class)).isEmpty();
        assertThat(scenario.attempt(2).phase()).isNotEqualTo(Phase.MERGING);
    }
}
