package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuaySettings;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code [quay]}, and {@code [repo.LABEL.quay]} of one repository. */
final class QuayReader {
    /** What holds for every repository. */
    record Defaults(QuayAccount account, Optional<String> namespace) {
        static final Defaults NONE =
                new Defaults(new QuayAccount(QuayAccount.DEFAULT_URL, Optional.empty()), Optional.empty());
    }

    private final Optional<Section> section;
    private final Defaults defaults;
    private final boolean forTries;
    private final Optional<String> trigger;
    private boolean complained;

    QuayReader(Section repository, Defaults defaults) {
        this.section = repository.table("quay");
        this.forTries = section.map(table -> table.flag("try", true)).orElse(true);
        this.trigger = section.flatMap(table -> table.filled("trigger_uuid"));
        this.defaults = defaults;
    }

    static Defaults defaults(Section section) {
        Optional<String> token = section.filled("access_token");
        Optional<String> namespace = section.filled("namespace");
        QuayAccount account =
                new QuayAccount(GitHubReader.url(section, "api_url").orElse(QuayAccount.DEFAULT_URL), token);
        section.unsupported(
                "is of no use: no API call makes a trigger, so make it by hand and give its trigger_uuid",
                "username",
                "password");
        section.finish();
        namespace
                .filter(name -> !QuaySettings.isName(name))
                .ifPresent(name -> section.error("namespace", "can't be a user or an organization at Quay"));
        return new Defaults(account, namespace);
    }

    /** @param repository whose name is also that at Quay, unless another is given */
    Optional<QuaySettings> read(Optional<RepositoryId> repository) {
        return section.flatMap(table -> read(table, repository));
    }

    private Optional<QuaySettings> read(Section table, Optional<RepositoryId> repository) {
        Optional<String> existing = table.filled("existing_repo");
        Optional<String> name = table.filled("name")
                .or(() -> existing)
                .or(() -> repository.map(id -> id.name().toLowerCase(Locale.ROOT)));
        Optional<String> namespace = table.filled("namespace").or(defaults::namespace);
        Optional<String> username =
                table.required("username", "Quay has to show it when it calls us; make one with: openssl rand -hex 20");
        Optional<String> secret =
                table.required("secret", "Quay has to show it when it calls us; make one with: openssl rand -hex 20");
        // Until when a build begins by itself is for the trigger at Quay to say.
        table.meaningless("build_branches");
        // For adding it over HTTP, and noted there.
        table.meaningless("public", "private", "dockerfile_path", "context", "url", "webhook", "ssh");
        table.meaningless("status_webhook_uuids", "created");
        table.finish();
        if (namespace.isEmpty()) {
            complained = true;
            table.error(
                    "namespace", "is missing: it is the user or the organization at Quay; set it here or in [quay]");
        } else if (!QuaySettings.isName(namespace.get())) {
            complained = true;
            table.error("namespace", "can't be a user or an organization at Quay");
        }
        name.filter(text -> !QuaySettings.isName(text)).ifPresent(text -> {
            complained = true;
            table.error("name", "can't be the name of a repository at Quay");
        });
        trigger.filter(text -> !QuaySettings.isTrigger(text)).ifPresent(text -> {
            complained = true;
            table.error(
                    "trigger_uuid",
                    "must be a UUID such as d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55; docs/quay.md says where it is shown");
        });
        username.filter(text -> text.contains(":")).ifPresent(text -> {
            complained = true;
            table.error("username", "must have no colon");
        });
        if (trigger.isPresent() && defaults.account().token().isEmpty()) {
            complained = true;
            table.error("trigger_uuid", "needs a token to start builds with: set [quay] access_token");
        }
        complained |= username.isEmpty() || secret.isEmpty() || name.isEmpty();
        return complained
                ? Optional.empty()
                : Optional.of(new QuaySettings(
                        defaults.account(),
                        namespace.orElseThrow(),
                        name.orElseThrow(),
                        trigger,
                        username.orElseThrow(),
                        secret.orElseThrow()));
    }

    /** Present with the table; what is wrong with that was said. */
    Optional<BuilderSettings> builder() {
        return section.map(table -> new BuilderSettings(
                QuaySettings.BUILDER,
                trigger.isPresent() ? Kind.QUAY : Kind.QUAY_ON_PUSH,
                Optional.of(QuaySettings.BUILDER),
                Optional.of(QuaySettings.BUILDER).filter(name -> forTries)));
    }
}
