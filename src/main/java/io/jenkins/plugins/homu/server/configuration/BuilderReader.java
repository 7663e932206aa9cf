package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.ci.QuaySettings;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the builders of one repository. Statuses and checks can be given as the original's single table and as the Rust
 * fork's named ones, several at once. A builder is needed for tries as well unless it says otherwise, as in the fork.
 */
final class BuilderReader {
    private final Section repository;
    private final Optional<RepositoryId> id;
    private final QuayReader quay;
    private final List<BuilderSettings> builders = new ArrayList<>();
    private boolean complained;
    private ServiceSettings services = ServiceSettings.NONE;

    /** @param id empty when it isn't known which repository it is */
    BuilderReader(Section repository, Optional<RepositoryId> id, QuayReader.Defaults quay) {
        this.repository = repository;
        this.id = id;
        this.quay = new QuayReader(repository, quay);
    }

    List<BuilderSettings> all() {
        repository.table("status").ifPresent(section -> kind(section, Kind.STATUS, "context", "try_context"));
        repository.table("checks").ifPresent(section -> kind(section, Kind.CHECK, "name", "try_name"));
        ServiceReader outside = new ServiceReader(repository);
        services = outside.read();
        builders.addAll(outside.builders());
        quay.builder().ifPresent(builders::add);
        Optional<QuaySettings> atQuay = quay.read(id);
        services = atQuay.map(services::with).orElse(services);
        complained |= outside.complained();
        unique();
        if (builders.stream().noneMatch(builder -> builder.autoContext().isPresent())) {
            if (!complained) {
                repository.error("has no builder whose word is needed for a merge, so nothing would be tested; add ["
                        + repository.name("status") + "] with context = \"...\", or [" + repository.name("checks")
                        + "] with name = \"...\"");
            }
        } else if (builders.stream().noneMatch(builder -> builder.tryContext().isPresent())) {
            repository.warning("has no builder for tries, so the command try is refused here");
        }
        return List.copyOf(builders);
    }

    /** How to deal with the services among them; known after {@link #all}. */
    ServiceSettings services() {
        return services;
    }

    private void unique() {
        Set<String> names = new HashSet<>();
        for (BuilderSettings builder : builders) {
            if (!names.add(builder.name())) {
                complained = true;
                repository.error("two builders are called " + LogLine.quote(builder.name())
                        + ", so that nobody could tell whose word is whose; give one of them another name");
            }
        }
    }

    private void kind(Section section, Kind kind, String autoKey, String tryKey) {
        String prefix = kind == Kind.STATUS ? "status" : "checks";
        boolean single = section.hasValue(autoKey) || section.hasValue(tryKey);
        if (single) {
            builder(section, kind, prefix, autoKey, tryKey);
        }
        boolean named = false;
        for (var entry : section.otherTables().entrySet()) {
            named = true;
            builder(entry.getValue(), kind, prefix + "-" + entry.getKey(), autoKey, tryKey);
            entry.getValue().finish();
        }
        if (!single && !named) {
            complained = true;
            section.error(autoKey, "is missing: it is what the builder reports under on GitHub");
        }
        section.finish();
    }

    private void builder(Section section, Kind kind, String name, String autoKey, String tryKey) {
        Optional<String> auto = section.hasValue(autoKey) ? section.filled(autoKey) : section.absent(autoKey);
        Optional<String> forTries = section.hasValue(tryKey) ? section.filled(tryKey) : section.absent(tryKey);
        boolean wanted = !section.hasValue("try") || section.flag("try", true);
        Optional<String> onPulls = section.filled("pr_context");
        if (auto.isEmpty() && forTries.isEmpty()) {
            complained = true;
            section.required(autoKey, "it is what the builder reports under on GitHub");
            return;
        }
        if (!wanted && forTries.isPresent()) {
            section.warning(tryKey, "has no effect with try = false; remove one of the two");
        }
        BuilderSettings builder =
                new BuilderSettings(name, kind, auto, wanted ? forTries.or(() -> auto) : Optional.empty());
        boolean spares = repository.flag("status_based_exemption", false);
        builders.add(
                spares && auto.isPresent()
                        ? builder.sparing(onPulls.or(() -> auto).get())
                        : builder);
    }
}
