package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.ci.TravisSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.net.URI;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Travis CI, which sees the CI branches move by itself. It is one builder, called travis. */
public class TravisBuilder extends BuilderConfiguration {
    private String endpoint;
    private String credentialsId;
    private boolean legacyAuthorization;

    @DataBoundConstructor
    public TravisBuilder() {
        // All it needs has setters.
    }

    /** Address of its API; empty: that of travis-ci.com. */
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(String endpoint) {
        this.endpoint = Texts.trimmed(endpoint);
    }

    /** Credentials (secret text) with a token of its API. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.trimmed(credentialsId);
    }

    /** Whether reports are believed that show a digest of the token, as until 2016, and no signature. */
    public boolean isLegacyAuthorization() {
        return legacyAuthorization;
    }

    @DataBoundSetter
    public void setLegacyAuthorization(boolean legacyAuthorization) {
        this.legacyAuthorization = legacyAuthorization;
    }

    @Override
    String defaultName() {
        return TravisSettings.BUILDER;
    }

    @Override
    BuilderSettings.Kind kind() {
        return BuilderSettings.Kind.TRAVIS;
    }

    @Override
    Optional<String> autoContext() {
        return Optional.of(TravisSettings.BUILDER);
    }

    @Override
    Optional<String> tryContext() {
        return autoContext();
    }

    /** @throws ConfigurationException when it is none */
    URI checkedEndpoint() {
        return Texts.filled(endpoint).isEmpty()
                ? TravisSettings.DEFAULT_ENDPOINT
                : Texts.address("Travis' API", TravisSettings.DEFAULT_ENDPOINT.toString(), endpoint);
    }

    @Override
    void check() {
        checkedEndpoint();
        if (!effectiveName().equals(TravisSettings.BUILDER)) {
            throw new ConfigurationException(
                    "The builder that Travis is has to be called " + TravisSettings.BUILDER + "; leave its name away.");
        }
        if (legacyAuthorization && Texts.filled(credentialsId).isEmpty()) {
            throw new ConfigurationException(
                    "Reports without a signature can be believed only with a token; without one,"
                            + " anybody could report a build to have passed.");
        }
    }

    /** {@code travis: {}}. */
    @Extension
    @Symbol("travis")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.TravisBuilder_displayName();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckEndpoint(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> {
                TravisBuilder builder = new TravisBuilder();
                builder.setEndpoint(value);
                builder.checkedEndpoint();
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialsLookup.items(credentialsId, StringCredentials.class);
        }
    }
}
