package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.said;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilSaid;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.tasks.junit.JUnitResultArchiver;
import io.jenkins.plugins.homu.simulator.SimPull;
import org.junit.Test;

/** What a pull request is told of a failed build: names of tests, the end of the log, never a secret. */
public class FailureReportTest extends HomuTestBase {
    private static final String WRITE_RESULTS =
            """
            cat > results.xml <<END
            <testsuite name="widgets">
              <testcase classname="acme.WidgetTest" name="turns"><failure message="stuck">at acme</failure></testcase>
              <testcase classname="acme.WidgetTest" name="stops"><error message="gone">at acme</error></testcase>
              <testcase classname="acme.WidgetTest" name="shines"/>
            </testsuite>
            END
            """;
    private static final String SECRET = "s3cr3t-of-the-forge";

    private SimPull tested() throws Exception {
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        untilSaid(pull, ":broken_heart: Test failed - [linux](");
        return pull;
    }

    private static void namesTheFailedTests(SimPull pull) {
        String told = said(pull).stream()
                .filter(text -> text.contains(":broken_heart:"))
                .findFirst()
                .orElseThrow();
        assertThat(told)
                .contains("Failed tests:", "acme.WidgetTest.turns", "acme.WidgetTest.stops")
                .doesNotContain("shines");
    }

    @Test
    public void failedTestsOfAFreestyleJobAreNamed() throws Exception {
        FreeStyleProject widget = shell("widget", WRITE_RESULTS);
        widget.getPublishersList().add(new JUnitResultArchiver("results.xml"));

        namesTheFailedTests(tested());
    }

    @Test
    public void failedTestsOfAPipelineAreNamed() throws Exception {
        pipeline("widget", "node { sh '''" + WRITE_RESULTS + "'''\njunit 'results.xml' }");

        namesTheFailedTests(tested());
    }

    @Test
    public void secretsAreMaskedInTheComment() throws Exception {
        HomuInJenkins.secret("forge", SECRET);
        pipeline(
                "widget",
                "node { withCredentials([string(credentialsId: 'forge', variable: 'FORGE')]) {"
                        + " sh 'echo \"forge says $FORGE\"; exit 3' } }");

        SimPull pull = tested();

        untilSaid(pull, "forge says ****");
        assertThat(pull.comments()).noneMatch(comment -> comment.body().contains(SECRET));
    }
}
