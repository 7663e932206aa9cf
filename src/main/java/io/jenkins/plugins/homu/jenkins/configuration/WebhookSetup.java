package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Makes GitHub deliver what happens in a repository to this Jenkins. */
final class WebhookSetup {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private WebhookSetup() {}

    /**
     * Uses the saved address and credentials of GitHub.
     *
     * @return false when the webhook was there and was brought up to date
     * @throws ConfigurationException when it can't be made; the message says why
     */
    static boolean ensure(RepositoryConfiguration repository) {
        RepositoryId id = new RepositoryResolver(repository).id();
        ConfigurationResolver resolver =
                new ConfigurationResolver(HomuGlobalConfiguration.get(), new CredentialsLookup());
        String secret = resolver.webhookSecret(repository);
        String address = Optional.ofNullable(Jenkins.get().getRootUrl())
                        .orElseThrow(
                                () -> new ConfigurationException(
                                        "Jenkins does not know its own address. Set the Jenkins URL in the system configuration."))
                + "homu-webhook/github";
        try (GitHubClient client = new GitHubClient(
                resolver.gitHub().withTimeouts(PATIENCE, PATIENCE), body -> List.of(), Instant::now, Metrics.NONE)) {
            return client.ensureWebhook(id, address, secret);
        } catch (GatewayException e) {
            throw new ConfigurationException(
                    "GitHub did not make the webhook: " + e.getMessage()
                            + ". Its credentials need the right to administer webhooks (classic token: admin:repo_hook;"
                            + " fine-grained or App: Webhooks read and write), or make it by hand: " + address,
                    e);
        }
    }
}
