package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A commit status on GitHub. */
public class StatusBuilder extends BuilderConfiguration {
    private final String context;
    private String tryContext;
    private String pullContext;

    @DataBoundConstructor
    public StatusBuilder(String context) {
        this.context = Texts.trimmed(context);
    }

    public String getContext() {
        return context;
    }

    /** The context on tries; empty: the same. */
    public String getTryContext() {
        return tryContext;
    }

    @DataBoundSetter
    public void setTryContext(String tryContext) {
        this.tryContext = Texts.trimmed(tryContext);
    }

    /** The context on pull requests, where that may spare a test; empty: the same. */
    public String getPullContext() {
        return pullContext;
    }

    @DataBoundSetter
    public void setPullContext(String pullContext) {
        this.pullContext = Texts.trimmed(pullContext);
    }

    @Override
    Optional<String> pullContext() {
        return Texts.filled(pullContext).or(this::autoContext);
    }

    @Override
    String defaultName() {
        return Texts.filled(context).orElse("status");
    }

    @Override
    BuilderSettings.Kind kind() {
        return BuilderSettings.Kind.STATUS;
    }

    @Override
    Optional<String> autoContext() {
        return Texts.filled(context);
    }

    @Override
    Optional<String> tryContext() {
        return Texts.filled(tryContext).or(this::autoContext);
    }

    @Override
    void check() {
        if (Texts.filled(context).isEmpty()) {
            throw new ConfigurationException(
                    "A commit status needs the context that CI reports it under, such as ci/test.");
        }
    }

    /** {@code status: {context: ci/test}}. */
    @Extension
    @Symbol("status")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.StatusBuilder_displayName();
        }
    }
}
