package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** One repository with a merge queue. Long, because Jenkins wants a getter and a setter for each setting. */
public class RepositoryConfiguration implements Describable<RepositoryConfiguration> {
    private final String owner;
    private final String name;
    private String label;
    private List<String> reviewers = new ArrayList<>();
    private List<String> tryUsers = new ArrayList<>();
    private String reviewerPermission;
    private String tryPermission;
    private List<String> reviewerTeams = new ArrayList<>();
    private List<String> tryTeams = new ArrayList<>();
    private String webhookSecretId;
    private BranchesConfiguration branches = new BranchesConfiguration();
    private int timeoutMinutes = (int) RepositorySettings.DEFAULT_TIMEOUT.toMinutes();
    private int startTimeoutMinutes = (int) RepositorySettings.DEFAULT_START_TIMEOUT.toMinutes();
    private int maxPriority = RepositorySettings.DEFAULT_MAX_PRIORITY;
    private List<String> blockingLabels = new ArrayList<>();
    private List<LabelConfiguration> labels = new ArrayList<>();
    private String mergeMethod;
    private boolean autosquash;
    private String mergeMessage;
    private String squashMessage;
    private boolean failFast = true;
    private boolean statusBasedExemption;
    private boolean dryRun;
    private List<BuilderConfiguration> builders = new ArrayList<>();

    @DataBoundConstructor
    public RepositoryConfiguration(String owner, String name) {
        this.owner = Texts.trimmed(owner);
        this.name = Texts.trimmed(name);
    }

    public String getOwner() {
        return owner;
    }

    public String getName() {
        return name;
    }

    /** What it is called in addresses; empty: as on GitHub. */
    public String getLabel() {
        return label;
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = Texts.trimmed(label);
    }

    /** Logins that may approve and everything else. */
    public List<String> getReviewers() {
        return reviewers;
    }

    @DataBoundSetter
    public void setReviewers(List<String> reviewers) {
        this.reviewers = Texts.copy(reviewers);
    }

    /** Logins that may try. */
    public List<String> getTryUsers() {
        return tryUsers;
    }

    @DataBoundSetter
    public void setTryUsers(List<String> tryUsers) {
        this.tryUsers = Texts.copy(tryUsers);
    }

    /** Collaborators with that permission on GitHub are reviewers; empty: none is by that. */
    public String getReviewerPermission() {
        return reviewerPermission;
    }

    @DataBoundSetter
    public void setReviewerPermission(String reviewerPermission) {
        this.reviewerPermission = Texts.trimmed(reviewerPermission);
    }

    /** The same for try users. */
    public String getTryPermission() {
        return tryPermission;
    }

    @DataBoundSetter
    public void setTryPermission(String tryPermission) {
        this.tryPermission = Texts.trimmed(tryPermission);
    }

    /** Members of these teams are reviewers. Null in what was stored before there was this. */
    public List<String> getReviewerTeams() {
        return Texts.copy(reviewerTeams);
    }

    @DataBoundSetter
    public void setReviewerTeams(List<String> reviewerTeams) {
        this.reviewerTeams = Texts.copy(reviewerTeams);
    }

    /** The same for try users. */
    public List<String> getTryTeams() {
        return Texts.copy(tryTeams);
    }

    @DataBoundSetter
    public void setTryTeams(List<String> tryTeams) {
        this.tryTeams = Texts.copy(tryTeams);
    }

    /** Credentials (secret text) with the webhook's secret. */
    public String getWebhookSecretId() {
        return webhookSecretId;
    }

    @DataBoundSetter
    public void setWebhookSecretId(String webhookSecretId) {
        this.webhookSecretId = Texts.trimmed(webhookSecretId);
    }

    public BranchesConfiguration getBranches() {
        return branches;
    }

    @DataBoundSetter
    public void setBranches(BranchesConfiguration branches) {
        this.branches = branches == null ? new BranchesConfiguration() : branches;
    }

    /** An attempt is given up after that. */
    public int getTimeoutMinutes() {
        return timeoutMinutes;
    }

    @DataBoundSetter
    public void setTimeoutMinutes(int timeoutMinutes) {
        this.timeoutMinutes = timeoutMinutes;
    }

    /** An attempt of which no builder was heard after that is given up; 0: never. */
    public int getStartTimeoutMinutes() {
        return startTimeoutMinutes;
    }

    @DataBoundSetter
    public void setStartTimeoutMinutes(int startTimeoutMinutes) {
        this.startTimeoutMinutes = startTimeoutMinutes;
    }

    public int getMaxPriority() {
        return maxPriority;
    }

    @DataBoundSetter
    public void setMaxPriority(int maxPriority) {
        this.maxPriority = maxPriority;
    }

    /** A pull request with one of these labels is neither approved nor started. */
    public List<String> getBlockingLabels() {
        return blockingLabels;
    }

    @DataBoundSetter
    public void setBlockingLabels(List<String> blockingLabels) {
        this.blockingLabels = Texts.copy(blockingLabels);
    }

    public List<LabelConfiguration> getLabels() {
        return labels;
    }

    @DataBoundSetter
    public void setLabels(List<LabelConfiguration> labels) {
        this.labels = labels == null ? new ArrayList<>() : new ArrayList<>(labels);
    }

    /** How pull requests are put onto their base: one of the words of the documentation. */
    public String getMergeMethod() {
        return Texts.filled(mergeMethod).orElse(MergeSettings.DEFAULT.method().word());
    }

    @DataBoundSetter
    public void setMergeMethod(String mergeMethod) {
        String word = Texts.trimmed(mergeMethod);
        this.mergeMethod = Method.MERGE.word().equals(word) ? null : word;
    }

    /** Whether commits that correct others are folded into them. */
    public boolean isAutosquash() {
        return autosquash;
    }

    @DataBoundSetter
    public void setAutosquash(boolean autosquash) {
        this.autosquash = autosquash;
    }

    /** Template; empty: the usual text. */
    public String getMergeMessage() {
        return mergeMessage;
    }

    @DataBoundSetter
    public void setMergeMessage(String mergeMessage) {
        this.mergeMessage = Texts.trimmed(mergeMessage);
    }

    /** Template; empty: the usual text. */
    public String getSquashMessage() {
        return squashMessage;
    }

    @DataBoundSetter
    public void setSquashMessage(String squashMessage) {
        this.squashMessage = Texts.trimmed(squashMessage);
    }

    /** Whether a failure stops the jobs that were started beside it. */
    public boolean isFailFast() {
        return failFast;
    }

    @DataBoundSetter
    public void setFailFast(boolean failFast) {
        this.failFast = failFast;
    }

    /** Whether a test is spared when all builders have passed the very commit before. */
    public boolean isStatusBasedExemption() {
        return statusBasedExemption;
    }

    @DataBoundSetter
    public void setStatusBasedExemption(boolean statusBasedExemption) {
        this.statusBasedExemption = statusBasedExemption;
    }

    /** Decide everything, write nothing. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public List<BuilderConfiguration> getBuilders() {
        return builders;
    }

    @DataBoundSetter
    public void setBuilders(List<BuilderConfiguration> builders) {
        this.builders = builders == null ? new ArrayList<>() : new ArrayList<>(builders);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getReviewersText() {
        return String.join(", ", reviewers);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getTryUsersText() {
        return String.join(", ", tryUsers);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getReviewerTeamsText() {
        return String.join(", ", getReviewerTeams());
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getTryTeamsText() {
        return String.join(", ", getTryTeams());
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getBlockingLabelsText() {
        return String.join(", ", blockingLabels);
    }

    /** For the form: whether what happens on GitHub arrives. Null: its queue does not run. */
    @Restricted(NoExternalUse.class)
    public String getHealth() {
        return RepositoryHealth.of(effectiveLabel()).orElse(null);
    }

    public String effectiveLabel() {
        return Texts.filled(label).or(() -> Texts.filled(name)).orElse("");
    }

    /** The builder of that name, if it is a job of this Jenkins. */
    public Optional<JenkinsJobBuilder> jobBuilder(String builderName) {
        return builders.stream()
                .filter(builder -> builder.effectiveName().equals(builderName))
                .filter(JenkinsJobBuilder.class::isInstance)
                .map(JenkinsJobBuilder.class::cast)
                .findFirst();
    }

    /**
     * @param botName put in later where it is not known yet
     * @throws ConfigurationException when it can't be used; the message names the repository
     */
    public RepositorySettings toSettings(String botName, Optional<String> pageUrl) {
        return new RepositoryResolver(this).resolve(botName, pageUrl);
    }

    /** A row of the global configuration. */
    @Extension
    public static class DescriptorImpl extends Descriptor<RepositoryConfiguration> {
        @Override
        public String getDisplayName() {
            return "";
        }

        @Override
        public RepositoryConfiguration newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            Texts.toList(form, "reviewers", Texts.BLANKS_OR_COMMAS);
            Texts.toList(form, "tryUsers", Texts.BLANKS_OR_COMMAS);
            Texts.toList(form, "reviewerTeams", Texts.BLANKS_OR_COMMAS);
            Texts.toList(form, "tryTeams", Texts.BLANKS_OR_COMMAS);
            Texts.toList(form, "blockingLabels", Texts.COMMAS);
            return super.newInstance(request, form);
        }

        /** Used by the form. */
        @Restricted(NoExternalUse.class)
        public List<Descriptor<BuilderConfiguration>> getBuilderDescriptors() {
            return new ArrayList<>(Jenkins.get().getDescriptorList(BuilderConfiguration.class));
        }

        /** Used by the form. */
        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillMergeMethodItems() {
            ListBoxModel items = new ListBoxModel();
            for (MergeSettings.Method method : MergeSettings.Method.values()) {
                items.add(method.word());
            }
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckMergeMessage(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> MergeResolver.template("message of merge commits", value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSquashMessage(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> MergeResolver.template("message of squashed commits", value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillWebhookSecretIdItems(@QueryParameter String webhookSecretId) {
            return CredentialsLookup.items(webhookSecretId, StringCredentials.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckOwner(@QueryParameter String owner, @QueryParameter String name) {
            return Checks.ifAdministrator(() -> new RepositoryResolver(new RepositoryConfiguration(owner, name)).id());
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckReviewersText(@QueryParameter String value) {
            return Checks.ifAdministrator(
                    () -> RepositoryResolver.logins(Texts.copy(List.of(value.split(Texts.BLANKS_OR_COMMAS, -1)))));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTryUsersText(@QueryParameter String value) {
            return doCheckReviewersText(value);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillReviewerPermissionItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return Texts.permissions();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillTryPermissionItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return Texts.permissions();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckReviewerTeamsText(@QueryParameter String value) {
            return Checks.ifAdministrator(
                    () -> RepositoryResolver.teams(Texts.copy(List.of(value.split(Texts.BLANKS_OR_COMMAS, -1)))));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTryTeamsText(@QueryParameter String value) {
            return doCheckReviewerTeamsText(value);
        }

        /** Sees to it that GitHub delivers to this Jenkins. With the saved credentials, so only for administrators. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCreateWebhook(
                @QueryParameter String owner, @QueryParameter String name, @QueryParameter String webhookSecretId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RepositoryConfiguration repository = new RepositoryConfiguration(owner, name);
            repository.setWebhookSecretId(webhookSecretId);
            try {
                return FormValidation.ok(
                        WebhookSetup.ensure(repository)
                                ? Messages.RepositoryConfiguration_webhookMade()
                                : Messages.RepositoryConfiguration_webhookChanged());
            } catch (ConfigurationException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckWebhookSecretId(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> {
                if (Texts.filled(value).isEmpty()) {
                    throw new ConfigurationException(
                            "Without a secret anybody could approve; the repository is not served.");
                }
            });
        }
    }
}
