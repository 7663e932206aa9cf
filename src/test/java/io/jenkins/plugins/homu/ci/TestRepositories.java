package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Repositories with services that build them. */
final class TestRepositories {
    static final URI BUILDBOT = URI.create("https://bb.example.org/ci");

    private TestRepositories() {}

    static BuildbotSettings buildbot(String secret, String... builders) {
        return new BuildbotSettings(BUILDBOT, secret, Optional.empty(), true, Set.of(builders));
    }

    static ServiceRepository withBuildbots(String name, BuildbotSettings... buildbots) {
        return repository(name, new ServiceSettings(List.of(buildbots), Optional.empty()));
    }

    static ServiceRepository withTravis(String name, TravisSettings travis) {
        return repository(name, new ServiceSettings(List.of(), Optional.of(travis)));
    }

    /** @param name of a repository of acme, also its label */
    private static ServiceRepository repository(String name, ServiceSettings services) {
        List<BuilderSettings> builders = new ArrayList<>();
        services.buildbots().forEach(buildbot -> buildbot.builders()
                .forEach(builder -> builders.add(builder(builder, Kind.BUILDBOT))));
        services.travis().ifPresent(travis -> builders.add(builder(TravisSettings.BUILDER, Kind.TRAVIS)));
        return new ServiceRepository(
                new RepositorySettings(
                        name,
                        new RepositoryId("acme", name),
                        "homu",
                        Set.of("alice"),
                        Set.of(),
                        RepositorySettings.Branches.DEFAULT,
                        builders,
                        RepositorySettings.DEFAULT_TIMEOUT,
                        RepositorySettings.DEFAULT_START_TIMEOUT,
                        RepositorySettings.DEFAULT_MAX_PRIORITY,
                        Set.of(),
                        Map.of(),
                        Set.of(),
                        Optional.empty(),
                        false,
                        true,
                        MergeSettings.DEFAULT,
                        AccessSettings.NONE),
                services);
    }

    private static BuilderSettings builder(String name, Kind kind) {
        return new BuilderSettings(name, kind, Optional.of(name), Optional.of(name));
    }
}
