package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The bot's own branches, which it overwrites. */
public class BranchesConfiguration implements Describable<BranchesConfiguration> {
    private String auto = Branches.DEFAULT.auto();
    private String tryBranch = Branches.DEFAULT.tryBranch();
    private String rollup = Branches.DEFAULT.rollup();
    private String fork;

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

    /** {@code owner/name} of the repository that these branches are in and tests run in; empty: the repository itself. */
    public String getFork() {
        return fork;
    }

    @DataBoundSetter
    public void setFork(String fork) {
        this.fork = Texts.trimmed(fork);
    }

    /** @throws ConfigurationException when the fork can't be a repository */
    Branches toSettings() {
        return new Branches(auto, tryBranch, rollup, forkOf(fork));
    }

    static Optional<RepositoryId> forkOf(String text) {
        try {
            return Texts.filled(text).map(RepositoryId::parse);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "The fork that tests run in, " + LogLine.quote(text)
                            + ", can't be a repository on GitHub; write OWNER/NAME, as in github.com/OWNER/NAME.",
                    e);
        }
    }

    /** By content: an export as code leaves out what is as if it had not been set. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BranchesConfiguration branches
                && Arrays.asList(auto, tryBranch, rollup)
                        .equals(Arrays.asList(branches.auto, branches.tryBranch, branches.rollup))
                && Texts.filled(fork).equals(Texts.filled(branches.fork));
    }

    @Override
    public int hashCode() {
        return Objects.hash(auto, tryBranch, rollup, Texts.filled(fork));
    }

    /** Shown inside a repository. */
    @Extension
    public static class DescriptorImpl extends Descriptor<BranchesConfiguration> {
        @Override
        public String getDisplayName() {
            return "";
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckFork(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> forkOf(value));
        }
    }
}
