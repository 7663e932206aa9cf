package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A job of this Jenkins, started at the merge commit by the queue, or by somebody else. */
public class JenkinsJobBuilder extends BuilderConfiguration {
    private final String job;
    private String tryJob;
    private boolean start = true;
    private boolean unstablePasses;
    private boolean ownCheckout;

    @DataBoundConstructor
    public JenkinsJobBuilder(String job) {
        this.job = Texts.trimmed(job);
    }

    /** Full name: folders and name with slashes between. A multibranch project stands for its branches. */
    public String getJob() {
        return job;
    }

    /** The job of tries; empty: the same. */
    public String getTryJob() {
        return tryJob;
    }

    @DataBoundSetter
    public void setTryJob(String tryJob) {
        this.tryJob = Texts.trimmed(tryJob);
    }

    /** Whether the queue starts it; if not, its builds report by the step {@code homuStatus}. */
    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    /** Whether UNSTABLE counts as passed. */
    public boolean isUnstablePasses() {
        return unstablePasses;
    }

    @DataBoundSetter
    public void setUnstablePasses(boolean unstablePasses) {
        this.unstablePasses = unstablePasses;
    }

    /** Whether the job gets {@code HOMU_COMMIT} by other means than Jenkins' git, which then may check out what it likes. */
    public boolean isOwnCheckout() {
        return ownCheckout;
    }

    @DataBoundSetter
    public void setOwnCheckout(boolean ownCheckout) {
        this.ownCheckout = ownCheckout;
    }

    @Override
    String defaultName() {
        return Texts.filled(job)
                .map(full -> full.substring(full.lastIndexOf('/') + 1))
                .orElse("job");
    }

    @Override
    BuilderSettings.Kind kind() {
        return start ? BuilderSettings.Kind.JOB : BuilderSettings.Kind.REPORTED;
    }

    @Override
    Optional<String> autoContext() {
        return Texts.filled(job);
    }

    @Override
    Optional<String> tryContext() {
        return Texts.filled(tryJob).or(this::autoContext);
    }

    @Override
    void check() {
        if (Texts.filled(job).isEmpty()) {
            throw new ConfigurationException("A Jenkins job needs its full name, such as folder/widget.");
        }
    }

    /** {@code jenkinsJob: {name: linux, job: folder/widget}}. */
    @Extension
    @Symbol("jenkinsJob")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.JenkinsJobBuilder_displayName();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckJob(@QueryParameter String value) {
            return Texts.filled(value).isEmpty()
                    ? Checks.ifAdministrator(() -> new JenkinsJobBuilder(value).check())
                    : Checks.job(value);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTryJob(@QueryParameter String value) {
            return Checks.job(value);
        }
    }
}
