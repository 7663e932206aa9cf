package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration.Extras;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything the server was told, validated.
 *
 * @param database a file is relative to the working directory, as in the original
 * @param reconcileInterval how often each repository is compared with GitHub, whatever webhooks said
 * @param repositories in the order of the file
 * @param git how the git program is used; empty: not at all
 * @param extras what is there beside the queues
 * @param quay where repositories that are added are set up
 * @param quayNamespace of those that name none
 * @param documents reads those that are added while we run
 */
public record ServerConfiguration(
        GitHub github,
        Web web,
        DatabaseSettings database,
        Duration reconcileInterval,
        List<Repository> repositories,
        Optional<GitSettings> git,
        Extras extras,
        Admin admin,
        QuayAccount quay,
        Optional<String> quayNamespace,
        RepositoryDocuments documents) {
    public static final int DEFAULT_PORT = 54856;
    public static final Duration DEFAULT_RECONCILE_INTERVAL = Duration.ofMinutes(5);

    public ServerConfiguration {
        repositories = List.copyOf(repositories);
    }

    /** All repositories' settings, for a bot of that name. */
    public List<RepositorySettings> settings(String botName) {
        return repositories.stream()
                .map(repository -> repository.settings().withBotName(botName))
                .toList();
    }

    /**
     * How to reach GitHub.
     *
     * @param htmlUrl of its pages, without a slash at the end
     * @param botName what the bot is called; empty: the login of the credentials, asked for at the start
     * @param oauth by which people sign in on the pages; empty: nobody does
     */
    public record GitHub(GitHubSettings api, URI htmlUrl, Optional<String> botName, Optional<OAuth> oauth) {}

    /** @param scope what it has to be allowed to make rollups in people's forks */
    public record OAuth(String id, Secret secret, String scope) {}

    /**
     * Where we listen.
     *
     * @param host empty: on all interfaces
     * @param port 0: any free one
     * @param baseUrl address by which people reach the pages, without a slash at the end; empty: comments have no links
     * @param canonicalUrl where people who ask for a page at another host are sent to; empty: nowhere
     * @param removedPrefixes paths that pages were below once, without slashes around them
     */
    public record Web(
            Optional<String> host,
            int port,
            Optional<String> baseUrl,
            Optional<URI> canonicalUrl,
            List<String> removedPrefixes) {
        public Web {
            removedPrefixes = List.copyOf(removedPrefixes);
        }
    }

    /**
     * Who may add repositories while we run.
     *
     * @param login for {@code /admin/repo}; empty: nobody
     * @param webSecret for {@code POST /admin}; empty: nobody
     */
    public record Admin(Optional<Login> login, Optional<Secret> webSecret) {
        public boolean isOffered() {
            return login.isPresent() || webSecret.isPresent();
        }
    }

    public record Login(String username, Secret secret) {}

    /** @param settings without the bot's name, which is put in when it is known @param services builders outside */
    public record Repository(RepositorySettings settings, Secret webhookSecret, ServiceSettings services) {}
}
