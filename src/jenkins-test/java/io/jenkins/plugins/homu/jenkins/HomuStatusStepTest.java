package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.simulator.SimPull;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Test;

/** Pipelines that the queue starts, and the step by which they ask and tell. */
public class HomuStatusStepTest extends HomuTestBase {
    @Test
    public void pipelineIsToldWhatItTests() throws Exception {
        WorkflowJob widget = pipeline(
                "widget",
                "def a = homuStatus()\necho \"tests ${a.repository} ${a.kind} ${a.pulls} ${a.base} ${a.mergeSha}"
                        + " by ${a.approvedBy}, env ${env.HOMU_COMMIT}\"");
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
        String main = homu.repository.tip("main");
        jenkins.assertLogContains(
                "tests acme/widget auto [1] main " + main + " by alice, env " + main, widget.getLastBuild());
    }

    @Test
    public void pipelineOfNobodysAttemptIsToldSo() throws Exception {
        configure(job("linux", "widget"));
        WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline("other", "echo \"a: ${homuStatus()}\""));
        jenkins.assertLogContains("a: null", run);
    }

    @Test
    public void stageThatFailedIsNamed() throws Exception {
        pipeline("widget", "stage('Compile') { echo 'fine' }\nstage('Test') { error 'two tests failed' }");
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, "linux: `Stage Test: failure`");
        untilSaid(pull, "ERROR: two tests failed");
    }

    @Test
    public void oneJobReportsSeveralBuildersByBodies() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        pipeline("widget", "withHomuStatus('docs') { echo 'docs are fine' }");
        configure(job("linux", "widget"), docs);
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
        untilSaid(pull, "[docs](");
    }

    @Test
    public void stepHasABodyOrNone() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        JenkinsJobBuilder lint = job("lint", "widget");
        lint.setStart(false);
        WorkflowJob widget = pipeline(
                "widget",
                """
                def kind = homuStatus().kind
                def answer = homuStatus(builder: 'docs', url: 'https://docs.example/1', description: 'spelling') {
                  node { echo "docs of ${kind} are fine" }
                  return 42
                }
                echo "the block says ${answer}"
                homuStatus('lint') { echo 'lint is fine' }
                """);
        configure(job("linux", "widget"), docs, lint);
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
        untilSaid(pull, "[docs](https://docs.example/1)");
        jenkins.assertLogContains("docs of auto are fine", widget.getLastBuild());
        jenkins.assertLogContains("the block says 42", widget.getLastBuild());
        jenkins.assertLogContains("homuStatus: lint is success", widget.getLastBuild());
    }

    @Test
    public void declarativePipelineMayUseBothForms() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        WorkflowJob widget = pipeline(
                "widget",
                """
                pipeline {
                  agent any
                  stages {
                    stage('Docs') {
                      steps {
                        homuStatus(builder: 'docs', result: 'PENDING')
                        homuStatus(builder: 'docs') {
                          echo 'docs are fine'
                        }
                      }
                    }
                  }
                }
                """);
        configure(job("linux", "widget"), docs);
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
        jenkins.assertLogContains("docs are fine", widget.getLastBuild());
    }

    @Test
    public void bodyThatFailsReportsFailure() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        pipeline("widget", "catchError { withHomuStatus('docs') { error 'no docs' } }\nsleep 1");
        configure(job("linux", "widget"), docs);
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilSaid(pull, ":broken_heart: Test failed - [docs](");
    }

    @Test
    public void buildThatTheQueueDidNotStartSpeaksForItsConfiguredBuilderOnly() throws Exception {
        JenkinsJobBuilder linux = job("linux", "pushed");
        linux.setStart(false);
        configure(linux);
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until("it is tested", () -> HomuInJenkins.state()
                .activeAttempt(1, false)
                .flatMap(attempt -> attempt.merge())
                .isPresent());
        String merge = homu.repository.tip("auto");
        String report =
                "homuStatus builder: 'linux', result: 'SUCCESS', repository: 'acme/widget', commit: '" + merge + "'";

        WorkflowRun stranger = jenkins.buildAndAssertStatus(hudson.model.Result.FAILURE, pipeline("stranger", report));
        jenkins.assertLogContains("is not configured with the job stranger", stranger);
        assertThat(HomuInJenkins.state()
                        .activeAttempt(1, false)
                        .orElseThrow()
                        .builders()
                        .get("linux")
                        .state())
                .isEqualTo(BuilderState.WAITING);

        jenkins.buildAndAssertSuccess(pipeline("pushed", report));
        untilMerged(pull);
    }

    @Test
    public void mistakesAreNamed() throws Exception {
        configure(job("linux", "widget"));
        jenkins.assertLogContains(
                "is no result; use one of [SUCCESS, FAILURE, PENDING]",
                jenkins.buildAndAssertStatus(
                        hudson.model.Result.FAILURE, pipeline("a", "homuStatus builder: 'linux', result: 'GREEN'")));
        jenkins.assertLogContains(
                "needs a result beside the builder",
                jenkins.buildAndAssertStatus(
                        hudson.model.Result.FAILURE, pipeline("b", "homuStatus builder: 'linux'")));
        jenkins.assertLogContains(
                "is not a commit; give all 40 digits",
                jenkins.buildAndAssertStatus(
                        hudson.model.Result.FAILURE,
                        pipeline("c", "homuStatus builder: 'linux', result: 'SUCCESS', commit: 'abc'")));
    }
}
