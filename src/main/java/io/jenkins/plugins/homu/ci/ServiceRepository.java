package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;

/** A repository with the services that build it. */
public record ServiceRepository(RepositorySettings settings, ServiceSettings services) {
    /** The Buildbot that has a builder of that name. */
    Optional<BuildbotSettings> buildbot(String builder) {
        return services.buildbots().stream()
                .filter(buildbot -> buildbot.builders().contains(builder))
                .findFirst();
    }

    String label() {
        return settings.label();
    }

    @Override
    public String toString() {
        return settings.label();
    }
}
