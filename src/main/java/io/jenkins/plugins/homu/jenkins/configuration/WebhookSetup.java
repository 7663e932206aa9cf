package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Makes GitHub deliver what happens in a repository to this Jenkins. */
final class WebhookSetup {
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
        if (Texts.filled(HomuGlobalConfiguration.get().getCredentialsId()).isEmpty()) {
            throw new ConfigurationException(
                    "Save this page first: the webhook is made with the saved address and credentials of GitHub, and there"
                            + " are none yet.");
        }
        String secret = resolver.webhookSecret(repository);
        String address = Optional.ofNullable(Jenkins.get().getRootUrl())
                        .orElseThrow(
                                () -> new ConfigurationException(
                                        "Jenkins does not know its own address. Set the Jenkins URL in the system configuration."))
                + "homu-webhook/github";
        try (GitHubClient client = ConnectionTest.client(resolver.gitHub())) {
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
