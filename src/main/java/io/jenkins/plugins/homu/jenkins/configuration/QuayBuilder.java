package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuaySettings;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Quay, which builds an image of the commit. It is one builder, called quay. */
public class QuayBuilder extends BuilderConfiguration {
    private final String namespace;
    private String repository;
    private String triggerUuid;
    private String secretId;
    private String credentialsId;
    private String apiUrl;
    private QuaySetup setup;

    @DataBoundConstructor
    public QuayBuilder(String namespace) {
        this.namespace = Texts.trimmed(namespace);
    }

    /** The user or the organization at Quay. */
    public String getNamespace() {
        return namespace;
    }

    /** Name of the repository at Quay; empty: that on GitHub, in small letters. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Texts.trimmed(repository);
    }

    /** The trigger that builds are started with; empty: it sees the pushes by itself. */
    public String getTriggerUuid() {
        return triggerUuid;
    }

    @DataBoundSetter
    public void setTriggerUuid(String triggerUuid) {
        this.triggerUuid = Texts.trimmed(triggerUuid);
    }

    /** Credentials (user name and password) that its notifications must show. */
    public String getSecretId() {
        return secretId;
    }

    @DataBoundSetter
    public void setSecretId(String secretId) {
        this.secretId = Texts.trimmed(secretId);
    }

    /** Credentials (secret text) with a token of its API. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.trimmed(credentialsId);
    }

    /** Address of a server like Quay; empty: quay.io. */
    public String getApiUrl() {
        return apiUrl;
    }

    @DataBoundSetter
    public void setApiUrl(String apiUrl) {
        this.apiUrl = Texts.trimmed(apiUrl);
    }

    /** Null: nothing was set up by us. */
    public QuaySetup getSetup() {
        return setup;
    }

    @DataBoundSetter
    public void setSetup(QuaySetup setup) {
        // The form gives an empty one back where there is none.
        this.setup = setup == null || setup.getRepository() == null ? null : setup;
    }

    /** What was set up at the repository that is configured now; empty where that is another by now. */
    Optional<QuaySetup> setupOf(RepositoryConfiguration owner) {
        return Optional.ofNullable(setup)
                .filter(one -> one.getRepository().equals(namespace + "/" + effectiveRepository(owner)));
    }

    /** Name of the repository at Quay. */
    String effectiveRepository(RepositoryConfiguration owner) {
        return Texts.filled(repository).orElseGet(() -> owner.getName().toLowerCase(Locale.ROOT));
    }

    @Override
    String defaultName() {
        return QuaySettings.BUILDER;
    }

    @Override
    BuilderSettings.Kind kind() {
        return Texts.filled(triggerUuid).isPresent() ? BuilderSettings.Kind.QUAY : BuilderSettings.Kind.QUAY_ON_PUSH;
    }

    @Override
    Optional<String> autoContext() {
        return Optional.of(QuaySettings.BUILDER);
    }

    @Override
    Optional<String> tryContext() {
        return autoContext();
    }

    /** @throws ConfigurationException when it is none */
    URI checkedApiUrl() {
        return Texts.filled(apiUrl).isEmpty()
                ? QuayAccount.DEFAULT_URL
                : Texts.address("Quay", QuayAccount.DEFAULT_URL.toString(), apiUrl);
    }

    /** @throws ConfigurationException when it can't be one */
    static String checkedName(String what, String name) {
        String given = Texts.filled(name)
                .orElseThrow(() -> new ConfigurationException(
                        "The " + what + " at Quay is missing: it is as in quay.io/NAMESPACE/NAME."));
        if (!QuaySettings.isName(given)) {
            throw new ConfigurationException("The " + what + " at Quay can't be " + LogLine.quote(given)
                    + ": it has letters, digits and _ . - only, as in quay.io/NAMESPACE/NAME.");
        }
        return given;
    }

    /** @throws ConfigurationException when it can't be one */
    static Optional<String> checkedTrigger(String uuid) {
        Optional<String> given = Texts.filled(uuid);
        if (given.filter(text -> !QuaySettings.isTrigger(text)).isPresent()) {
            throw new ConfigurationException("The trigger must be given by its UUID, such as"
                    + " d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55; it stands in the address of its page at Quay.");
        }
        return given;
    }

    @Override
    void check() {
        checkedApiUrl();
        checkedName("namespace", namespace);
        Texts.filled(repository).ifPresent(given -> checkedName("repository", given));
        if (!effectiveName().equals(QuaySettings.BUILDER)) {
            throw new ConfigurationException(
                    "The builder that Quay is has to be called " + QuaySettings.BUILDER + "; leave its name away.");
        }
        if (checkedTrigger(triggerUuid).isPresent()
                && Texts.filled(credentialsId).isEmpty()) {
            throw new ConfigurationException(
                    "To start builds with a trigger Quay wants a token: choose a secret text with one, or leave the trigger"
                            + " away and let it see the pushes.");
        }
    }

    /** {@code quay: {namespace: acme, triggerUuid: "...", secretId: quay-hook, credentialsId: quay-token}}. */
    @Extension
    @Symbol("quay")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.QuayBuilder_displayName();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckNamespace(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> checkedName("namespace", value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRepository(@QueryParameter String value) {
            return Checks.ifAdministrator(
                    () -> Texts.filled(value).ifPresent(given -> checkedName("repository", given)));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTriggerUuid(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> checkedTrigger(value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckApiUrl(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> {
                QuayBuilder builder = new QuayBuilder("any");
                builder.setApiUrl(value);
                builder.checkedApiUrl();
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSecretId(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> {
                if (Texts.filled(value).isEmpty()) {
                    throw new ConfigurationException("Without a user name and password anybody could report a build"
                            + " to have passed; the repository is not served.");
                }
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillSecretIdItems(@QueryParameter String secretId) {
            return CredentialsLookup.items(secretId, StandardUsernamePasswordCredentials.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialsLookup.items(credentialsId, StringCredentials.class);
        }
    }
}
