package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.cli.CLICommandInvoker;
import hudson.logging.LogRecorder;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import java.net.URI;
import java.util.List;
import jenkins.metrics.api.Metrics;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What managers do to a queue, by buttons and by jenkins-cli; and what watches it. */
public class ManagementTest extends HomuTestBase {
    @Before
    public void secure() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        jenkins.jenkins.setAuthorizationStrategy(rights);
        rights.grant(Jenkins.READ).everywhere().to("reader");
        rights.grant(Jenkins.READ, HomuPermissions.MANAGE).everywhere().to("manager");
        HomuGlobalConfiguration.get().setReconcileMinutes(1440);
        configure(new StatusBuilder("ci/test"));
        until("the first comparison is made", () -> QueueAccess.get().runtime().orElseThrow().reader().health().stream()
                .allMatch(health -> health.lastSync().isPresent()));
    }

    private CLICommandInvoker.Result run(String user, String command, String... arguments) {
        return new CLICommandInvoker(jenkins, command).asUser(user).invokeWithArgs(arguments);
    }

    private HtmlPage press(String user, String action) throws Exception {
        JenkinsRule.WebClient client = loggedIn(user).withJavaScriptEnabled(true);
        HtmlForm form = client.goTo("homu/queue/widget").querySelector("form[action$='/homu/" + action + "']");
        return form.<HtmlButton>querySelector("button").click();
    }

    /** A pull request that no webhook tells of. */
    private SimPull unheardOf() {
        for (SimHook hook : List.copyOf(homu.repository.hooks())) {
            homu.repository.removeHook(hook.id());
        }
        return homu.open("one");
    }

    private static boolean isKnown(SimPull pull) {
        return HomuInJenkins.state().pulls().containsKey(pull.number());
    }

    @Test
    public void buttonComparesWithGitHub() throws Exception {
        SimPull pull = unheardOf();
        assertThat(isKnown(pull)).isFalse();

        HtmlPage next = press("manager", "sync");

        until("the pull request is known", () -> isKnown(pull));
        assertThat(next.getUrl().getPath()).endsWith("/homu/queue/widget");
    }

    @Test
    public void commandComparesWithGitHub() {
        SimPull pull = unheardOf();
        CLICommandInvoker.Result reader = run("reader", "homu-sync", "widget");
        assertThat(reader.returnCode()).isEqualTo(6);
        assertThat(reader.stderr()).contains("Homu/Manage");
        CLICommandInvoker.Result unknown = run("manager", "homu-sync", "gadget");
        assertThat(unknown.returnCode()).isEqualTo(3);
        assertThat(unknown.stderr()).contains("There is no repository gadget. Configured are: widget");
        assertThat(isKnown(pull)).isFalse();

        assertThat(run("manager", "homu-sync", "widget").returnCode()).isZero();

        until("the pull request is known", () -> isKnown(pull));
    }

    @Test
    public void commandShowsTheQueue() {
        SimPull pull = homu.open("one");
        until("the pull request is known", () -> isKnown(pull));

        CLICommandInvoker.Result all = run("reader", "homu-queue");
        assertThat(all.returnCode()).as(all.stderr()).isZero();
        assertThat(all.stdout())
                .startsWith("widget#1\t")
                .contains("\t" + pull.headSha().substring(0, 7) + "\tAdd one\t");
        assertThat(run("reader", "homu-queue", "gadget").stderr())
                .contains("There is no repository gadget. Configured are: widget");
    }

    @Test
    public void pauseStartsNothingUntilItIsResumed() throws Exception {
        SimPull pull = homu.open("one");
        until("the pull request is known", () -> isKnown(pull));
        assertThat(run("reader", "homu-pause", "widget").returnCode()).isEqualTo(6);
        assertThat(run("manager", "homu-pause", "widget", "-reason", "The disk is full")
                        .returnCode())
                .isZero();
        until(
                "the tree is closed",
                () -> HomuInJenkins.state().tree().closedBelow().isPresent());

        pull.comment("alice", "@homu r+");
        HomuInJenkins.untilSaid(pull, "closed for all pull requests");
        HomuInJenkins.untilSaid(pull, "The disk is full");
        assertThat(run("reader", "homu-queue").stdout())
                .contains("The tree is closed for all pull requests: The disk is full");
        assertThat(HomuInJenkins.state().attempts()).isEmpty();

        press("manager", "resume");
        until(
                "it is tested",
                () -> HomuInJenkins.state().activeAttempt(1, false).isPresent());
        press("manager", "pause");
        until(
                "the tree is closed",
                () -> HomuInJenkins.state().tree().closedBelow().isPresent());
        assertThat(run("manager", "homu-resume", "widget").returnCode()).isZero();
        until(
                "the tree is open",
                () -> HomuInJenkins.state().tree().closedBelow().isEmpty());
    }

    private HtmlPage pageOfRollups(String user) throws Exception {
        JenkinsRule.WebClient client = loggedIn(user).withJavaScriptEnabled(true);
        return client.goTo("homu/queue/widget")
                .<HtmlAnchor>querySelector("a[href$='/homu/rollup/widget']")
                .click();
    }

    private HtmlPage ask(String user) throws Exception {
        HtmlForm form = pageOfRollups(user).querySelector("form[action$='/homu/makeRollup']");
        return form.<HtmlButton>querySelector("button").click();
    }

    /** Without the button. */
    private Page post(String user) throws Exception {
        JenkinsRule.WebClient client = loggedIn(user);
        return client.getPage(client.addCrumb(new WebRequest(
                URI.create(url() + "homu/makeRollup?label=widget").toURL(), HttpMethod.POST)));
    }

    @Test
    public void managersHaveRollupsMadeAndReadersDoNot() throws Exception {
        homu.open("first").comment("alice", "@homu r+ p=10");
        SimPull two = homu.open("two");
        SimPull three = homu.open("three");
        two.comment("alice", "@homu r+ rollup");
        three.comment("alice", "@homu r+ rollup");
        until(
                "all are approved",
                () -> HomuInJenkins.state().pulls().values().stream()
                                .filter(PullRequest::isApproved)
                                .count()
                        == 3);
        assertThat(pageOfRollups("reader").asXml())
                .contains("that takes the permission Homu/Manage")
                .doesNotContain("Make the rollup", "makeRollup");
        assertThat(post("reader").getWebResponse().getStatusCode()).isEqualTo(403);
        assertThat(HomuInJenkins.state().rollups().notice()).isEmpty();

        HtmlPage next = ask("manager");

        assertThat(next.getUrl().getPath()).endsWith("/homu/queue/widget");
        until("the rollup is made", () -> HomuInJenkins.state().rollups().made().containsKey(4));
        SimPull rollup = homu.repository.pull(4);
        assertThat(rollup.title()).isEqualTo("Rollup of 2 pull requests");
        assertThat(rollup.author().login()).isEqualTo("homu");
        assertThat(HomuInJenkins.state().rollups().made().get(4).by()).isEqualTo("manager");
    }

    @Test
    public void countsAreThereForPrometheusAndTheMetricsPlugin() throws Exception {
        SimPull pull = homu.open("one");
        until("the pull request is known", () -> isKnown(pull));

        String page = reading("reader")
                .goTo("homu/metrics", "text/plain")
                .getWebResponse()
                .getContentAsString();
        assertThat(page)
                .contains("homu_pull_requests{repository=\"widget\"} 1.0")
                .contains("homu_deliveries_total{outcome=");
        assertThat(Metrics.metricRegistry().getGauges().get("homu.pulls.open").getValue())
                .isEqualTo(1L);
    }

    @Test
    public void logRecorderIsThere() {
        assertThat(jenkins.jenkins.getLog().getRecorders())
                .extracting(LogRecorder::getName)
                .containsOnlyOnce("Homu");
    }
}
