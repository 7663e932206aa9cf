package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.ci.BuildbotSettings;
import io.jenkins.plugins.homu.ci.ServiceLogin;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.ci.TravisSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the builders outside of one repository: {@code [repo.LABEL.buildbot]} and {@code [repo.LABEL.travis]}. Buildbot can
 * be given as the original's single table and as named ones, several at once.
 */
final class ServiceReader {
    private final Section repository;
    private final List<BuilderSettings> builders = new ArrayList<>();
    private final List<BuildbotSettings> buildbots = new ArrayList<>();
    private boolean complained;

    ServiceReader(Section repository) {
        this.repository = repository;
    }

    ServiceSettings read() {
        repository.table("buildbot").ifPresent(this::buildbots);
        Optional<TravisSettings> travis = repository.table("travis").map(this::travis);
        return new ServiceSettings(buildbots, travis);
    }

    /** In the order of the configuration; known after {@link #read}. */
    List<BuilderSettings> builders() {
        return List.copyOf(builders);
    }

    /** Whether what would be a builder was refused, so that its absence needs no word of its own. */
    boolean complained() {
        return complained;
    }

    private void buildbots(Section section) {
        boolean single = section.hasValue("url") || section.hasValue("builders") || section.hasValue("secret");
        if (single) {
            buildbot(section);
        }
        var named = section.otherTables();
        named.values().forEach(one -> {
            buildbot(one);
            one.finish();
        });
        if (!single && named.isEmpty()) {
            complained = true;
            section.required("url", "it is the address of Buildbot's pages");
        }
        section.finish();
    }

    private void buildbot(Section section) {
        Optional<URI> url = section.required("url", "it is the address of Buildbot's pages")
                .flatMap(text -> GitHubReader.url(section, "url"));
        Optional<String> secret = section.required(
                "secret", "Buildbot's HttpStatusPush must show the same; make one with: openssl rand -hex 20");
        Set<String> forAuto = new LinkedHashSet<>(section.texts("builders"));
        Set<String> forTries = new LinkedHashSet<>(section.texts("try_builders"));
        Optional<String> user = section.filled("username");
        Optional<String> password = section.text("password").filter(text -> !text.isEmpty());
        boolean warningsPass = section.flag("warnings_pass", true);
        if (user.isPresent() != password.isPresent()) {
            section.warning(
                    user.isPresent() ? "username" : "password",
                    "has no effect alone; write both username and password, or none");
        }
        Set<String> all = new LinkedHashSet<>(forAuto);
        all.addAll(forTries);
        if (all.isEmpty()) {
            complained = true;
            section.error("builders", "names no builder; write the names of those that must pass before a merge");
        }
        for (String name : all) {
            builders.add(new BuilderSettings(
                    name,
                    Kind.BUILDBOT,
                    Optional.of(name).filter(forAuto::contains),
                    Optional.of(name).filter(forTries::contains)));
        }
        complained |= url.isEmpty() || secret.isEmpty();
        url.ifPresent(address -> buildbots.add(new BuildbotSettings(
                address,
                secret.orElse(""),
                user.flatMap(name -> password.map(word -> new ServiceLogin(name, word))),
                warningsPass,
                all)));
    }

    private TravisSettings travis(Section section) {
        URI endpoint = GitHubReader.url(section, "endpoint").orElse(TravisSettings.DEFAULT_ENDPOINT);
        Optional<String> token = section.filled("token");
        boolean legacy = section.flag("legacy_authorization", false);
        boolean forTries = section.flag("try", true);
        if (legacy && token.isEmpty()) {
            section.error(
                    "legacy_authorization", "needs a token: without one, anybody could report a build to have passed");
        }
        section.finish();
        BuilderSettings builder = new BuilderSettings(
                TravisSettings.BUILDER,
                Kind.TRAVIS,
                Optional.of(TravisSettings.BUILDER),
                Optional.of(TravisSettings.BUILDER).filter(name -> forTries));
        builders.add(
                repository.flag("status_based_exemption", false) ? builder.sparing(TravisSettings.BUILDER) : builder);
        return new TravisSettings(endpoint, token, legacy);
    }
}
