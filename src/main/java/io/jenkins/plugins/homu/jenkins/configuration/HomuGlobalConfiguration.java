package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The section "Homu merge queue" of the system configuration; {@code unclassified: homu:} as code. */
@Extension
@Symbol("homu")
public class HomuGlobalConfiguration extends GlobalConfiguration {
    private String botName;
    private String apiUrl;
    private String credentialsId;
    private int contentPerMinute = 80;
    private int contentPerHour = 500;
    private int reconcileMinutes = 5;
    private String databaseUrl;
    private String databaseCredentialsId;
    private List<RepositoryConfiguration> repositories = new ArrayList<>();
    private List<HookConfiguration> hooks = new ArrayList<>();
    private String announcement;
    private int retryLogDays = (int) RuntimeConfiguration.Extras.NONE.retryLog().toDays();
    private boolean localGit;

    public HomuGlobalConfiguration() {
        // Before anything configured as code grants them.
        HomuPermissions.register();
        load();
    }

    public static HomuGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(HomuGlobalConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.HomuGlobalConfiguration_displayName();
    }

    /** What the bot is called; empty: the login of the credentials. */
    public String getBotName() {
        return botName;
    }

    @DataBoundSetter
    public void setBotName(String botName) {
        String trimmed = Texts.trimmed(botName);
        this.botName = trimmed != null && trimmed.startsWith("@") ? trimmed.substring(1) : trimmed;
        save();
    }

    /** REST root; empty: GitHub's own. */
    public String getApiUrl() {
        return apiUrl;
    }

    @DataBoundSetter
    public void setApiUrl(String apiUrl) {
        this.apiUrl = Texts.trimmed(apiUrl);
        save();
    }

    /** Secret text, user name and token, or GitHub App. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.trimmed(credentialsId);
        save();
    }

    /** Comments, statuses and reactions that are posted in a minute at most. */
    public int getContentPerMinute() {
        return contentPerMinute;
    }

    @DataBoundSetter
    public void setContentPerMinute(int contentPerMinute) {
        this.contentPerMinute = contentPerMinute;
        save();
    }

    public int getContentPerHour() {
        return contentPerHour;
    }

    @DataBoundSetter
    public void setContentPerHour(int contentPerHour) {
        this.contentPerHour = contentPerHour;
        save();
    }

    /** How often each repository is compared with GitHub. */
    public int getReconcileMinutes() {
        return reconcileMinutes;
    }

    @DataBoundSetter
    public void setReconcileMinutes(int reconcileMinutes) {
        this.reconcileMinutes = reconcileMinutes;
        save();
    }

    /** {@code jdbc:postgresql:...}; empty: an SQLite file in Jenkins' home. */
    public String getDatabaseUrl() {
        return databaseUrl;
    }

    @DataBoundSetter
    public void setDatabaseUrl(String databaseUrl) {
        this.databaseUrl = Texts.trimmed(databaseUrl);
        save();
    }

    /** User name and password for {@link #getDatabaseUrl}. */
    public String getDatabaseCredentialsId() {
        return databaseCredentialsId;
    }

    @DataBoundSetter
    public void setDatabaseCredentialsId(String databaseCredentialsId) {
        this.databaseCredentialsId = Texts.trimmed(databaseCredentialsId);
        save();
    }

    public List<RepositoryConfiguration> getRepositories() {
        return repositories;
    }

    @DataBoundSetter
    public void setRepositories(List<RepositoryConfiguration> repositories) {
        this.repositories = repositories == null ? new ArrayList<>() : new ArrayList<>(repositories);
        save();
    }

    /** Commands that call a program. Null in what was stored before there was this. */
    public List<HookConfiguration> getHooks() {
        return hooks == null ? List.of() : hooks;
    }

    @DataBoundSetter
    public void setHooks(List<HookConfiguration> hooks) {
        this.hooks = hooks == null ? new ArrayList<>() : new ArrayList<>(hooks);
        save();
    }

    /** Plain text above the pages; empty: none. */
    public String getAnnouncement() {
        return announcement;
    }

    @DataBoundSetter
    public void setAnnouncement(String announcement) {
        this.announcement = Texts.trimmed(announcement);
        save();
    }

    /** How far back the pages of retries go. */
    public int getRetryLogDays() {
        return retryLogDays;
    }

    @DataBoundSetter
    public void setRetryLogDays(int retryLogDays) {
        this.retryLogDays = retryLogDays;
        save();
    }

    /** Whether commits are made by the git program of the controller, also where GitHub's API could. */
    public boolean isLocalGit() {
        return localGit;
    }

    @DataBoundSetter
    public void setLocalGit(boolean localGit) {
        this.localGit = localGit;
        save();
    }

    public Optional<RepositoryConfiguration> repository(String label) {
        return repositories.stream()
                .filter(repository -> repository.effectiveLabel().equals(label))
                .findFirst();
    }

    /** All at once: what is saved in between is not yet what is meant. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            // Bound here, as what binds the rest would not ask the descriptor, which makes lists of what people typed.
            repositories = repositories(request, form.remove("repositories"));
            // A form without a row says nothing of them.
            hooks = new ArrayList<>();
            request.bindJSON(this, form);
            change.commit();
        } catch (IOException e) {
            throw new FormException("The configuration could not be saved: " + e.getMessage(), e, "homu");
        }
        return true;
    }

    /** @param bound one, several, or null where the form has none */
    private static List<RepositoryConfiguration> repositories(StaplerRequest2 request, Object bound)
            throws FormException {
        List<RepositoryConfiguration> all = new ArrayList<>();
        if (bound != null) {
            Descriptor<?> descriptor = Jenkins.get().getDescriptorOrDie(RepositoryConfiguration.class);
            Iterator<?> each = JSONArray.fromObject(bound).iterator();
            while (each.hasNext()) {
                all.add((RepositoryConfiguration) descriptor.newInstance(request, (JSONObject) each.next()));
            }
        }
        return all;
    }

    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        return CredentialsLookup.items(
                credentialsId, StringCredentials.class, StandardUsernamePasswordCredentials.class);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillDatabaseCredentialsIdItems(@QueryParameter String databaseCredentialsId) {
        return CredentialsLookup.items(databaseCredentialsId, StandardUsernamePasswordCredentials.class);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckApiUrl(@QueryParameter String value) {
        return Checks.ifAdministrator(() -> apiUrl(value));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckBotName(@QueryParameter String value) {
        return Checks.ifAdministrator(() -> botName(value));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckDatabaseUrl(@QueryParameter String value) {
        return Checks.ifAdministrator(() -> {
            if (Texts.filled(value)
                    .filter(url -> !url.startsWith("jdbc:postgresql:"))
                    .isPresent()) {
                throw new ConfigurationException("The address has to begin with jdbc:postgresql:");
            }
        });
    }

    /** Asks GitHub who the credentials belong to. Sends them to the address given, so only for administrators. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doTestConnection(@QueryParameter String apiUrl, @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            return FormValidation.ok(Messages.HomuGlobalConfiguration_connected(
                    ConnectionTest.login(apiUrl(apiUrl), credentialsId, new CredentialsLookup())));
        } catch (ConfigurationException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** @throws ConfigurationException when it can't be a name */
    public Optional<String> checkedBotName() {
        return botName(botName);
    }

    private static Optional<String> botName(String botName) {
        Optional<String> name = Texts.filled(botName);
        name.filter(given -> !Names.isLogin(given)).ifPresent(given -> {
            throw new ConfigurationException("The name of the bot can't be a login on GitHub.");
        });
        return name;
    }

    /** @throws ConfigurationException when it is none */
    public URI checkedApiUrl() {
        return apiUrl(apiUrl);
    }

    private static URI apiUrl(String apiUrl) {
        return Texts.filled(apiUrl).isEmpty()
                ? GitHubSettings.DEFAULT_API_URL
                : Texts.address("GitHub's API", "https://api.github.com or https://host/api/v3", apiUrl);
    }
}
