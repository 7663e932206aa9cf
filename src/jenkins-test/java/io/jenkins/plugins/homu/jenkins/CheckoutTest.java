package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Queue;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.util.BuildData;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchProperty;
import jenkins.branch.BranchSource;
import jenkins.branch.DefaultBranchPropertyStrategy;
import jenkins.branch.NoTriggerBranchProperty;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Jobs with git build exactly the merge commit, wherever branches are by then; multibranch projects do without indexing. */
public class CheckoutTest extends HomuTestBase {
    private static final String JENKINSFILE = "node { def s = checkout scm; echo \"checked out ${s.GIT_COMMIT}\" }";

    @Before
    public void allowLocal() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        homu.repository.commit("main", Map.of("Jenkinsfile", JENKINSFILE), "How it is built");
    }

    @After
    public void forbidLocal() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    private static GitSCM git(SimRepository repository) {
        return new GitSCM(
                List.of(new UserRemoteConfig(repository.gitDir().toString(), null, null, null)),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    private SimPull approved() {
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        return pull;
    }

    /** Approved, and somebody adds a commit to the branch before Jenkins begins. Returns the merge commit. */
    private String approvedAndMovedOn() {
        jenkins.jenkins.doQuietDown();
        approved();
        until("the build waits", () -> HomuInJenkins.state()
                .activeAttempt(1, false)
                .map(attempt -> attempt.builders().get("linux").state() == BuilderState.RUNNING)
                .orElse(false));
        until("it is in the queue", () -> Queue.getInstance().getItems().length == 1);
        String merge = HomuInJenkins.state()
                .activeAttempt(1, false)
                .flatMap(attempt -> attempt.merge())
                .map(CommitSha::value)
                .orElseThrow();
        assertThat(homu.repository.tip("auto")).isEqualTo(merge);
        String later = homu.repository.commit(
                "auto", Map.of("Jenkinsfile", "echo 'of another commit'"), "Not what is to be tested");
        assertThat(later).isNotEqualTo(merge);
        jenkins.jenkins.doCancelQuietDown();
        return merge;
    }

    @Test
    public void freestyleJobChecksTheMergeCommitOut() throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.setScm(git(homu.repository));
        configure(job("linux", "widget"));

        String merge = approvedAndMovedOn();

        SimPull pull = homu.repository.pull(1);
        until("the pull request is merged", pull::isMerged);
        assertThat(homu.repository.tip("main")).isEqualTo(merge);
        assertThat(widget.getLastBuild()
                        .getAction(BuildData.class)
                        .getLastBuiltRevision()
                        .getSha1String())
                .isEqualTo(merge);
    }

    @Test
    public void pipelineFromGitReadsItsScriptAndChecksOutAtTheMergeCommit() throws Exception {
        WorkflowJob widget = jenkins.createProject(WorkflowJob.class, "widget");
        widget.setDefinition(new CpsScmFlowDefinition(git(homu.repository), "Jenkinsfile"));
        configure(job("linux", "widget"));

        String merge = approvedAndMovedOn();

        SimPull pull = homu.repository.pull(1);
        until("the pull request is merged", pull::isMerged);
        jenkins.assertLogContains("checked out " + merge, widget.getLastBuild());
    }

    @Test
    public void otherRepositoriesOfABuildAreCheckedOutAsTheyAreConfigured() throws Exception {
        SimRepository tools = homu.github.createRepository("acme", "tools");
        String tip = tools.commit("main", Map.of("tool.sh", "true\n"), "A tool");
        WorkflowJob widget = pipeline(
                "widget",
                "node { dir('tools') {" + checkout(tools) + " }\n dir('widget') {" + checkout(homu.repository)
                        + " } }");
        configure(job("linux", "widget"));

        SimPull pull = approved();

        until("the build has ended", () -> ended(widget));
        jenkins.assertLogContains("acme/tools at " + tip, widget.getLastBuild());
        jenkins.assertLogContains("acme/widget at " + homu.repository.tip("auto"), widget.getLastBuild());
        until("the pull request is merged", pull::isMerged);
    }

    private static String checkout(SimRepository repository) {
        return " def s = checkout([$class: 'GitSCM', branches: [[name: '*/main']], userRemoteConfigs: [[url: '"
                + repository.gitDir() + "']]]); echo \"" + repository.fullName() + " at ${s.GIT_COMMIT}\"";
    }

    private static boolean ended(WorkflowJob job) {
        WorkflowRun run = job.getLastBuild();
        return run != null && !run.isBuilding() && !run.isLogUpdated();
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

    private void indexed(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
    }

    @Test
    public void multibranchProjectBuildsTheMergeCommitWithoutIndexing() throws Exception {
        homu.repository.forcePush("auto", homu.repository.tip("main"));
        WorkflowMultiBranchProject widget = multibranch();
        indexed(widget);
        long last = widget.getIndexing().getTimestamp().getTimeInMillis();
        configure(job("linux", "widget"));

        SimPull pull = approved();

        until("the pull request is merged", pull::isMerged);
        WorkflowJob auto = widget.getItemByBranchName("auto");
        jenkins.assertLogContains("checked out " + homu.repository.tip("main"), auto.getLastBuild());
        assertThat(auto.getBuilds()).hasSize(1);
        assertThat(widget.getIndexing().getTimestamp().getTimeInMillis()).isEqualTo(last);
        untilSaid(
                pull,
                ":sunny: Test successful - [linux](" + url()
                        + auto.getLastBuild().getUrl() + ")");
    }

    @Test
    public void branchThatIsNotKnownYetIsLookedFor() throws Exception {
        WorkflowMultiBranchProject widget = multibranch();
        indexed(widget);
        assertThat(widget.getItemByBranchName("auto")).isNull();
        configure(job("linux", "widget"));

        SimPull pull = approved();

        until("the pull request is merged", pull::isMerged);
        assertThat(widget.getItemByBranchName("auto").getBuilds()).hasSize(1);
    }

    @Test
    public void scriptOfAnotherCommitProvesNothing() throws Exception {
        homu.repository.forcePush("auto", homu.repository.tip("main"));
        WorkflowMultiBranchProject widget = multibranch();
        indexed(widget);
        configure(job("linux", "widget"));

        approvedAndMovedOn();

        SimPull pull = homu.repository.pull(1);
        untilSaid(pull, "Lost again after a new start: Its branch was moved by somebody else");
        assertThat(pull.isMerged()).isFalse();
        assertThat(widget.getItemByBranchName("auto").getBuilds()).hasSize(2);
    }
}
