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
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.TravisBuilder;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The section of the system configuration as people see it: saved as it was, checked while it is typed, for administrators. */
public class ConfigurationFormTest extends HomuTestBase {
    @Before
    public void credentials() throws Exception {
        HomuInJenkins.secret("github", homu.github.user("homu").token());
        HomuInJenkins.secret("widget-hook", HomuInJenkins.SECRET);
        HomuInJenkins.secret("gadget-hook", HomuInJenkins.SECRET);
        HomuInJenkins.secret("bb-hook", "what Buildbot shows");
        HomuInJenkins.secret("travis", "a token of Travis");
        HomuInJenkins.login("quay-hook", "quay", "what Quay shows");
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        rights.grant(Jenkins.ADMINISTER).everywhere().to("admin");
        rights.grant(Jenkins.READ).everywhere().to("reader");
        rights.grant(Jenkins.READ, Jenkins.SYSTEM_READ).everywhere().to("auditor");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(rights);
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

    private HomuGlobalConfiguration filled() {
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
        configuration.setRepositories(List.of(everything(), little()));
        return configuration;
    }

    private void submit() throws Exception {
        HtmlPage page = as("admin").goTo("manage/configure");
        jenkins.submit(page.getFormByName("config"));
    }

    private String stored() throws Exception {
        return Files.readString(
                jenkins.jenkins.getRootDir().toPath().resolve(HomuGlobalConfiguration.class.getName() + ".xml"));
    }

    @Test
    public void formKeepsEverything() throws Exception {
        filled().save();
        String before = stored();
        assertThat(before).contains("folder/widget-try", "waiting for bors", "homu/rollup");

        submit();

        assertThat(stored()).isEqualTo(before);
        assertThat(Jenkins.XSTREAM2.toXML(HomuGlobalConfiguration.get())).isEqualTo(Jenkins.XSTREAM2.toXML(filled()));
    }

    @Test
    public void whatIsTypedIsTaken() throws Exception {
        HomuGlobalConfiguration configuration = filled();
        configuration.setRepositories(List.of(little()));
        HtmlPage page = as("admin").goTo("manage/configure");
        HtmlForm form = page.getFormByName("config");
        last(form, "_.reviewersText").setValue(" alice,dave\terin ");
        last(form, "_.blockingLabelsText").setValue("do not merge , hold");
        last(form, "_.timeoutMinutes").setValue("45");
        last(form, "_.botName").setValue("@homu");

        jenkins.submit(form);

        RepositoryConfiguration gadget = configuration.repository("gadget").orElseThrow();
        assertThat(gadget.getReviewers()).containsExactly("alice", "dave", "erin");
        assertThat(gadget.getBlockingLabels()).containsExactly("do not merge", "hold");
        assertThat(gadget.getTimeoutMinutes()).isEqualTo(45);
        assertThat(configuration.getBotName()).isEqualTo("homu");
    }

    /** Before it stands the empty one that "Add repository" makes copies of. */
    private static HtmlInput last(HtmlForm form, String name) {
        List<HtmlInput> inputs = form.getInputsByName(name);
        return inputs.get(inputs.size() - 1);
    }

    @Test
    public void nothingConfiguredStaysSo() throws Exception {
        submit();

        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        assertThat(configuration.getRepositories()).isEmpty();
        assertThat(configuration.getApiUrl()).isNull();
        assertThat(configuration.getReconcileMinutes()).isEqualTo(5);
        assertThat(configuration.getContentPerMinute()).isEqualTo(80);
        assertThat(configuration.getContentPerHour()).isEqualTo(500);
        assertThat(configuration.getRetryLogDays()).isEqualTo(42);
        assertThat(configuration.isLocalGit()).isFalse();
        assertThat(QueueAccess.get().problems()).isEmpty();
    }

    @Test
    public void auditorsReadAndChangeNothing() throws Exception {
        boolean before = Jenkins.SYSTEM_READ.getEnabled();
        Jenkins.SYSTEM_READ.setEnabled(true);
        try {
            filled();
            HtmlPage page = as("auditor").goTo("manage/configure");
            assertThat(page.getWebResponse().getStatusCode()).isEqualTo(200);
            // Not the text alone: some of it is folded away.
            String text = page.asXml();
            assertThat(text).contains("Homu merge queue", "folder/widget-try", "alice, dave", "homu/auto");
            assertThat(text)
                    .doesNotContain("Add repository", "Add builder", "Add event", "Test connection", "Create webhook");
            for (DomElement input : page.getForms().stream()
                    .flatMap(form -> form.getElementsByTagName("input").stream())
                    .filter(input -> input.getAttribute("name").startsWith("_.")
                            && !input.getAttribute("type").equals("hidden"))
                    .toList()) {
                assertThat(input.hasAttribute("disabled") || input.hasAttribute("readonly"))
                        .as(input.asXml())
                        .isTrue();
            }
        } finally {
            Jenkins.SYSTEM_READ.setEnabled(before);
        }
    }
}
