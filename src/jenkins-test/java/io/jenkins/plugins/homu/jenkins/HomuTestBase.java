package io.jenkins.plugins.homu.jenkins;

import hudson.model.FreeStyleProject;
import hudson.tasks.Shell;
import io.jenkins.plugins.homu.jenkins.configuration.BuilderConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.MetaClass;

/** A Jenkins, and beside it a GitHub with one repository. */
public abstract class HomuTestBase {
    @Rule
    public final JenkinsRule jenkins = quickJenkins();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    HomuInJenkins homu;

    @Before
    public final void startGitHub() throws Exception {
        homu = new HomuInJenkins(directory.getRoot().toPath());
    }

    @After
    public final void stopGitHub() {
        homu.close();
    }

    final String url() throws Exception {
        return jenkins.getURL().toString();
    }

    /** One that several tests share; its limit is for a single test. */
    static JenkinsRule jenkinsForAClass() {
        JenkinsRule jenkins = quickJenkins();
        jenkins.timeout = 0;
        return jenkins;
    }

    /** The harness has Jenkins read each view anew for each page, for views that are edited meanwhile; that takes seconds. */
    static JenkinsRule quickJenkins() {
        JenkinsRule jenkins = new JenkinsRule();
        MetaClass.NO_CACHE = false;
        return jenkins;
    }

    /** Logged in by a token, which spares the pages for logging in. A page's scripts run; see {@link #reading}. */
    final JenkinsRule.WebClient as(String user) {
        return as(jenkins, user);
    }

    private static JenkinsRule.WebClient as(JenkinsRule jenkins, String user) {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client = client.withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        return forgiving(client);
    }

    /** Its JavaScript is older than that of the pages, and how they look is seen in Chromium. */
    private static JenkinsRule.WebClient forgiving(JenkinsRule.WebClient client) {
        client.getOptions().setThrowExceptionOnScriptError(false);
        client.getOptions().setCssEnabled(false);
        return client;
    }

    /** As somebody who came through the page for logging in, and so needs a crumb. */
    final JenkinsRule.WebClient loggedIn(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
        return forgiving(client);
    }

    /** For answers that are looked at as they come, in which no script has to run. */
    final JenkinsRule.WebClient reading(String user) {
        return reading(jenkins, user);
    }

    static JenkinsRule.WebClient reading(JenkinsRule jenkins, String user) {
        return as(jenkins, user).withJavaScriptEnabled(false);
    }

    final void configure(BuilderConfiguration... builders) throws Exception {
        homu.configure(url(), builders);
    }

    final WorkflowJob pipeline(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    final FreeStyleProject shell(String name, String command) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.getBuildersList().add(new Shell(command));
        return job;
    }
}
