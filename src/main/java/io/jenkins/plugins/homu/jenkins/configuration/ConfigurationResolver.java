package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.util.Secret;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Makes what was configured into what the queues are run with: looks secrets up, and says what is wrong. */
public final class ConfigurationResolver {
    private static final int LONGEST_RETRY_LOG_DAYS = 365;

    private final HomuGlobalConfiguration configuration;
    private final CredentialsLookup credentials;

    public ConfigurationResolver(HomuGlobalConfiguration configuration, CredentialsLookup credentials) {
        this.configuration = configuration;
        this.credentials = credentials;
    }

    /**
     * @param databaseFile where the state is unless a database server is configured; git's caches are beside it
     * @param pageUrl address of the pages without a slash at the end; empty: not known
     * @throws ConfigurationException when nothing can be run
     */
    public ResolvedConfiguration resolve(Path databaseFile, Optional<String> pageUrl) {
        Optional<String> botName = configuration.checkedBotName();
        GitHubSettings github = gitHub();
        List<String> problems = new ArrayList<>();
        RuntimeConfiguration runtime = new RuntimeConfiguration(
                github,
                GitHubSettings.pagesBeside(configuration.checkedApiUrl()),
                botName,
                database(databaseFile),
                Duration.ofMinutes(Math.max(1, configuration.getReconcileMinutes())),
                repositories(pageUrl, problems),
                Optional.of(GitSettings.of(
                                databaseFile.resolveSibling("git"),
                                GitHubSettings.pagesBeside(configuration.checkedApiUrl()))
                        .behind(JenkinsProxies.now())),
                extras(problems));
        return new ResolvedConfiguration(runtime, problems);
    }

    /** @throws ConfigurationException when it can't be asked */
    GitHubSettings gitHub() {
        return GitHubSettings.of(configuration.checkedApiUrl(), Optional.empty(), gitHubCredentials())
                .withProxies(JenkinsProxies.now())
                .withContentLimits(
                        Math.max(1, configuration.getContentPerMinute()),
                        Math.max(1, configuration.getContentPerHour()));
    }

    private record Hooks(
            Set<HookSettings> settings, List<RuntimeConfiguration.Hook> endpoints, List<String> problems) {}

    /** One hook with a mistake doesn't keep the others from being called. */
    private Hooks hooks() {
        Map<String, HookSettings> settings = new LinkedHashMap<>();
        List<RuntimeConfiguration.Hook> endpoints = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (HookConfiguration hook : configuration.getHooks()) {
            try {
                RuntimeConfiguration.Hook endpoint = hook.toEndpoint();
                if (settings.putIfAbsent(endpoint.name(), hook.toSettings()) != null) {
                    throw new ConfigurationException(
                            "Two hooks are called " + LogLine.quote(endpoint.name()) + "; give them different names.");
                }
                endpoints.add(endpoint);
            } catch (ConfigurationException e) {
                problems.add(e.getMessage());
            }
        }
        return new Hooks(Set.copyOf(settings.values()), endpoints, problems);
    }

    private RuntimeConfiguration.Extras extras(List<String> problems) {
        Hooks hooks = hooks();
        problems.addAll(hooks.problems());
        return new RuntimeConfiguration.Extras(
                hooks.endpoints(),
                Texts.filled(configuration.getAnnouncement()),
                Duration.ofDays(Math.max(1, Math.min(LONGEST_RETRY_LOG_DAYS, configuration.getRetryLogDays()))),
                JenkinsProxies.now());
    }

    /** One repository with a mistake doesn't keep the others from being merged. */
    private List<RuntimeConfiguration.Repository> repositories(Optional<String> pageUrl, List<String> problems) {
        List<RuntimeConfiguration.Repository> usable = new ArrayList<>();
        Hooks hooks = hooks();
        Map<String, RepositoryId> labels = new HashMap<>();
        Map<RepositoryId, String> seen = new HashMap<>();
        Map<RepositoryId, String> forks = new HashMap<>();
        for (RepositoryConfiguration repository : configuration.getRepositories()) {
            try {
                RepositorySettings settings = settings(repository, pageUrl, hooks);
                if (labels.putIfAbsent(settings.label(), settings.repository()) != null) {
                    throw new ConfigurationException("Two repositories are called " + LogLine.quote(settings.label())
                            + "; give one of them another label.");
                }
                String other = seen.putIfAbsent(settings.repository(), settings.label());
                if (other != null) {
                    throw new ConfigurationException("The repository " + settings.repository()
                            + " is configured twice, as " + LogLine.quote(other) + " and "
                            + LogLine.quote(settings.label()) + "; remove one of them.");
                }
                settings.branches().fork().ifPresent(fork -> checkFork(fork, settings.label(), forks));
                usable.add(new RuntimeConfiguration.Repository(
                        settings, webhookSecret(repository), new ServiceResolver(repository, credentials).resolve()));
            } catch (ConfigurationException e) {
                problems.add(e.getMessage());
            }
        }
        return usable;
    }

    private RepositorySettings settings(RepositoryConfiguration repository, Optional<String> pageUrl, Hooks hooks) {
        RepositorySettings settings = repository.toSettings("", pageUrl).withHooks(hooks.settings());
        return configuration.isLocalGit() ? settings.withLocalGit() : settings;
    }

    /** Nobody could say what a report from a fork is about that belongs to two. */
    private void checkFork(RepositoryId fork, String label, Map<RepositoryId, String> forks) {
        boolean isConfigured = configuration.getRepositories().stream()
                .anyMatch(one -> fork.toString().equalsIgnoreCase(one.getOwner() + "/" + one.getName()));
        String other = forks.putIfAbsent(fork, label);
        if (isConfigured || other != null) {
            throw new ConfigurationException(
                    "Repository " + LogLine.quote(label) + ": the fork that tests run in, " + fork
                            + ", " + (isConfigured ? "has a queue of its own" : "is that of " + LogLine.quote(other))
                            + " already; use another.");
        }
    }

    /** @throws ConfigurationException when there is none */
    String webhookSecret(RepositoryConfiguration repository) {
        String label = repository.effectiveLabel();
        String id = Texts.filled(repository.getWebhookSecretId())
                .orElseThrow(() -> new ConfigurationException("Repository " + LogLine.quote(label)
                        + ": no webhook secret is configured. Without one anybody could approve: choose a secret text with"
                        + " the same value as the webhook's on GitHub."));
        return credentials
                .find(StringCredentials.class, id)
                .map(StringCredentials::getSecret)
                .map(Secret::getPlainText)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new ConfigurationException("Repository " + LogLine.quote(label)
                        + ": there is no secret text " + LogLine.quote(id)
                        + " among the credentials of Jenkins, or it is empty. Create it, or choose another."));
    }

    private GitHubCredentials gitHubCredentials() {
        String id = Texts.filled(configuration.getCredentialsId())
                .orElseThrow(() -> new ConfigurationException(
                        "No credentials for GitHub are configured; choose a token or a GitHub App."));
        return credentials
                .gitHub(id)
                .orElseThrow(() -> new ConfigurationException("There are no credentials " + LogLine.quote(id)
                        + " in Jenkins that GitHub could be asked with: a secret text with a token, a user name with a"
                        + " token as password, or a GitHub App. Create them, or choose others."));
    }

    private DatabaseSettings database(Path file) {
        Optional<String> url = Texts.filled(configuration.getDatabaseUrl());
        if (url.isEmpty()) {
            return DatabaseSettings.file(file);
        }
        Optional<String> id = Texts.filled(configuration.getDatabaseCredentialsId());
        Optional<StandardUsernamePasswordCredentials> login =
                id.flatMap(given -> credentials.find(StandardUsernamePasswordCredentials.class, given));
        if (id.isPresent() && login.isEmpty()) {
            throw new ConfigurationException("There is no user name with password " + LogLine.quote(id.get())
                    + " among the credentials of Jenkins, for the database. Create it, or choose another.");
        }
        try {
            return DatabaseSettings.postgresql(
                    url.get(),
                    login.map(StandardUsernamePasswordCredentials::getUsername).orElse(""),
                    login.map(it -> it.getPassword().getPlainText()).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }
}
