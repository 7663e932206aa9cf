package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.ci.ServiceRepository;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.http.Application;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the queues are run with, validated.
 *
 * @param htmlUrl of GitHub's pages, without a slash at the end
 * @param botName what the bot is called; empty: the login of the credentials, asked for at the start
 * @param reconcileInterval how often each repository is compared with GitHub, whatever webhooks said
 * @param repositories with different labels, in the order they are shown in
 * @param git how the git program is used; empty: not at all, and repositories that need it are told so
 * @param extras what is there beside the queues
 */
public record RuntimeConfiguration(
        GitHubSettings github,
        URI htmlUrl,
        Optional<String> botName,
        DatabaseSettings database,
        Duration reconcileInterval,
        List<Repository> repositories,
        Optional<GitSettings> git,
        Extras extras) {
    /** Without the git program, and nothing beside the queues. */
    public RuntimeConfiguration(
            GitHubSettings github,
            URI htmlUrl,
            Optional<String> botName,
            DatabaseSettings database,
            Duration reconcileInterval,
            List<Repository> repositories) {
        this(github, htmlUrl, botName, database, reconcileInterval, repositories, Optional.empty(), Extras.NONE);
    }

    public RuntimeConfiguration {
        repositories = List.copyOf(repositories);
    }

    /**
     * @param settings for a bot of any name: the real one is put in when it is known
     * @param webhookSecret what GitHub signs the deliveries with; empty: all are refused. Never printed
     * @param services builders outside
     */
    public record Repository(RepositorySettings settings, String webhookSecret, ServiceSettings services) {
        @Override
        public String toString() {
            return settings.label();
        }
    }

    /** @param endpoint what is called; may hold secrets, and is never printed */
    public record Hook(String name, URI endpoint) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What is there beside the queues.
     *
     * @param hooks the programs that are called for commands
     * @param announcement plain text above every page; empty: none
     * @param retryLog how far back the pages of retries go
     * @param proxies through which hooks and the services that build are reached
     */
    public record Extras(List<Hook> hooks, Optional<String> announcement, Duration retryLog, Proxies proxies) {
        public static final Extras NONE =
                new Extras(List.of(), Optional.empty(), Application.RETRY_LOG, Proxies.SYSTEM);

        public Extras {
            hooks = List.copyOf(hooks);
        }

        Map<String, URI> endpoints() {
            return hooks.stream().collect(Collectors.toMap(Hook::name, Hook::endpoint, (one, other) -> one));
        }
    }

    /** The same for other repositories. */
    public RuntimeConfiguration with(List<Repository> others) {
        return new RuntimeConfiguration(github, htmlUrl, botName, database, reconcileInterval, others, git, extras);
    }

    /** All repositories with the services that build them. */
    List<ServiceRepository> services() {
        return repositories.stream()
                .map(repository -> new ServiceRepository(repository.settings(), repository.services()))
                .toList();
    }

    /** All repositories' settings, for a bot of that name. */
    List<RepositorySettings> settings(String name) {
        return repositories.stream()
                .map(repository -> repository.settings().withBotName(name))
                .toList();
    }
}
