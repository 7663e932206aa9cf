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
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Builders that are jobs: the queue starts them, and starts them again when one is lost. */
public class MergeQueueJobsTest {
    private static final BuilderSettings LINUX = TestSettings.job("linux", "folder/widget");
    private static final BuilderSettings MAC = TestSettings.job("mac", "folder/widget-mac");

    private final Scenario scenario = new Scenario()
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
        assertThat(MergeQueue.isWanted(scenario.state(), new Effect.StartBuild(99, 1, 2, "linux", 0)))
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
}
