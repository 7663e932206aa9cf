package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.tasks.Shell;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A build that git gave another commit than the merge commit proves nothing, however green it is. */
public class WrongCommitTest extends HomuTestBase {
    private String base;

    @Before
    public void allowLocal() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        base = homu.repository.tip("main");
    }

    @After
    public void forbidLocal() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    /** The same repository by an address that does not end in owner/name. */
    private String otherAddress(String name) throws Exception {
        Path folder = directory.newFolder("mirrors").toPath();
        return Files.createSymbolicLink(folder.resolve(name), homu.repository.gitDir())
                .toString();
    }

    private FreeStyleProject freestyle(String address, String branch) throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.setScm(new GitSCM(
                List.of(new UserRemoteConfig(address, null, null, null)),
                List.of(new BranchSpec(branch)),
                null,
                null,
                List.of()));
        return widget;
    }

    private static String checkout(String address, String branch) {
        return "checkout([$class: 'GitSCM', branches: [[name: " + branch + "]], userRemoteConfigs: [[url: '" + address
                + "']]])";
    }

    private SimPull approved() throws Exception {
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        return pull;
    }

    private void untilRefused(SimPull pull, String address) {
        untilSaid(pull, ":boom: The result of the builder [linux](");
        untilSaid(pull, "git checked out " + base.substring(0, 7) + " of " + address);
        assertThat(homu.repository.tip("main")).isEqualTo(base);
        assertThat(pull.isMerged()).isFalse();
        assertThat(said(pull)).noneMatch(text -> text.contains(":broken_heart:") || text.contains(":sunny:"));
    }

    @Test
    public void greenBuildOfAnotherCommitIsAnErrorOfTheConfiguration() throws Exception {
        String address = otherAddress("copy.git");
        FreeStyleProject widget = freestyle(address, "*/main");

        SimPull pull = approved();

        untilRefused(pull, address);
        untilSaid(pull, "Give the job the address of acme/widget");
        assertThat(widget.getBuilds()).hasSize(1);
        assertThat(widget.getLastBuild().getResult()).isEqualTo(Result.SUCCESS);

        widget.setScm(new GitSCM(
                List.of(new UserRemoteConfig(homu.repository.gitDir().toString(), null, null, null)),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of()));
        pull.comment("alice", "@homu retry");
        untilMergedByRetry(pull);
    }

    private static void untilMergedByRetry(SimPull pull) {
        HomuInJenkins.until("the pull request is merged", pull::isMerged);
    }

    @Test
    public void failureOnAnotherCommitIsNotBlamedOnThePullRequest() throws Exception {
        String address = otherAddress("copy.git");
        freestyle(address, "*/main").getBuildersList().add(new Shell("exit 1"));

        untilRefused(approved(), address);
    }

    @Test
    public void jobThatChecksOutHomuCommitMayUseAnyAddress() throws Exception {
        freestyle(otherAddress("copy.git"), "${HOMU_COMMIT}");

        untilMerged(approved());
    }

    @Test
    public void jobThatGetsTheCommitByItselfIsTrusted() throws Exception {
        freestyle(otherAddress("copy.git"), "*/main");
        configure(job("linux", "widget"));
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration
                .repository("widget")
                .orElseThrow()
                .jobBuilder("linux")
                .orElseThrow()
                .setOwnCheckout(true);
        configuration.save();
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
    }

    @Test
    public void pipelineThatBuiltTheBaseIsRefused() throws Exception {
        String address = otherAddress("copy.git");
        pipeline("widget", "node { " + checkout(address, "'*/main'") + " }");

        untilRefused(approved(), address);
    }

    @Test
    public void pipelineThatBuiltAnOldCommitOfARepositoryOfThatNameIsRefused() throws Exception {
        String address = otherAddress("Widget.git");
        homu.repository.branch("old", "main", Map.of("old.txt", "old\n"));
        String old = homu.repository.tip("old");
        pipeline("widget", "node { " + checkout(address, "'*/old'") + " }");

        SimPull pull = approved();

        untilSaid(pull, "git checked out " + old.substring(0, 7) + " of " + address);
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void pipelineThatChecksOutHomuCommitMayUseAnyAddress() throws Exception {
        pipeline("widget", "node { " + checkout(otherAddress("copy.git"), "env.HOMU_COMMIT") + " }");

        untilMerged(approved());
    }

    @Test
    public void pipelineMayHaveALibraryFromGitAndFetchTheCommitItself() throws Exception {
        SimRepository tools = homu.github.createRepository("acme", "tools");
        tools.commit("main", Map.of("tool.sh", "true\n"), "A tool");
        pipeline(
                "widget",
                "node { dir('tools') { " + checkout(tools.gitDir().toString(), "'*/main'") + " }\n"
                        + " sh \"git init -q . && git fetch -q '" + homu.repository.gitDir()
                        + "' auto && git checkout -q ${HOMU_COMMIT}\" }");

        untilMerged(approved());
    }

    @Test
    public void jobWithoutGitIsTrusted() throws Exception {
        shell("widget", "true");

        untilMerged(approved());
    }
}
