package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.BooleanParameterDefinition;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.FileParameterDefinition;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParameterDefinition;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.junit.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What people do while a build runs: abort it, push, try, cancel; and jobs whose parameters can't take what they are told. */
public class InterventionTest extends HomuTestBase {
    /** Runs until it is stopped the first time, passes afterwards. */
    private FreeStyleProject slowOnce() throws Exception {
        Path sign = directory.getRoot().toPath().resolve("runs");
        FreeStyleProject widget =
                shell("widget", "test -f '" + sign + "' || { touch '" + sign + "'; exec sleep 300; }");
        configure(job("linux", "widget"));
        return widget;
    }

    private void untilRunning(FreeStyleProject widget) {
        until("the build runs", () -> Files.exists(directory.getRoot().toPath().resolve("runs")));
        assertThat(widget.getLastBuild().isBuilding()).isTrue();
    }

    private SimPull opened(String command, String author) {
        SimPull pull = homu.open("one");
        pull.comment(author, "@homu " + command);
        return pull;
    }

    @Test
    @SuppressWarnings("try") // who one acts as is restored at the end
    public void buildThatAPersonAbortsIsToldAndWaitsForRetry() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .toEveryone());
        FreeStyleProject widget = slowOnce();
        SimPull pull = opened("r+", "alice");
        untilRunning(widget);

        try (ACLContext context = ACL.as(User.getById("dave", true))) {
            widget.getLastBuild().getExecutor().doStop();
        }

        untilSaid(pull, ":broken_heart: Test cancelled outside of the queue - [linux](");
        untilSaid(pull, "Aborted by dave");
        assertThat(pull.isMerged()).isFalse();
        assertThat(widget.getBuilds()).hasSize(1);

        pull.comment("alice", "@homu retry");
        until("the pull request is merged", pull::isMerged);
        assertThat(widget.getBuilds()).hasSize(2);
    }

    @Test
    public void pushStopsTheBuildAndTakesTheApprovalBack() throws Exception {
        FreeStyleProject widget = slowOnce();
        SimPull pull = opened("r+", "alice");
        untilRunning(widget);

        pull.push(Map.of("more.txt", "more\n"));

        until("the build is stopped", () -> widget.getLastBuild().getResult() == Result.ABORTED);
        until(
                "the approval is gone",
                () -> !HomuInJenkins.state().pulls().get(1).isApproved());
        assertThat(said(pull)).noneMatch(text -> text.contains(":broken_heart:"));
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void tryIsBuiltAndNotMerged() throws Exception {
        FreeStyleProject widget = shell("widget", "exit 0");
        configure(job("linux", "widget"));
        String main = homu.repository.tip("main");

        SimPull pull = opened("try", "carol");

        untilSaid(pull, ":sunny: Test successful - [linux](");
        FreeStyleBuild build = widget.getLastBuild();
        assertThat(build.getEnvironment(hudson.model.TaskListener.NULL))
                .containsEntry("HOMU_KIND", "try")
                .containsEntry("HOMU_BRANCH", "try")
                .containsEntry("HOMU_COMMIT", homu.repository.tip("try"));
        assertThat(pull.isMerged()).isFalse();
        assertThat(homu.repository.tip("main")).isEqualTo(main);
    }

    @Test
    public void tryCancelStopsTheBuild() throws Exception {
        FreeStyleProject widget = slowOnce();
        SimPull pull = opened("try", "carol");
        untilRunning(widget);

        pull.comment("carol", "@homu try cancel");

        until("the build is stopped", () -> widget.getLastBuild().getResult() == Result.ABORTED);
        until(
                "the try is over",
                () -> HomuInJenkins.state().activeAttempt(1, true).isEmpty());
        assertThat(said(pull)).noneMatch(text -> text.contains(":broken_heart:"));
    }

    private SimPull withParameter(ParameterDefinition parameter) throws Exception {
        FreeStyleProject widget = jenkins.createFreeStyleProject("widget");
        widget.addProperty(new ParametersDefinitionProperty(List.of(parameter)));
        configure(job("linux", "widget"));
        SimPull pull = opened("r+", "alice");
        untilSaid(pull, ":boom: The builder `linux` could not be started: The parameter HOMU_COMMIT of the job widget");
        untilSaid(pull, "Make it a string parameter.");
        assertThat(widget.getBuilds()).isEmpty();
        assertThat(pull.isMerged()).isFalse();
        return pull;
    }

    @Test
    public void choiceThatDoesNotOfferTheCommitIsAnError() throws Exception {
        untilSaid(
                withParameter(new ChoiceParameterDefinition("HOMU_COMMIT", new String[] {"red", "green"}, "")),
                "doesn't take the value " + homu.repository.tip("auto"));
    }

    @Test
    public void booleanCannotTakeACommit() throws Exception {
        untilSaid(
                withParameter(new BooleanParameterDefinition("HOMU_COMMIT", false, "")),
                "doesn't take the value " + homu.repository.tip("auto"));
    }

    @Test
    public void fileCannotTakeACommit() throws Exception {
        untilSaid(withParameter(new FileParameterDefinition("HOMU_COMMIT", "")), "can't take a text");
    }
}
