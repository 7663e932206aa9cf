package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The bot's own branches, which it overwrites. */
public class BranchesConfiguration implements Describable<BranchesConfiguration> {
    private String auto = Branches.DEFAULT.auto();
    private String tryBranch = Branches.DEFAULT.tryBranch();
    private String rollup = Branches.DEFAULT.rollup();

    @DataBoundConstructor
    public BranchesConfiguration() {
        // All of them have defaults.
    }

    public String getAuto() {
        return auto;
    }

    @DataBoundSetter
    public void setAuto(String auto) {
        this.auto = Texts.filled(auto).orElse(Branches.DEFAULT.auto());
    }

    public String getTry() {
        return tryBranch;
    }

    @DataBoundSetter
    public void setTry(String branch) {
        this.tryBranch = Texts.filled(branch).orElse(Branches.DEFAULT.tryBranch());
    }

    public String getRollup() {
        return rollup;
    }

    @DataBoundSetter
    public void setRollup(String rollup) {
        this.rollup = Texts.filled(rollup).orElse(Branches.DEFAULT.rollup());
    }

    Branches toSettings() {
        return new Branches(auto, tryBranch, rollup);
    }

    /** By content: an export as code leaves out what is as if it had not been set. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BranchesConfiguration branches && toSettings().equals(branches.toSettings());
    }

    @Override
    public int hashCode() {
        return toSettings().hashCode();
    }

    /** Shown inside a repository. */
    @Extension
    public static class DescriptorImpl extends Descriptor<BranchesConfiguration> {
        @Override
        public String getDisplayName() {
            return "";
        }
    }
}
