package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import hudson.tasks.Shell;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.trigger.HomuCause;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;
import org.jvnet.hudson.test.FailureBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.UnstableBuilder;

/** Freestyle jobs as builders, in a real Jenkins: started at the merge commit, stopped, lost, cancelled, misconfigured. */
public class MergeOnJobTest extends HomuTestBase {
    @Test
    public void approvedPullRequestIsBuiltAtItsMergeCommitAndMerged() throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("HOMU_COMMIT", ""), new StringParameterDefinition("COLOUR", "red")));
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        until("the pull request is merged", pull::isMerged);
        FreeStyleBuild build = widget.getLastBuild();
        String main = homu.repository.tip("main");
        assertThat(build.getCause(HomuCause.class).getShortDescription()).isEqualTo("Homu: testing #1 for main");
        assertThat(build.getAction(ParametersAction.class)
                        .getParameter("HOMU_COMMIT")
                        .getValue())
                .isEqualTo(main);
        assertThat(build.getAction(ParametersAction.class)
                        .getParameter("COLOUR")
                        .getValue())
                .isEqualTo("red");
        assertThat(build.getEnvironment(hudson.model.TaskListener.NULL))
                .containsEntry("HOMU_PULLS", "1")
                .containsEntry("HOMU_KIND", "auto")
                .containsEntry("HOMU_REPOSITORY", "acme/widget")
                .containsEntry("HOMU_BASE", "main");
        untilSaid(pull, ":sunny: Test successful - [linux](" + url() + build.getUrl() + ")");
        assertThat(widget.getBuilds()).hasSize(1);
    }

    @Test
    public void failureIsToldWithTheEndOfTheLogAndRetryTestsAgain() throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.getBuildersList().add(new FailureBuilder());
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, ":broken_heart: Test failed - [linux](");
        untilSaid(pull, "Finished: FAILURE");
        assertThat(pull.isMerged()).isFalse();

        widget.getBuildersList().clear();
        pull.comment("alice", "@homu retry");
        until("the pull request is merged", pull::isMerged);
    }

    @Test
    public void unstableFailsUnlessItIsConfiguredToPass() throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.getBuildersList().add(new UnstableBuilder());
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        untilSaid(pull, ":broken_heart: Test failed - [linux](");

        var configuration = io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration.get();
        configuration
                .repository("widget")
                .orElseThrow()
                .jobBuilder("linux")
                .orElseThrow()
                .setUnstablePasses(true);
        configuration.save();
        pull.comment("alice", "@homu retry");
        until("the pull request is merged", pull::isMerged);
    }

    @Test
    public void takingTheApprovalBackStopsTheBuild() throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.getBuildersList().add(new SleepBuilder(Duration.ofMinutes(5).toMillis()));
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until(
                "the build runs",
                () -> widget.getLastBuild() != null && widget.getLastBuild().isBuilding());

        pull.comment("alice", "@homu r-");

        until("the build has ended", () -> !widget.getLastBuild().isLogUpdated());
        assertThat(widget.getLastBuild().getResult()).isEqualTo(Result.ABORTED);
        assertThat(JenkinsRule.getLog(widget.getLastBuild())).contains("Stopped by Homu");
        assertThat(said(pull)).noneMatch(text -> text.contains("broken_heart"));
    }

    @Test
    public void whatABuildWaitsForIsShownAndACancelledPlaceInTheQueueIsTold() throws Exception {
        // Without any agent Jenkins does not speak of labels.
        jenkins.createOnlineSlave(Label.get("linux"));
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.setAssignedLabel(Label.get("mac"));
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until("the queue says what it waits for", () -> waitsFor("mac"));

        jenkins.jenkins.getQueue().cancel(widget);

        untilSaid(pull, ":broken_heart: Test cancelled outside of the queue - ");
    }

    private static boolean waitsFor(String label) {
        Optional<BuilderResult> linux = HomuInJenkins.state()
                .activeAttempt(1, false)
                .map(attempt -> attempt.builders().get("linux"));
        return linux.filter(result -> result.state() == BuilderState.RUNNING
                        && result.description().contains(label))
                .isPresent();
    }

    private DumbSlave agent(String name) throws Exception {
        DumbSlave agent = jenkins.createSlave(name, "linux", null);
        jenkins.waitOnline(agent);
        return agent;
    }

    private FreeStyleProject runningOn(DumbSlave agent) throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.setAssignedLabel(Label.get("linux"));
        widget.getBuildersList().add(new Shell("echo it runs; exec sleep 300"));
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until(
                "the build runs",
                () -> widget.getLastBuild() != null && log(widget).contains("it runs"));
        assertThat(widget.getLastBuild().getBuiltOn()).isEqualTo(agent);
        widget.getBuildersList().clear();
        return widget;
    }

    private static String log(FreeStyleProject job) {
        try {
            return JenkinsRule.getLog(job.getLastBuild());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void isMergedBySecondBuildOf(FreeStyleProject widget) {
        SimPull pull = homu.repository.pull(1);
        until("the pull request is merged", pull::isMerged);
        assertThat(widget.getBuilds()).hasSize(2);
        assertThat(widget.getBuildByNumber(1).getResult()).isNotEqualTo(Result.SUCCESS);
        assertThat(said(pull)).noneMatch(text -> text.contains("broken_heart"));
    }

    @Test
    public void buildThatIsLostWithItsAgentIsStartedOnceMore() throws Exception {
        DumbSlave agent = agent("one");
        FreeStyleProject widget = runningOn(agent);

        jenkins.jenkins.removeNode(agent);
        agent("two");

        isMergedBySecondBuildOf(widget);
    }

    @Test
    public void agentThatIsBackAtOnceHasLostItsBuildAllTheSame() throws Exception {
        DumbSlave agent = agent("one");
        FreeStyleProject widget = runningOn(agent);

        agent.toComputer().disconnect(new OfflineCause.ByCLI("the test")).get();
        agent.toComputer().connect(true).get();

        isMergedBySecondBuildOf(widget);
    }

    @Test
    public void failedSiblingStopsTheOther() throws Exception {
        FreeStyleProject slow = jenkins.createFreeStyleProject("slow");
        slow.getBuildersList().add(new SleepBuilder(Duration.ofMinutes(5).toMillis()));
        FreeStyleProject failing = jenkins.createFreeStyleProject("failing");
        failing.getBuildersList().add(new FailureBuilder());
        failing.setQuietPeriod(0);
        configure(job("slow", "slow"), job("failing", "failing"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, ":broken_heart: Test failed - [failing](");
        until(
                "the other is stopped or never began",
                () -> slow.getLastBuild() == null
                        ? jenkins.jenkins.getQueue().isEmpty()
                        : slow.getLastBuild().getResult() == Result.ABORTED);
    }

    @Test
    public void jobThatDoesNotExistIsAnErrorThatSaysWhatToDo() throws Exception {
        configure(job("linux", "folder/nowhere"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, ":boom: The builder `linux` could not be started: There is no job folder/nowhere.");
    }

    @Test
    public void disabledJobIsAnErrorThatSaysWhatToDo() throws Exception {
        jenkins.createFreeStyleProject("widget").makeDisabled(true);
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, ":boom: The builder `linux` could not be started: The job widget is disabled");
    }

    @Test
    public void jobAndStatusAreBothNeeded() throws Exception {
        jenkins.createFreeStyleProject("widget");
        StatusBuilder status = new StatusBuilder("ci/docs");
        configure(job("linux", "widget"), status);
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until("the job has passed", () -> HomuInJenkins.state()
                .activeAttempt(1, false)
                .map(attempt -> attempt.builders().get("linux").state() == BuilderState.SUCCESS)
                .orElse(false));
        assertThat(pull.isMerged()).isFalse();

        homu.repository.status(homu.repository.tip("auto"), "ci/docs", "success", "https://ci.example/1", "");

        until("the pull request is merged", pull::isMerged);
    }
}
