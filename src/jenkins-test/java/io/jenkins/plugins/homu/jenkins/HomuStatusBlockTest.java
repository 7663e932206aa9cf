package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.simulator.SimPull;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What becomes of a builder whose block goes wrong without failing, or is broken off. */
public class HomuStatusBlockTest extends HomuTestBase {
    private final long patience = ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS;

    /** An agent that was removed may come back for so long. */
    @Before
    public void giveAgentsUpSoon() {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = 1_000;
    }

    @After
    public void giveAgentsUpAsUsual() {
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = patience;
    }

    /** The build itself may be unstable; docs and lint are blocks of it. */
    private SimPull tested(boolean unstableDocsPass, String script) throws Exception {
        JenkinsJobBuilder linux = job("linux", "widget");
        linux.setUnstablePasses(true);
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        docs.setUnstablePasses(unstableDocsPass);
        pipeline("widget", script);
        configure(linux, docs);
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        return pull;
    }

    @Test
    public void unstableBlockHasFailed() throws Exception {
        SimPull pull = tested(false, "homuStatus('docs') { unstable 'dead links' }");

        untilSaid(pull, ":broken_heart: Test failed - [docs](");
        untilSaid(pull, "unstable");
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void unstableBlockPassesWhereThatIsConfigured() throws Exception {
        untilMerged(tested(true, "homuStatus('docs') { unstable 'dead links' }"));
    }

    @Test
    public void blockBesideAnUnstableOneHasPassed() throws Exception {
        untilMerged(tested(
                false, "parallel one: { unstable 'flaky' }, two: { sleep 2; homuStatus('docs') { echo 'fine' } }"));
    }

    @Test
    public void blockThatMakesItsBuildUnstableWithoutAWarningHasFailed() throws Exception {
        SimPull pull = tested(false, "homuStatus('docs') { currentBuild.result = 'UNSTABLE' }");

        untilSaid(pull, ":broken_heart: Test failed - [docs](");
    }

    private static void untilLogged(WorkflowJob job, int number, String text) {
        until("build " + number + " logs " + text, () -> {
            WorkflowRun run = job.getBuildByNumber(number);
            try {
                return run != null && JenkinsRule.getLog(run).contains(text);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    public void blockThatTimesOutHasFailed() throws Exception {
        SimPull pull = tested(false, "timeout(time: 1, unit: 'SECONDS') { homuStatus('docs') { sleep 300 } }");

        untilSaid(pull, ":broken_heart: Test failed - [docs](");
        untilSaid(pull, "Timeout has been exceeded");
    }

    @Test
    @SuppressWarnings("try") // who one acts as is restored at the end
    public void blockThatAPersonAbortsIsCancelled() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .toEveryone());
        SimPull pull = tested(false, "homuStatus('docs') { echo 'it runs'; sleep 300 }");
        WorkflowJob widget = Jenkins.get().getItemByFullName("widget", WorkflowJob.class);
        untilLogged(widget, 1, "it runs");

        try (ACLContext context = ACL.as(User.getById("dave", true))) {
            widget.getLastBuild().getExecutor().doStop();
        }

        untilSaid(pull, ":broken_heart: Test cancelled outside of the queue - [docs](");
        untilSaid(pull, "Aborted by dave");
    }

    private DumbSlave agent(String name) throws Exception {
        DumbSlave agent = jenkins.createSlave(name, "mac", null);
        jenkins.waitOnline(agent);
        return agent;
    }

    private void isMergedAfterTheAgentIsLost(String builder) throws Exception {
        DumbSlave first = agent("first");
        SimPull pull = tested(
                false,
                "homuStatus('docs') { echo 'docs are fine' }\nnode('mac') { homuStatus('" + builder
                        + "') { echo \"on ${env.NODE_NAME}\"; if (env.NODE_NAME == 'first') { sh 'sleep 300' } } }");
        WorkflowJob widget = Jenkins.get().getItemByFullName("widget", WorkflowJob.class);
        untilLogged(widget, 1, "on first");
        untilLogged(widget, 1, "sleep 300");

        jenkins.jenkins.removeNode(first);
        assertThat(Label.get("mac").getNodes()).isEmpty();
        agent("second");

        until("it is merged", pull::isMerged);
        assertThat(widget.getBuilds()).hasSize(2);
        assertThat(said(pull)).noneMatch(text -> text.contains(":broken_heart:"));
    }

    @Test
    public void blockOfTheBuildersOwnBuildThatIsLostIsBuiltOnceMore() throws Exception {
        isMergedAfterTheAgentIsLost("linux");
    }

    @Test
    public void otherBlockThatIsLostWithItsBuildIsBuiltOnceMore() throws Exception {
        isMergedAfterTheAgentIsLost("docs");
    }

    @Test
    public void lossThatABuildSurvivesIsToldAtItsEnd() throws Exception {
        DumbSlave first = agent("first");
        SimPull pull = tested(
                false, "try { node('mac') { homuStatus('docs') { sh 'sleep 300' } } } catch (e) { echo 'goes on' }");
        WorkflowJob widget = Jenkins.get().getItemByFullName("widget", WorkflowJob.class);
        untilLogged(widget, 1, "sleep 300");

        jenkins.jenkins.removeNode(first);

        untilSaid(pull, ":broken_heart: Test cancelled outside of the queue - [docs](");
        assertThat(widget.getBuilds()).hasSize(1);
    }
}
