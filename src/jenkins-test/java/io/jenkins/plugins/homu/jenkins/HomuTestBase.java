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

/** A Jenkins, and beside it a GitHub with one repository. */
public abstract class HomuTestBase {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

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
