package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.ci.ServiceRepository;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the queues are run with, validated.
 *
 * @param htmlUrl of GitHub's pages, without a slash at the end
 * @param botName what the bot is called; empty: the login of the credentials, asked for at the start
 * @param reconcileInterval how often each repository is compared with GitHub, whatever webhooks said
 * @param repositories with different labels, in the order they are shown in
 */
public record RuntimeConfiguration(
        GitHubSettings github,
        URI htmlUrl,
        Optional<String> botName,
        DatabaseSettings database,
        Duration reconcileInterval,
        List<Repository> repositories) {
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

    /** The same for other repositories. */
    public RuntimeConfiguration with(List<Repository> others) {
        return new RuntimeConfiguration(github, htmlUrl, botName, database, reconcileInterval, others);
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
