package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Shell;
import io.jenkins.plugins.homu.jenkins.plugin.LifecycleListener;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Jenkins is restarted while a pull request is tested: merged in the end all the same, and nothing said twice. */
public class RestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private HomuInJenkins homu;

    @Before
    public void startGitHub() throws Exception {
        homu = new HomuInJenkins(directory.getRoot().toPath());
    }

    @After
    public void stopGitHub() {
        homu.close();
    }

    private SimPull approved(JenkinsRule jenkins) throws Exception {
        homu.configure(jenkins.getURL().toString(), job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        return pull;
    }

    /** After the restart; it may have another address. */
    private Job<?, ?> back(JenkinsRule jenkins) throws Exception {
        JenkinsLocationConfiguration.get().setUrl(jenkins.getURL().toString());
        homu.serve(jenkins.getURL().toString());
        return Jenkins.get().getItemByFullName("widget", Job.class);
    }

    private void isMergedInTheEnd(Job<?, ?> widget, int builds) {
        SimPull pull = homu.repository.pull(1);
        until("the pull request is merged", pull::isMerged);
        until("that is said", () -> said(pull).stream().anyMatch(text -> text.contains(":sunny: Test successful")));
        // Of a build that was killed early Jenkins may know nothing any more, but its number.
        assertThat(widget.getLastBuild().getNumber()).isEqualTo(builds);
        List<String> said = said(pull);
        assertThat(said).doesNotHaveDuplicates();
        for (String once : List.of(":pushpin:", ":hourglass:", ":sunny:")) {
            assertThat(said.stream().filter(text -> text.contains(once)))
                    .as(once)
                    .hasSize(1);
        }
        assertThat(said).noneMatch(text -> text.contains(":broken_heart:") || text.contains(":boom:"));
    }

    private static FreeStyleProject shell(JenkinsRule jenkins, String command) throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.getBuildersList().add(new Shell(command));
        return widget;
    }

    private static String onceSlow(Path sign) {
        return "test -f '" + sign + "' || { touch '" + sign + "'; exec sleep 300; }";
    }

    private static void untilBuilding(FreeStyleProject widget, Path sign) {
        until("the build runs", () -> Files.exists(sign));
        assertThat(widget.getLastBuild().isBuilding()).isTrue();
    }

    @Test
    public void buildThatWaitsInTheQueueIsBuiltAfterwards() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createFreeStyleProject("widget").setAssignedLabel(Label.get("mac"));
            approved(jenkins);
            until(
                    "it waits for a mac",
                    () -> Queue.getInstance().getBuildableItems().size() == 1);
        });
        sessions.then(jenkins -> {
            Job<?, ?> widget = back(jenkins);
            assertThat(widget.getBuilds()).isEmpty();
            assertThat(Queue.getInstance().getItems()).hasSize(1);

            jenkins.createOnlineSlave(Label.get("mac"));

            isMergedInTheEnd(widget, 1);
        });
    }

    @Test
    public void pipelineGoesOn() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob widget = jenkins.createProject(WorkflowJob.class, "widget");
            widget.setDefinition(new CpsFlowDefinition("input 'go'", true));
            approved(jenkins);
            until("it asks", () -> asks(widget));
        });
        sessions.then(jenkins -> {
            WorkflowJob widget = (WorkflowJob) back(jenkins);
            until("it asks again", () -> asks(widget));

            widget.getLastBuild()
                    .getAction(InputAction.class)
                    .getExecutions()
                    .get(0)
                    .proceed(null);

            isMergedInTheEnd(widget, 1);
        });
    }

    private static boolean asks(WorkflowJob job) {
        WorkflowRun run = job.getLastBuild();
        InputAction asked = run == null ? null : run.getAction(InputAction.class);
        try {
            return asked != null && !asked.getExecutions().isEmpty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void freestyleBuildIsLostAndStartedOnceMore() throws Throwable {
        Path sign = directory.getRoot().toPath().resolve("runs");
        sessions.then(jenkins -> {
            FreeStyleProject widget = shell(jenkins, onceSlow(sign));
            approved(jenkins);
            untilBuilding(widget, sign);
        });
        sessions.then(jenkins -> {
            Job<?, ?> widget = back(jenkins);
            isMergedInTheEnd(widget, 2);
            assertThat(widget.getBuildByNumber(1).getResult()).isNotEqualTo(Result.SUCCESS);
        });
    }

    /** False while a thread of the Jenkins that is gone still writes there. */
    private static boolean isUndone(File asItWas, File build) {
        try {
            FileUtils.cleanDirectory(build);
            FileUtils.copyDirectory(asItWas, build);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    public void freestyleBuildOfAKilledJenkinsIsLostAndStartedOnceMore() throws Throwable {
        Path sign = directory.getRoot().toPath().resolve("runs");
        File asItWas = directory.newFolder("as-it-was");
        File builds = new File(sessions.getHome(), "jobs/widget/builds");
        sessions.then(jenkins -> {
            FreeStyleProject widget = shell(jenkins, onceSlow(sign));
            approved(jenkins);
            untilBuilding(widget, sign);
            FileUtils.copyDirectory(new File(builds, "1"), asItWas);
        });
        // Nobody wrote the end of the build.
        until("the build's end is undone", () -> isUndone(asItWas, new File(builds, "1")));
        sessions.then(jenkins -> isMergedInTheEnd(back(jenkins), 2));
    }

    @Test
    public void buildThatEndedWithoutTheQueueIsFound() throws Throwable {
        Path sign = directory.getRoot().toPath().resolve("runs");
        Path go = directory.getRoot().toPath().resolve("go");
        sessions.then(jenkins -> {
            FreeStyleProject widget =
                    shell(jenkins, "touch '" + sign + "'; while [ ! -f '" + go + "' ]; do sleep 0.1; done");
            SimPull pull = approved(jenkins);
            untilBuilding(widget, sign);
            until("it is said", () -> said(pull).stream().anyMatch(text -> text.contains(":hourglass:")));

            ExtensionList.lookupSingleton(LifecycleListener.class).onBeforeShutdown();
            assertThat(QueueAccess.get().runtime()).isEmpty();
            Files.createFile(go);
            jenkins.waitForCompletion((Run<?, ?>) widget.getLastBuild());
            assertThat(pull.isMerged()).isFalse();
        });
        sessions.then(jenkins -> isMergedInTheEnd(back(jenkins), 1));
    }

    @Test
    public void whatHappenedMeanwhileIsCaughtUpWith() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createFreeStyleProject("widget");
            approved(jenkins);
            isMergedInTheEnd(Jenkins.get().getItemByFullName("widget", Job.class), 1);
        });
        SimPull second = homu.open("two");
        sessions.then(jenkins -> {
            Job<?, ?> widget = back(jenkins);
            // By the first comparison, which takes commands that it finds for old ones and asks about them.
            until(
                    "the second pull request is known",
                    () -> HomuInJenkins.state().pulls().containsKey(2));
            second.comment("alice", "@homu r+");
            until("the second pull request is merged", second::isMerged);
            isMergedInTheEnd(widget, 2);
        });
    }
}
