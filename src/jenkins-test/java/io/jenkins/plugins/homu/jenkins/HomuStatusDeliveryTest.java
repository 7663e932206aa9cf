package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.jenkins.plugin.LifecycleListener;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.web.Fault;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
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

/** What a Pipeline reports is not lost, whether the queue is there to hear it or not. */
public class HomuStatusDeliveryTest {
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

    private static WorkflowJob pipeline(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Tests the first pull request by the job widget, which reports docs as well. */
    private void tested(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob widget = pipeline(jenkins, "widget", script);
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        homu.configure(jenkins.getURL().toString(), job("linux", "widget"), docs);
        homu.open("one").comment("alice", "@homu r+");
        until("it asks", () -> asks(widget));
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

    private static WorkflowJob widget() {
        return Jenkins.get().getItemByFullName("widget", WorkflowJob.class);
    }

    private static WorkflowRun goesOn(JenkinsRule jenkins) throws Exception {
        until("it asks", () -> asks(widget()));
        WorkflowRun run = widget().getLastBuild();
        run.getAction(InputAction.class).getExecutions().get(0).proceed(null);
        return jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
    }

    private static void stopTheQueue() {
        ExtensionList.lookupSingleton(LifecycleListener.class).onBeforeShutdown();
        assertThat(QueueAccess.get().runtime()).isEmpty();
    }

    private void back(JenkinsRule jenkins) throws Exception {
        JenkinsLocationConfiguration.get().setUrl(jenkins.getURL().toString());
        homu.serve(jenkins.getURL().toString());
    }

    private void isMergedByOneBuild() {
        SimPull pull = homu.repository.pull(1);
        untilMerged(pull);
        assertThat(widget().getBuilds()).hasSize(1);
    }

    @Test
    public void blockGoesOnAfterARestart() throws Throwable {
        sessions.then(jenkins -> tested(jenkins, "homuStatus('docs') { input 'go' }"));
        sessions.then(jenkins -> {
            back(jenkins);
            goesOn(jenkins);
            isMergedByOneBuild();
        });
    }

    @Test
    public void whatIsReportedWhileTheQueueIsNotThereIsFoundLater() throws Throwable {
        sessions.then(jenkins -> {
            tested(jenkins, "homuStatus('docs') { input 'go' }");
            stopTheQueue();
            jenkins.assertLogContains("finds that here when it does", goesOn(jenkins));
        });
        assertThat(homu.repository.pull(1).isMerged()).isFalse();
        sessions.then(jenkins -> {
            back(jenkins);
            isMergedByOneBuild();
        });
    }

    @Test
    public void whatIsReportedWhileTheQueueBeginsIsFoundThen() throws Throwable {
        sessions.then(jenkins ->
                tested(jenkins, "input 'go'\nhomuStatus builder: 'docs', result: 'SUCCESS', description: 'spelling'"));
        // Until GitHub has said who the bot is, nothing is decided.
        homu.github.faults().inject(Fault.status(503));
        sessions.then(jenkins -> {
            assertThat(QueueAccess.get().runtime().flatMap(HomuRuntime::name)).isEmpty();
            jenkins.assertLogContains("finds that here when it does", goesOn(jenkins));

            homu.github.faults().clear();
            back(jenkins);
            isMergedByOneBuild();
        });
    }

    @Test
    public void failureThatNobodyHeardOfStands() throws Throwable {
        sessions.then(jenkins -> {
            tested(
                    jenkins,
                    "input 'go'\nhomuStatus builder: 'docs', result: 'SUCCESS'\nhomuStatus builder: 'linux', result:"
                            + " 'FAILURE', description: 'it smokes'");
            stopTheQueue();
            goesOn(jenkins);
        });
        sessions.then(jenkins -> {
            back(jenkins);
            HomuInJenkins.untilSaid(homu.repository.pull(1), "it smokes");
            assertThat(homu.repository.pull(1).isMerged()).isFalse();
        });
    }

    @Test
    public void buildThatTheQueueDidNotStartIsHeardLaterToo() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob pushed = pipeline(
                    jenkins,
                    "pushed",
                    "homuStatus builder: 'linux', result: 'SUCCESS', repository: 'acme/widget', commit: params.COMMIT");
            pushed.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("COMMIT", "")));
            JenkinsJobBuilder linux = job("linux", "pushed");
            linux.setStart(false);
            homu.configure(jenkins.getURL().toString(), linux);
            homu.open("one").comment("alice", "@homu r+");
            until("it is tested", () -> HomuInJenkins.state()
                    .activeAttempt(1, false)
                    .flatMap(attempt -> attempt.merge())
                    .isPresent());
            stopTheQueue();
            pushed.getProperty(ParametersDefinitionProperty.class)
                    .getParameterDefinitions()
                    .set(0, new StringParameterDefinition("COMMIT", homu.repository.tip("auto")));
            jenkins.buildAndAssertSuccess(pushed);
            // The same from a job that has no say.
            Job<?, ?> stranger = pipeline(
                    jenkins,
                    "stranger",
                    "homuStatus builder: 'linux', result: 'FAILURE', repository: 'acme/widget', commit: '"
                            + homu.repository.tip("auto") + "'");
            jenkins.buildAndAssertSuccess((WorkflowJob) stranger);
        });
        sessions.then(jenkins -> {
            back(jenkins);
            untilMerged(homu.repository.pull(1));
        });
    }
}
