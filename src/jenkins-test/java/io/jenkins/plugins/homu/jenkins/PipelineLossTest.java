package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** An agent dies under a Pipeline, in steps of several kinds: the pull request is not blamed; it is for what the test itself does. */
public class PipelineLossTest extends HomuTestBase {
    private final long patience = ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS;

    private DumbSlave agent;
    private Path sign;
    private WorkflowJob widget;

    @Before
    public void startAgent() throws Exception {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = 100;
        sign = directory.getRoot().toPath().resolve("runs");
        agent = online("one");
    }

    @After
    public void restorePatience() {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = patience;
    }

    private DumbSlave online(String name) throws Exception {
        DumbSlave online = jenkins.createSlave(name, "linux", null);
        jenkins.waitOnline(online);
        return online;
    }

    /** Hangs the first time that it runs, until its agent goes. */
    private String readsForEver() {
        return "sh 'mkfifo pipe; touch \"" + sign + "\"'; readFile 'pipe'";
    }

    /** A Pipeline that does something the first time only. */
    private SimPull begun(String script) throws Exception {
        widget = pipeline("widget", script);
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until("the build runs", () -> Files.exists(sign));
        return pull;
    }

    private String once(String steps) {
        return "if (!fileExists('" + sign + "')) { " + steps + " }";
    }

    private void reconnect() throws Exception {
        agent.toComputer().disconnect(new OfflineCause.ByCLI("the test")).get();
        agent.toComputer().connect(true).get();
    }

    private void isMergedBySecondBuild(SimPull pull) {
        untilMerged(pull);
        assertThat(widget.getBuilds()).hasSize(2);
        assertThat(widget.getBuildByNumber(1).getResult()).isNotEqualTo(Result.SUCCESS);
        assertThat(said(pull)).noneMatch(text -> text.contains("broken_heart"));
    }

    private void isBlamed(SimPull pull) {
        untilSaid(pull, ":broken_heart: Test failed - [linux](");
        assertThat(widget.getBuilds()).hasSize(1);
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void agentThatDiesInAShellStepHasLostItsBuild() throws Exception {
        SimPull pull = begun("node('linux') { " + once("sh 'touch \"" + sign + "\"; sleep 300'") + " }");

        jenkins.jenkins.removeNode(agent);
        online("two");

        isMergedBySecondBuild(pull);
    }

    @Test
    public void agentThatDiesInAnotherStepHasLostItsBuild() throws Exception {
        SimPull pull = begun("node('linux') { " + once(readsForEver()) + " }");

        reconnect();

        isMergedBySecondBuild(pull);
    }

    @Test
    public void agentThatDiesInAStageOfADeclarativePipelineHasLostItsBuild() throws Exception {
        SimPull pull = begun("pipeline { agent { label 'linux' }\n stages { stage('Test') { steps { script { "
                + once(readsForEver())
                + " } } } }\n post { always { sh 'true' } } }");

        reconnect();

        isMergedBySecondBuild(pull);
    }

    @Test
    public void agentThatIsGoneWhenTheNextStepBeginsHasLostItsBuild() throws Exception {
        SimPull pull = begun("node('linux') { " + once("sh 'touch \"" + sign + "\"'; input 'go'; sh 'true'") + " }");
        until("it asks", this::asks);

        agent.toComputer().disconnect(new OfflineCause.ByCLI("the test")).get();
        widget.getLastBuild()
                .getAction(InputAction.class)
                .getExecutions()
                .get(0)
                .proceed(null);
        until("the build has ended", () -> !widget.getBuildByNumber(1).isBuilding());
        agent.toComputer().connect(true).get();

        isMergedBySecondBuild(pull);
    }

    private boolean asks() {
        InputAction asked = widget.getLastBuild().getAction(InputAction.class);
        try {
            return asked != null && !asked.getExecutions().isEmpty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void lossThatTheScriptMadeUpForExcusesNoFailure() throws Exception {
        SimPull pull = begun("try { node('linux') { " + readsForEver() + " } } catch (e) { echo 'again' }\n"
                + "node('linux') { sh 'exit 3' }");

        reconnect();

        isBlamed(pull);
    }

    @Test
    public void removalThatTheScriptMadeUpForExcusesNoFailure() throws Exception {
        SimPull pull = begun("catchError(buildResult: 'SUCCESS') { node('linux') { sh 'touch \"" + sign
                + "\"; sleep 300' } }\nnode('linux') { sh 'exit 3' }");

        jenkins.jenkins.removeNode(agent);
        online("two");

        isBlamed(pull);
    }

    @Test
    public void failureBesideALossIsAFailure() throws Exception {
        SimPull pull = begun("parallel a: { node('linux') { " + readsForEver() + " } }, b: { node { waitUntil {"
                + " fileExists '" + sign + "' }; sh 'exit 3' } }");

        until("the test has failed", () -> !widget.getLastBuild().isBuilding() || failed());
        reconnect();

        isBlamed(pull);
    }

    private boolean failed() {
        try {
            return org.jvnet.hudson.test.JenkinsRule.getLog(widget.getLastBuild())
                    .contains("Failed in branch b");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    public void stepOutsideANodeIsAMistakeInTheScript() throws Exception {
        Files.createFile(sign);
        isBlamed(begun("sh 'true'"));
    }
}
