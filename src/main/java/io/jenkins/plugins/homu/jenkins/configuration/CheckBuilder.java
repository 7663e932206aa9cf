package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A check run on GitHub; for GitHub Actions, a job of a workflow. Its name is the builder's. */
public class CheckBuilder extends BuilderConfiguration {
    private String checkName;
    private String tryName;

    @DataBoundConstructor
    public CheckBuilder() {
        // All it needs has setters.
    }

    /** What it is called on GitHub; empty: as the builder. */
    public String getCheckName() {
        return checkName;
    }

    @DataBoundSetter
    public void setCheckName(String checkName) {
        this.checkName = Texts.trimmed(checkName);
    }

    /** What it is called on tries; empty: the same. */
    public String getTryName() {
        return tryName;
    }

    @DataBoundSetter
    public void setTryName(String tryName) {
        this.tryName = Texts.trimmed(tryName);
    }

    @Override
    String defaultName() {
        return Texts.filled(checkName).orElse("check");
    }

    @Override
    BuilderSettings.Kind kind() {
        return BuilderSettings.Kind.CHECK;
    }

    @Override
    Optional<String> autoContext() {
        return Texts.filled(checkName).or(() -> Texts.filled(getName()));
    }

    @Override
    Optional<String> tryContext() {
        return Texts.filled(tryName).or(this::autoContext);
    }

    @Override
    void check() {
        if (autoContext().isEmpty()) {
            throw new ConfigurationException(
                    "A check run needs its name on GitHub; for GitHub Actions, the name of the job.");
        }
    }

    /** {@code check: {name: build}}. */
    @Extension
    @Symbol("check")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.CheckBuilder_displayName();
        }
    }
}
