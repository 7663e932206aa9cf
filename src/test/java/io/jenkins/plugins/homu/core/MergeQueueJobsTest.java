package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Builders that are jobs: the queue starts them, and starts them again when one is lost. */
public class MergeQueueJobsTest {
    private static final BuilderSettings LINUX = TestSettings.job("linux", "folder/widget");
    private static final BuilderSettings MAC = TestSettings.job("mac", "folder/widget-mac");

    private Scenario scenario = new Scenario()
            .with(new TestSettings()
                    .builders(LINUX, MAC, TestSettings.status("docs", "ci/docs"))
                    .build());

    private void hear(String builder, BuilderState state, int restart, String description) {
        scenario.send(new Event.ResultsReported(List.of(new Reported(
                ReportKind.BUILDER,
                mergeOf(1),
                builder,
                state,
                Optional.of("https://jenkins.example/job/" + builder + "/" + restart + "/"),
                description,
                "",
                restart))));
    }

    private BuilderResult result(String builder) {
        return scenario.attempt(2).builders().get(builder);
    }

    @Test
    public void jobsAreStartedWhenTheMergeCommitStands() {
        scenario.open(2).comment("alice", 2, "@homu r+");
        assertThat(scenario.effects(Effect.StartBuild.class)).isEmpty();

        scenario.prepared(2);

        assertThat(scenario.effects(Effect.StartBuild.class))
                .extracting(Effect.StartBuild::attempt, Effect.StartBuild::builder, Effect.StartBuild::restart)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "linux", 0),
                        org.assertj.core.groups.Tuple.tuple(1L, "mac", 0));
    }

    @Test
    public void reportsByNameAndByContextTogetherMakeAMerge() {
        scenario.testing(2).listen();
        hear("linux", BuilderState.SUCCESS, 0, "");
        hear("mac", BuilderState.SUCCESS, 0, "");
        assertThat(scenario.effects()).isEmpty();

        scenario.report(mergeOf(1), "ci/docs", BuilderState.SUCCESS);

        assertThat(scenario.effect(Effect.MoveBase.class).to()).isEqualTo(mergeOf(1));
    }

    /** A head that is tested as it is stays the same commit when it is tested again. */
    @Test
    public void wordOfAnEarlierAttemptsBuildIsNotTakenForThatOfThePresentOneAtTheSameCommit() {
        scenario.testing(2);
        hear("linux", BuilderState.FAILURE, 0, "");
        Reported stopped = new Reported(
                        ReportKind.BUILDER,
                        mergeOf(1),
                        "mac",
                        BuilderState.CANCELLED,
                        Optional.empty(),
                        "Stopped: another builder failed")
                .of(scenario.attempt(2).id());
        scenario.comment("alice", 2, "@homu retry").send(new Event.ResultsReported(List.of(stopped)));
        assertThat(scenario.state().early()).isEqualTo(EarlyNews.NONE);

        scenario.send(new Event.MergePrepared(scenario.attempt(2).id(), scenario.base("main"), mergeOf(1), "tree"));
        scenario.send(new Event.ResultsReported(List.of(stopped)));

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(result("mac").state()).isEqualTo(BuilderState.WAITING);
        scenario.send(
                new Event.ResultsReported(List.of(stopped.of(scenario.attempt(2).id()))));
        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
    }

    @Test
    public void statusOfAJobsNameIsNotTheJobsWord() {
        scenario.testing(2);
        scenario.report(mergeOf(1), "linux", BuilderState.SUCCESS);
        scenario.report(mergeOf(1), "folder/widget", BuilderState.SUCCESS);

        assertThat(result("linux").state()).isEqualTo(BuilderState.WAITING);
    }

    @Test
    public void failureStopsTheJobsBesideItAndNothingThatOthersRun() {
        scenario.testing(2).listen();
        hear("mac", BuilderState.RUNNING, 0, "Waiting for an agent with the label mac");

        hear("linux", BuilderState.FAILURE, 0, "Stage Test failed");

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).containsExactly("mac");
    }

    @Test
    public void withoutFailFastTheJobsBesideAFailureGoOn() {
        scenario.with(new TestSettings().builders(LINUX, MAC).failFast(false).build())
                .testing(2)
                .listen();

        hear("linux", BuilderState.FAILURE, 0, "");

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.effects(Effect.CancelBuilds.class)).isEmpty();
    }

    @Test
    public void lostBuildIsStartedOnceMoreWithoutAWordToThePullRequest() {
        scenario.testing(2).listen();
        hear("linux", BuilderState.RUNNING, 0, "");

        hear("linux", BuilderState.LOST, 0, "The agent a1 went away");

        Effect.StartBuild again = scenario.effect(Effect.StartBuild.class);
        assertThat(again.builder()).isEqualTo("linux");
        assertThat(again.restart()).isEqualTo(1);
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.said(2)).isEmpty();
        assertThat(scenario.told()).containsExactly("restarted");
        assertThat(result("linux").description()).isEqualTo("Started again: The agent a1 went away");
        assertThat(MergeQueue.isWanted(scenario.state(), again)).isTrue();
        assertThat(MergeQueue.isWanted(scenario.state(), new Effect.StartBuild(99, 1, 2, "linux", 0, Optional.empty())))
                .isFalse();
    }

    @Test
    public void wordOfABuildThatWasReplacedCountsNoMore() {
        scenario.testing(2);
        hear("linux", BuilderState.RUNNING, 0, "");
        hear("linux", BuilderState.LOST, 0, "The agent a1 went away");
        hear("linux", BuilderState.RUNNING, 1, "");
        scenario.listen();

        hear("linux", BuilderState.LOST, 0, "The agent a1 went away");
        hear("linux", BuilderState.FAILURE, 0, "");

        assertThat(result("linux").state()).isEqualTo(BuilderState.RUNNING);
        assertThat(scenario.effects()).isEmpty();
    }

    @Test
    public void secondLossIsToldAndBlamesNobody() {
        scenario.testing(2);
        hear("linux", BuilderState.RUNNING, 0, "");
        hear("linux", BuilderState.LOST, 0, "The agent a1 went away");
        hear("linux", BuilderState.RUNNING, 1, "");
        scenario.listen();

        hear("linux", BuilderState.LOST, 1, "The agent a2 went away");

        assertThat(scenario.phase(2)).isEqualTo(Phase.FAILED);
        assertThat(scenario.said(2))
                .containsExactly(":broken_heart: Test cancelled outside of the queue - "
                        + "[linux](https://jenkins.example/job/linux/1/)\n\nUse `retry` to test it again.\n\n"
                        + "- linux: `Lost again after a new start: The agent a2 went away`");
    }

    @Test
    public void noTraceOfABuildThatIsYetToBeStartedIsNoLoss() {
        scenario.testing(2).listen();

        hear("linux", BuilderState.LOST, 0, "There is no trace of it");

        assertThat(scenario.effects()).isEmpty();
        assertThat(result("linux").state()).isEqualTo(BuilderState.WAITING);
    }

    @Test
    public void jobThatCantBeStartedEndsTheAttemptWithWhatToDo() {
        scenario.testing(2).listen();

        scenario.send(new Event.BuildNotStarted(1, "linux", "There is no job folder/widget. Create it."));

        assertThat(scenario.phase(2)).isEqualTo(Phase.ERROR);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":boom: The builder `linux` could not be started: There is no job folder/widget. Create it."
                                + "\n\nThis is not the fault of the pull request. Whoever runs this bot can mend it; use `retry`"
                                + " afterwards.");
        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).contains("mac");
        assertThat(scenario.why(2)).contains("folder/widget");
    }

    @Test
    public void buildOfAnotherCommitEndsTheAttemptAndBlamesNobody() {
        scenario.testing(2).listen();
        hear("linux", BuilderState.RUNNING, 0, "");
        hear("mac", BuilderState.RUNNING, 0, "");

        hear("linux", BuilderState.UNUSABLE, 0, "git checked out 1234567. Give the job another address.");
        hear("linux", BuilderState.UNUSABLE, 0, "git checked out 1234567. Give the job another address.");

        assertThat(scenario.phase(2)).isEqualTo(Phase.ERROR);
        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(scenario.said(2))
                .containsExactly(
                        ":boom: The result of the builder [linux](https://jenkins.example/job/linux/0/) does not count:"
                                + " git checked out 1234567. Give the job another address."
                                + "\n\nThis is not the fault of the pull request. Whoever runs this bot can mend it; use `retry`"
                                + " afterwards.");
        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).containsExactly("mac");
        assertThat(scenario.attempt(2).builders().get("linux").state()).isEqualTo(BuilderState.CANCELLED);
    }

    @Test
    public void jobThatWaitsForAnAgentHasBeenHeardOf() {
        scenario.testing(2);
        hear("linux", BuilderState.RUNNING, 0, "Waiting for an agent with the label linux");

        scenario.after(java.time.Duration.ofHours(2)).tick();

        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
    }

    @Test
    public void detailsStandInTheCommentWhereNothingInThemIsMarkup() {
        scenario.testing(2).listen();
        scenario.send(new Event.ResultsReported(List.of(new Reported(
                ReportKind.BUILDER,
                mergeOf(1),
                "linux",
                BuilderState.FAILURE,
                Optional.empty(),
                "Stage Test failed",
                "```\n</details> @everyone <b>",
                0))));

        assertThat(scenario.said(2))
                .containsExactly(":broken_heart: Test failed - linux\n\n- linux: `Stage Test failed`\n\n"
                        + "<details><summary>More of linux</summary>\n\n````text\n```\n</details> @everyone <b>\n````"
                        + "\n\n</details>");
    }

    @Test
    public void tryStartsTheJobsOfTries() {
        scenario.with(new TestSettings()
                        .builders(
                                new BuilderSettings(
                                        "linux", BuilderSettings.Kind.JOB, Optional.of("auto-job"), Optional.empty()),
                                MAC)
                        .build())
                .open(2)
                .comment("carol", 2, "@homu try")
                .tryPrepared(2);

        assertThat(scenario.effect(Effect.StartBuild.class).builder()).isEqualTo("mac");
    }

    // ---- what passed holds for the same merge commit --------------------------------------------------------------

    private static final BuilderSettings BUILDBOT_LINUX = outside("bb-linux");
    private static final BuilderSettings BUILDBOT_MAC = outside("bb-mac");
    private static final BuilderSettings QUAY_ON_PUSH =
            new BuilderSettings("quay", BuilderSettings.Kind.QUAY_ON_PUSH, Optional.of("quay"), Optional.empty());

    private static BuilderSettings outside(String name) {
        return new BuilderSettings(name, BuilderSettings.Kind.BUILDBOT, Optional.of(name), Optional.empty());
    }

    private Scenario failedOnMac(BuilderSettings... builders) {
        scenario.with(new TestSettings().builders(builders).build()).testing(2);
        hear(builders[0].name(), BuilderState.SUCCESS, 0, "");
        hear(builders[1].name(), BuilderState.FAILURE, 0, "");
        scenario.listen().comment("alice", 2, "@homu retry");
        return scenario;
    }

    @Test
    public void retryOnTheSameMergeCommitBuildsOnlyWhatDidNotPass() {
        failedOnMac(BUILDBOT_LINUX, BUILDBOT_MAC);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        assertThat(prepare.reuse()).isTrue();
        scenario.listen().send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(1), "tree"));

        assertThat(result("bb-linux").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(result("bb-mac").state()).isEqualTo(BuilderState.WAITING);
        Effect.StartBuild again = scenario.effect(Effect.StartBuild.class);
        assertThat(again.builder()).isEqualTo("bb-mac");
        assertThat(again.again()).contains("https://jenkins.example/job/bb-mac/0/");
        assertThat(scenario.said(2).get(0))
                .endsWith(
                        "\n\n:zap: Previous build results for [bb-linux](https://jenkins.example/job/bb-linux/0/) are reusable. Rebuilding only [bb-mac](https://jenkins.example/job/bb-mac/0/)...");

        hear("bb-mac", BuilderState.FAILURE, 0, "");
        assertThat(scenario.phase(2)).as("word of the earlier build").isEqualTo(Phase.TESTING);

        hear("bb-mac", BuilderState.RUNNING, 0, "");
        scenario.listen();
        hear("bb-mac", BuilderState.SUCCESS, 0, "");
        assertThat(scenario.effect(Effect.MoveBase.class).to()).isEqualTo(mergeOf(1));
    }

    @Test
    public void cleanForgetsWhatPassed() {
        for (String words : new String[] {"clean retry", "retry clean"}) {
            scenario = new Scenario();
            scenario.with(new TestSettings()
                            .builders(BUILDBOT_LINUX, BUILDBOT_MAC)
                            .build())
                    .testing(2);
            hear("bb-linux", BuilderState.SUCCESS, 0, "");
            hear("bb-mac", BuilderState.FAILURE, 0, "");
            scenario.listen().comment("alice", 2, "@homu " + words);

            Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
            assertThat(prepare.reuse()).as(words).isFalse();
            assertThat(prepare.previousMerge()).contains(mergeOf(1));
            // A head that is taken as it is has the same commit all the same.
            scenario.send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(1), "tree"));
            assertThat(result("bb-linux").state()).isEqualTo(BuilderState.WAITING);
        }
    }

    @Test
    public void anotherMergeCommitIsBuiltByAll() {
        failedOnMac(BUILDBOT_LINUX, BUILDBOT_MAC);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        scenario.listen().send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(2), "tree"));

        assertThat(result("bb-linux").state()).isEqualTo(BuilderState.WAITING);
        assertThat(scenario.effects(Effect.StartBuild.class))
                .as("builders outside see the branch move")
                .isEmpty();
    }

    @Test
    public void jobThatIsBuiltAgainIsToldFromTheOneThatMayBeEnding() {
        failedOnMac(LINUX, MAC);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        scenario.listen().send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(1), "tree"));

        Effect.StartBuild again = scenario.effect(Effect.StartBuild.class);
        assertThat(again.builder()).isEqualTo("mac");
        assertThat(again.restart()).isEqualTo(1);
        hear("mac", BuilderState.CANCELLED, 0, "");
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        hear("mac", BuilderState.SUCCESS, 1, "");
        assertThat(scenario.phase(2)).isEqualTo(Phase.MERGING);
    }

    /** With the old merge commit nothing would be pushed, and so nothing be built there. */
    @Test
    public void builderThatBuildsPushesOnlyNeedsANewMergeCommit() {
        failedOnMac(BUILDBOT_LINUX, QUAY_ON_PUSH);

        assertThat(scenario.effect(Effect.PrepareMerge.class).reuse()).isFalse();
    }

    @Test
    public void whatPassedHoldsThoughItCantBeAskedForAgain() {
        failedOnMac(QUAY_ON_PUSH, BUILDBOT_MAC);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        assertThat(prepare.reuse()).isTrue();
        scenario.listen().send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(1), "tree"));

        assertThat(result("quay").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(scenario.effect(Effect.StartBuild.class).builder()).isEqualTo("bb-mac");
    }

    @Test
    public void builderThatBuildsPushesIsNotStartedButStopped() {
        scenario.with(new TestSettings().builders(LINUX, QUAY_ON_PUSH).build()).testing(2);
        assertThat(scenario.effect(Effect.StartBuild.class).builder()).isEqualTo("linux");

        scenario.listen().comment("alice", 2, "@homu r-");

        assertThat(scenario.effect(Effect.CancelBuilds.class).builders()).contains("quay");
    }

    @Test
    public void builderOutsideThatCantBeAskedAgainIsTold() {
        failedOnMac(BUILDBOT_LINUX, BUILDBOT_MAC);
        Effect.PrepareMerge prepare = scenario.effect(Effect.PrepareMerge.class);
        scenario.listen().send(new Event.MergePrepared(prepare.attempt(), scenario.base("main"), mergeOf(1), "tree"));
        scenario.listen().send(new Event.BuildNotStarted(prepare.attempt(), "bb-mac", "Buildbot has forgotten it"));

        assertThat(scenario.phase(2)).isEqualTo(Phase.ERROR);
        assertThat(scenario.said(2).get(0))
                .isEqualTo(
                        ":bomb: Failed to start rebuilding: `bb-mac`: Buildbot has forgotten it\n\nThis is not the fault of"
                                + " the pull request; use `retry` once it is mended.");
    }

    @Test
    public void statusesThatFailedCannotBeAskedForAgain() {
        scenario.with(new TestSettings()
                        .builders(BUILDBOT_LINUX, TestSettings.status("docs", "ci/docs"))
                        .build())
                .testing(2);
        hear("bb-linux", BuilderState.SUCCESS, 0, "");
        scenario.report(mergeOf(1), "ci/docs", BuilderState.FAILURE);
        scenario.listen().comment("alice", 2, "@homu retry");

        assertThat(scenario.effect(Effect.PrepareMerge.class).reuse()).isFalse();
    }
}
