package io.jenkins.plugins.homu.ci;

import java.util.List;
import java.util.Optional;

/** How to deal with the services outside that build one repository. Holds secrets, and never prints one. */
public record ServiceSettings(
        List<BuildbotSettings> buildbots, Optional<TravisSettings> travis, Optional<QuaySettings> quay) {
    /** None builds it. */
    public static final ServiceSettings NONE = new ServiceSettings(List.of(), Optional.empty(), Optional.empty());

    public ServiceSettings {
        buildbots = List.copyOf(buildbots);
    }

    /** Without Quay. */
    public ServiceSettings(List<BuildbotSettings> buildbots, Optional<TravisSettings> travis) {
        this(buildbots, travis, Optional.empty());
    }

    /** The same with Quay. */
    public ServiceSettings with(QuaySettings quay) {
        return new ServiceSettings(buildbots, travis, Optional.of(quay));
    }
}
