package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Builders of a Buildbot, which sees the CI branches move by itself. Each has the name that it has there. */
public class BuildbotBuilder extends BuilderConfiguration {
    private final String url;
    private List<String> builders = new ArrayList<>();
    private List<String> tryBuilders = new ArrayList<>();
    private String secretId;
    private String credentialsId;
    private boolean warningsPass = true;

    @DataBoundConstructor
    public BuildbotBuilder(String url) {
        this.url = Texts.trimmed(url);
    }

    /** Address of its pages. */
    public String getUrl() {
        return url;
    }

    /** Names of those whose word is needed before a merge. */
    public List<String> getBuilders() {
        return List.copyOf(builders);
    }

    @DataBoundSetter
    public void setBuilders(List<String> builders) {
        this.builders = Texts.copy(builders);
    }

    /** Names of those for tries; none: the same. */
    public List<String> getTryBuilders() {
        return List.copyOf(tryBuilders);
    }

    @DataBoundSetter
    public void setTryBuilders(List<String> tryBuilders) {
        this.tryBuilders = Texts.copy(tryBuilders);
    }

    /** Credentials (secret text) with what its reports must show. */
    public String getSecretId() {
        return secretId;
    }

    @DataBoundSetter
    public void setSecretId(String secretId) {
        this.secretId = Texts.trimmed(secretId);
    }

    /** Credentials (user name and password) of an account there that may stop and repeat builds. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.trimmed(credentialsId);
    }

    /** Whether a build that ends with warnings has passed. */
    public boolean isWarningsPass() {
        return warningsPass;
    }

    @DataBoundSetter
    public void setWarningsPass(boolean warningsPass) {
        this.warningsPass = warningsPass;
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getBuildersText() {
        return String.join(", ", builders);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getTryBuildersText() {
        return String.join(", ", tryBuilders);
    }

    @Override
    String defaultName() {
        return "buildbot";
    }

    @Override
    BuilderSettings.Kind kind() {
        return BuilderSettings.Kind.BUILDBOT;
    }

    @Override
    Optional<String> autoContext() {
        return builders.stream().findFirst();
    }

    @Override
    Optional<String> tryContext() {
        return tryBuilders.stream().findFirst().or(this::autoContext);
    }

    private Set<String> forMerges() {
        return isForAuto() ? new LinkedHashSet<>(builders) : Set.of();
    }

    private Set<String> forTries() {
        if (!isForTry()) {
            return Set.of();
        }
        return new LinkedHashSet<>(tryBuilders.isEmpty() ? builders : tryBuilders);
    }

    /** All that are needed for something, by their names there. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(forMerges());
        names.addAll(forTries());
        return names;
    }

    @Override
    List<BuilderSettings> toSettings() {
        check();
        return names().stream()
                .map(name -> new BuilderSettings(
                        name,
                        kind(),
                        Optional.of(name).filter(forMerges()::contains),
                        Optional.of(name).filter(forTries()::contains)))
                .toList();
    }

    /** @throws ConfigurationException when it is none */
    URI checkedUrl() {
        return Texts.address("Buildbot's pages", "https://buildbot.example.org", url);
    }

    @Override
    void check() {
        checkedUrl();
        if (names().isEmpty()) {
            throw new ConfigurationException("A Buildbot needs the names of those of its builders that have to pass.");
        }
    }

    /** {@code buildbot: {url: "https://...", builders: [linux], secretId: bb-hook}}. */
    @Extension
    @Symbol("buildbot")
    public static class DescriptorImpl extends Descriptor<BuilderConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.BuildbotBuilder_displayName();
        }

        /** Makes lists of what people wrote between commas. */
        @Override
        public BuilderConfiguration newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            Texts.toList(form, "builders", Texts.COMMAS);
            Texts.toList(form, "tryBuilders", Texts.COMMAS);
            return super.newInstance(request, form);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> new BuildbotBuilder(value).checkedUrl());
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSecretId(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> {
                if (Texts.filled(value).isEmpty()) {
                    throw new ConfigurationException(
                            "Without a secret anybody could report a build to have passed; the repository is not served.");
                }
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillSecretIdItems(@QueryParameter String secretId) {
            return CredentialsLookup.items(secretId, StringCredentials.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialsLookup.items(credentialsId, StandardUsernamePasswordCredentials.class);
        }
    }
}
