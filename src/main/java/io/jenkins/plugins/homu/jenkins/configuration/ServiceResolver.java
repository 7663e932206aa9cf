package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.homu.ci.BuildbotSettings;
import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuaySettings;
import io.jenkins.plugins.homu.ci.ServiceLogin;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.ci.TravisSettings;
import io.jenkins.plugins.homu.core.model.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to deal with the builders outside that are configured for a repository: looks their secrets up. */
final class ServiceResolver {
    private final RepositoryConfiguration repository;
    private final CredentialsLookup credentials;

    ServiceResolver(RepositoryConfiguration repository, CredentialsLookup credentials) {
        this.repository = repository;
        this.credentials = credentials;
    }

    /** @throws ConfigurationException when a secret is missing */
    ServiceSettings resolve() {
        List<BuildbotSettings> buildbots = new ArrayList<>();
        Optional<TravisSettings> travis = Optional.empty();
        Optional<QuaySettings> quay = Optional.empty();
        for (BuilderConfiguration builder : repository.getBuilders()) {
            if (builder instanceof BuildbotBuilder buildbot) {
                buildbots.add(buildbot(buildbot));
            } else if (builder instanceof TravisBuilder one) {
                travis = Optional.of(travis(one));
            } else if (builder instanceof QuayBuilder one) {
                quay = Optional.of(quay(one));
            }
        }
        return new ServiceSettings(buildbots, travis, quay);
    }

    private BuildbotSettings buildbot(BuildbotBuilder builder) {
        String id = Texts.filled(builder.getSecretId())
                .orElseThrow(
                        () -> trouble(
                                "no secret is configured for what Buildbot reports. Without one anybody could"
                                        + " report a build to have passed: choose a secret text with what its HttpStatusPush shows."));
        return new BuildbotSettings(
                builder.checkedUrl(),
                secretText(id),
                Texts.filled(builder.getCredentialsId()).map(given -> login(given, "Buildbot")),
                builder.isWarningsPass(),
                builder.names());
    }

    private TravisSettings travis(TravisBuilder builder) {
        return new TravisSettings(
                builder.checkedEndpoint(),
                Texts.filled(builder.getCredentialsId()).map(this::secretText),
                builder.isLegacyAuthorization());
    }

    private QuaySettings quay(QuayBuilder builder) {
        String id = Texts.filled(builder.getSecretId())
                .orElseThrow(() -> trouble(
                        "no user name with password is configured for what Quay's notifications show. Without one anybody"
                                + " could report a build to have passed: choose those that the notifications have."));
        ServiceLogin shown = login(id, "what Quay's notifications show");
        if (shown.user().contains(":")
                || shown.user().isEmpty()
                || shown.password().isEmpty()) {
            throw trouble(
                    "the user name of " + LogLine.quote(id)
                            + ", which Quay's notifications show, must have no colon, and neither it nor the password may be empty.");
        }
        return new QuaySettings(
                new QuayAccount(
                        builder.checkedApiUrl(),
                        Texts.filled(builder.getCredentialsId()).map(this::secretText)),
                QuayBuilder.checkedName("namespace", builder.getNamespace()),
                QuayBuilder.checkedName("repository", builder.effectiveRepository(repository)),
                QuayBuilder.checkedTrigger(builder.getTriggerUuid()),
                shown.user(),
                shown.password());
    }

    private String secretText(String id) {
        return credentials
                .text(id)
                .orElseThrow(() -> trouble("there is no secret text " + LogLine.quote(id)
                        + " among the credentials of Jenkins, or it is empty. Create it, or choose another."));
    }

    private ServiceLogin login(String id, String what) {
        return credentials
                .find(StandardUsernamePasswordCredentials.class, id)
                .map(found -> new ServiceLogin(
                        found.getUsername(), found.getPassword().getPlainText()))
                .orElseThrow(() -> trouble("there is no user name with password " + LogLine.quote(id)
                        + " among the credentials of Jenkins, for " + what + ". Create it, or choose another."));
    }

    private ConfigurationException trouble(String what) {
        return new ConfigurationException("Repository " + LogLine.quote(repository.effectiveLabel()) + ": " + what);
    }
}
