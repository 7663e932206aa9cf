package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchProperty;
import jenkins.branch.BranchSource;
import jenkins.branch.DefaultBranchPropertyStrategy;
import jenkins.branch.NoTriggerBranchProperty;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.After;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Which builds may speak for which builders: a Jenkinsfile may come from a pull request that nobody has approved. */
public class HomuStatusRightsTest extends HomuTestBase {
    @After
    public void forbidLocal() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    private SimPull tested() {
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        until("it is tested", () -> HomuInJenkins.state()
                .activeAttempt(1, false)
                .flatMap(attempt -> attempt.merge())
                .isPresent());
        return pull;
    }

    private static BuilderState stateOf(String builder) {
        return HomuInJenkins.state()
                .activeAttempt(1, false)
                .orElseThrow()
                .builders()
                .get(builder)
                .state();
    }

    private String report(String builder) {
        return "homuStatus builder: '" + builder + "', result: 'SUCCESS', repository: 'acme/widget', commit: '"
                + homu.repository.tip("auto") + "'";
    }

    private static boolean isAsleep(WorkflowJob job) {
        try {
            WorkflowRun run = job.getLastBuild();
            return run != null && JenkinsRule.getLog(run).contains("Sleeping");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkflowRun ended(WorkflowJob job, int number) {
        until("build " + number + " has ended", () -> {
            WorkflowRun run = job.getBuildByNumber(number);
            return run != null && !run.isBuilding() && !run.isLogUpdated();
        });
        return job.getBuildByNumber(number);
    }

    @Test
    public void buildOfATryCannotSpeakForTheAttemptThatIsToBeMerged() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        docs.setTryJob("nothing");
        WorkflowJob widget = pipeline("widget", "sleep 300");
        configure(job("linux", "widget"), docs);
        SimPull pull = tested();
        until("it runs", () -> stateOf("linux") == BuilderState.RUNNING && isAsleep(widget));

        widget.setDefinition(new CpsFlowDefinition(
                "catchError { " + report("docs") + " }\ncatchError { " + report("linux") + " }\n"
                        + report("linux").replace("commit:", "url: 'https://a.example/', commit:"),
                true));
        homu.open("two").comment("carol", "@homu try");

        WorkflowRun run = ended(widget, 2);
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("so it reaches nothing else. Leave out repository and commit.", run);
        assertThat(stateOf("docs")).isEqualTo(BuilderState.WAITING);
        assertThat(stateOf("linux")).isEqualTo(BuilderState.RUNNING);
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void buildDoesNotSpeakForBuildersThatHaveBuildsOfTheirOwn() throws Exception {
        JenkinsJobBuilder docs = job("docs", "pages");
        docs.setStart(false);
        WorkflowJob widget = pipeline(
                "widget",
                "catchError { homuStatus builder: 'mac', result: 'SUCCESS' }\nhomuStatus builder: 'docs', result:"
                        + " 'SUCCESS'");
        pipeline("mac", "sleep 300");
        configure(job("linux", "widget"), job("mac", "mac"), docs);

        SimPull pull = tested();

        WorkflowRun run = ended(widget, 1);
        jenkins.assertLogContains("the builder mac speaks for itself, by builds of its own", run);
        jenkins.assertLogContains("the builder docs is not configured with the job widget", run);
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void attemptOfItsOwnMayBeNamed() throws Exception {
        JenkinsJobBuilder docs = job("docs", "widget");
        docs.setStart(false);
        pipeline(
                "widget",
                "homuStatus builder: 'docs', result: 'SUCCESS', repository: 'acme/widget', commit: env.HOMU_COMMIT");
        configure(job("linux", "widget"), docs);

        untilMerged(tested());
    }

    @Test
    public void onlyTheJobOfTheTestedBranchSpeaksForAMultibranchProject() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        homu.repository.commit(
                "main",
                Map.of(
                        "Jenkinsfile",
                        "node { def s = checkout scm; homuStatus builder: 'linux', result: 'SUCCESS', commit:"
                                + " s.GIT_COMMIT }"),
                "How it is built");
        WorkflowMultiBranchProject widget = multibranch();
        JenkinsJobBuilder linux = job("linux", "widget");
        linux.setStart(false);
        configure(linux);
        SimPull pull = tested();
        homu.repository.branch("evil", "main", Map.of("Jenkinsfile", report("linux")));
        widget.scheduleBuild2(0).getFuture().get();

        WorkflowRun evil = widget.getItemByBranchName("evil").scheduleBuild2(0).get();
        jenkins.assertBuildStatus(Result.FAILURE, evil);
        jenkins.assertLogContains("is not configured with the job widget/evil for the branch auto", evil);
        assertThat(stateOf("linux")).isEqualTo(BuilderState.WAITING);
        assertThat(pull.isMerged()).isFalse();

        jenkins.assertBuildStatusSuccess(widget.getItemByBranchName("auto").scheduleBuild2(0));
        untilMerged(pull);
    }

    private WorkflowMultiBranchProject multibranch() throws Exception {
        WorkflowMultiBranchProject widget = jenkins.createProject(WorkflowMultiBranchProject.class, "widget");
        GitSCMSource source = new GitSCMSource(homu.repository.gitDir().toString());
        source.setId("widget");
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        BranchSource branches = new BranchSource(source);
        branches.setStrategy(new DefaultBranchPropertyStrategy(new BranchProperty[] {new NoTriggerBranchProperty()}));
        widget.getSourcesList().add(branches);
        return widget;
    }

    @Test
    public void whatComesAfterwardsCountsForTheBuildersOwnBuild() throws Exception {
        WorkflowJob widget = pipeline(
                "widget",
                "homuStatus('linux') { echo 'fine' }\nhomuStatus builder: 'linux', result: 'SUCCESS'\nsleep 3\nerror 'not"
                        + " after all'");
        configure(job("linux", "widget"));

        SimPull pull = tested();

        untilSaid(pull, ":broken_heart: Test failed - [linux](");
        assertThat(pull.isMerged()).isFalse();
        jenkins.assertLogContains(
                "linux is success so far; it counts when this build has ended.", widget.getLastBuild());
    }

    @Test
    public void ownWordsOfABuildThatPassesAreTold() throws Exception {
        pipeline(
                "widget",
                "homuStatus builder: 'linux', result: 'SUCCESS', url: 'https://report.example/7', description: 'all"
                        + " green'");
        configure(job("linux", "widget"));

        SimPull pull = tested();

        untilMerged(pull);
        untilSaid(pull, "[linux](https://report.example/7)");
    }

    @Test
    public void failureThatAPipelineSwallowsStands() throws Exception {
        pipeline(
                "widget",
                "try { homuStatus('linux') { error 'red' } } catch (e) { echo 'goes on' }\necho 'as if nothing were'");
        configure(job("linux", "widget"));

        SimPull pull = tested();

        untilSaid(pull, ":broken_heart: Test failed - [linux](");
        assertThat(said(pull)).noneMatch(text -> text.contains(":sunny:"));
    }

    @Test
    public void blockThatPassesTheSecondTimeHasPassed() throws Exception {
        pipeline("widget", "def n = 0\nretry(2) { homuStatus('linux') { n++; if (n == 1) { error 'flaky' } } }");
        configure(job("linux", "widget"));

        untilMerged(tested());
    }
}
