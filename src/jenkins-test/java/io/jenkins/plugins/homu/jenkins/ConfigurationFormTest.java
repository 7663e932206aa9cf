package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.jenkins.configuration.BranchesConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.BuildbotBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.CheckBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.HookConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.LabelConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.QuayBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.QuaySetup;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.TravisBuilder;
import io.jenkins.plugins.homu.testing.Chromium;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.openqa.selenium.WebElement;

/**
 * The section of the system configuration as people see it: saved as it was, and for auditors to read. One Jenkins for all,
 * which takes long to show that page for the first time.
 */
public class ConfigurationFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = HomuTestBase.jenkinsForAClass();

    @ClassRule
    public static final TemporaryFolder DIRECTORY = new TemporaryFolder();

    private static Chromium browser;
    private static HomuInJenkins homu;
    private static String fresh;

    @BeforeClass
    public static void prepare() throws Exception {
        browser = Chromium.start(true);
        fresh = asXml();
        homu = new HomuInJenkins(DIRECTORY.getRoot().toPath());
        HomuInJenkins.secret("github", homu.github.user("homu").token());
        HomuInJenkins.secret("widget-hook", HomuInJenkins.SECRET);
        HomuInJenkins.secret("gadget-hook", HomuInJenkins.SECRET);
        HomuInJenkins.secret("bb-hook", "what Buildbot shows");
        HomuInJenkins.secret("travis", "a token of Travis");
        HomuInJenkins.login("quay-hook", "quay", "what Quay shows");
    }

    @AfterClass
    public static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (homu != null) {
            homu.close();
        }
    }

    private static String asXml() {
        return Jenkins.XSTREAM2.toXML(HomuGlobalConfiguration.get());
    }

    private static RepositoryConfiguration everything() {
        JenkinsJobBuilder linux = new JenkinsJobBuilder("folder/widget");
        linux.setName("linux");
        linux.setTryJob("folder/widget-try");
        linux.setStart(false);
        linux.setUnstablePasses(true);
        linux.setForTry(false);
        StatusBuilder status = new StatusBuilder("ci/test");
        status.setTryContext("ci/try");
        status.setForAuto(false);
        CheckBuilder check = new CheckBuilder();
        check.setName("build");
        check.setCheckName("build (ubuntu)");
        check.setTryName("build (try)");
        BuildbotBuilder buildbot = new BuildbotBuilder("https://bb.example.org");
        buildbot.setBuilders(List.of("mac", "auto win/arm"));
        buildbot.setTryBuilders(List.of("try mac"));
        buildbot.setSecretId("bb-hook");
        buildbot.setCredentialsId("bb");
        buildbot.setWarningsPass(false);
        TravisBuilder travis = new TravisBuilder();
        travis.setEndpoint("https://travis.example.org/api");
        travis.setCredentialsId("travis");
        travis.setLegacyAuthorization(true);
        travis.setForTry(false);
        QuayBuilder quay = new QuayBuilder("acme");
        quay.setRepository("widget-image");
        quay.setTriggerUuid("d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55");
        quay.setSecretId("quay-hook");
        quay.setCredentialsId("travis");
        quay.setApiUrl("https://quay.example.org");
        quay.setForTry(false);
        QuaySetup setup = new QuaySetup("acme/widget-image");
        setup.setMade(true);
        setup.setNotifications(List.of("6a2f6c0e-1111-2222-3333-444455556666", "0d4c"));
        setup.setDeployKey(4_000_000_123L);
        quay.setSetup(setup);
        BranchesConfiguration branches = new BranchesConfiguration();
        branches.setAuto("homu/auto");
        branches.setTry("homu/try");
        branches.setRollup("homu/rollup");
        branches.setFork("acme-ci/widget");
        LabelConfiguration approved = new LabelConfiguration("approved");
        approved.setAdd(List.of("waiting for bors", "approved"));
        approved.setRemove(List.of("needs review"));
        approved.setUnless(List.of("hold"));
        LabelConfiguration failed = new LabelConfiguration("failed");
        failed.setAdd(List.of("broken"));
        RepositoryConfiguration widget = new RepositoryConfiguration("acme", "widget");
        widget.setLabel("the widget");
        widget.setReviewers(List.of("alice", "dave"));
        widget.setTryUsers(List.of("carol"));
        widget.setReviewerPermission("maintain");
        widget.setTryPermission("triage");
        widget.setReviewerTeams(List.of("acme/core", "acme/leads"));
        widget.setTryTeams(List.of("acme/helpers"));
        widget.setWebhookSecretId("widget-hook");
        widget.setBranches(branches);
        widget.setTimeoutMinutes(90);
        widget.setStartTimeoutMinutes(0);
        widget.setMaxPriority(7);
        widget.setBlockingLabels(List.of("do not merge", "hold"));
        widget.setLabels(List.of(approved, failed));
        widget.setFailFast(false);
        widget.setDryRun(true);
        widget.setBuilders(List.of(linux, status, check, buildbot, travis, quay));
        return widget;
    }

    private static RepositoryConfiguration little() {
        RepositoryConfiguration gadget = new RepositoryConfiguration("acme", "gadget");
        gadget.setWebhookSecretId("gadget-hook");
        gadget.setBuilders(List.of(new JenkinsJobBuilder("gadget")));
        return gadget;
    }

    private static RepositoryConfiguration setUpByHand() {
        RepositoryConfiguration gizmo = new RepositoryConfiguration("acme", "gizmo");
        gizmo.setWebhookSecretId("gadget-hook");
        QuayBuilder quay = new QuayBuilder("acme");
        quay.setSecretId("quay-hook");
        gizmo.setBuilders(List.of(quay));
        return gizmo;
    }

    private static HomuGlobalConfiguration filled() {
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration.setApiUrl(homu.github.apiUrl());
        configuration.setCredentialsId("github");
        configuration.setBotName("homu");
        configuration.setContentPerMinute(11);
        configuration.setContentPerHour(222);
        configuration.setReconcileMinutes(3);
        configuration.setRetryLogDays(21);
        configuration.setLocalGit(true);
        HookConfiguration deploy = new HookConfiguration("deploy", "https://deploy.example.org/hook?token=x");
        deploy.setAccess("try");
        deploy.setHasResponse(true);
        deploy.setRealtime(false);
        configuration.setHooks(List.of(deploy, new HookConfiguration("lint", "http://localhost:8000/")));
        configuration.setAnnouncement("Offline tomorrow");
        configuration.setRepositories(List.of(everything(), little(), setUpByHand()));
        return configuration;
    }

    private static void open() throws Exception {
        browser.open(JENKINS.getURL() + "manage/configure");
        HomuInJenkins.until(
                "the page's scripts have arranged its sections",
                () -> browser.texts(".jenkins-section__title").contains("Homu merge queue"));
    }

    private static void submit() {
        browser.follow("button[name='Submit']");
    }

    private static String stored() throws Exception {
        return Files.readString(
                JENKINS.jenkins.getRootDir().toPath().resolve(HomuGlobalConfiguration.class.getName() + ".xml"));
    }

    @Test
    public void formKeepsEverything() throws Exception {
        filled().save();
        String before = stored();
        assertThat(before).contains("folder/widget-try", "waiting for bors", "homu/rollup");

        open();
        submit();

        assertThat(stored()).isEqualTo(before);
        String after = asXml();
        filled();
        assertThat(after).isEqualTo(asXml());
    }

    @Test
    public void whatIsTypedIsTaken() throws Exception {
        HomuGlobalConfiguration configuration = filled();
        configuration.setRepositories(List.of(little()));
        open();
        browser.run("document.querySelectorAll('.advanced-button').forEach(button => button.click())");
        type("_.reviewersText", " alice,dave\terin ");
        type("_.blockingLabelsText", "do not merge , hold");
        type("_.timeoutMinutes", "45");
        type("_.botName", "@homu");

        submit();

        RepositoryConfiguration gadget = configuration.repository("gadget").orElseThrow();
        assertThat(gadget.getReviewers()).containsExactly("alice", "dave", "erin");
        assertThat(gadget.getBlockingLabels()).containsExactly("do not merge", "hold");
        assertThat(gadget.getTimeoutMinutes()).isEqualTo(45);
        assertThat(configuration.getBotName()).isEqualTo("homu");
    }

    /** As it is pasted, for a tab that is typed leads to the next field. */
    private static void type(String name, String text) {
        WebElement field = browser.element("[name='" + name + "']");
        field.clear();
        browser.run("arguments[0].focus(); document.execCommand('insertText', false, arguments[1])", field, text);
    }

    @Test
    public void nothingConfiguredStaysSo() throws Exception {
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration.setApiUrl(null);
        configuration.setCredentialsId(null);
        configuration.setBotName(null);
        configuration.setContentPerMinute(80);
        configuration.setContentPerHour(500);
        configuration.setReconcileMinutes(5);
        configuration.setRetryLogDays(42);
        configuration.setLocalGit(false);
        configuration.setHooks(List.of());
        configuration.setAnnouncement(null);
        configuration.setRepositories(List.of());
        assertThat(asXml()).isEqualTo(fresh);

        open();
        submit();

        assertThat(asXml()).isEqualTo(fresh);
        assertThat(QueueAccess.get().problems()).isEmpty();
    }

    @Test
    public void auditorsReadAndChangeNothing() throws Exception {
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        rights.grant(Jenkins.READ, Jenkins.SYSTEM_READ).everywhere().to("auditor");
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(rights);
        boolean before = Jenkins.SYSTEM_READ.getEnabled();
        Jenkins.SYSTEM_READ.setEnabled(true);
        try {
            filled();
            browser.open(JENKINS.getURL() + "login");
            browser.element("[name='j_username']").sendKeys("auditor");
            browser.element("[name='j_password']").sendKeys("auditor");
            browser.follow("[name='Submit']");
            open();

            // Not only what can be seen: some of it is folded away.
            assertThat((String) browser.run("return document.querySelector('#main-panel').innerHTML"))
                    .contains("Homu merge queue", "folder/widget-try", "alice, dave", "homu/auto")
                    .doesNotContain("Add repository", "Add builder", "Add event", "Test connection", "Create webhook");
            assertThat(browser.elements("form input[name^='_.']:not([type='hidden'])"))
                    .isNotEmpty()
                    .allMatch(input ->
                            input.getDomAttribute("disabled") != null || input.getDomAttribute("readonly") != null);
        } finally {
            Jenkins.SYSTEM_READ.setEnabled(before);
            JENKINS.jenkins.disableSecurity();
        }
    }
}
