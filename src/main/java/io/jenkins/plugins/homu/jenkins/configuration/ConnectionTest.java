package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks GitHub, once, whether it takes some credentials. */
final class ConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ConnectionTest() {}

    /**
     * Login of the account that the credentials belong to.
     *
     * @throws ConfigurationException when GitHub doesn't say; the message says why
     */
    static String login(URI api, String credentialsId, CredentialsLookup lookup) {
        GitHubCredentials credentials = Texts.filled(credentialsId)
                .flatMap(lookup::gitHub)
                .orElseThrow(() -> new ConfigurationException(
                        "There are no credentials " + LogLine.quote(String.valueOf(credentialsId))
                                + " that GitHub could be asked with; choose some."));
        try (GitHubClient client =
                client(GitHubSettings.of(api, Optional.empty(), credentials).withProxies(JenkinsProxies.now()))) {
            return client.login();
        } catch (GatewayException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** For one question, while a person waits for the answer. */
    static GitHubClient client(GitHubSettings settings) {
        return new GitHubClient(
                settings.withTimeouts(PATIENCE, PATIENCE), body -> List.of(), Instant::now, Metrics.NONE);
    }
}
