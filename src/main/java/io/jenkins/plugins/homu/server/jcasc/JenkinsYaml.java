package io.jenkins.plugins.homu.server.jcasc;

import io.jenkins.plugins.homu.ci.BuildbotSettings;
import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuaySettings;
import io.jenkins.plugins.homu.ci.ServiceSettings;
import io.jenkins.plugins.homu.ci.TravisSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a configuration of the server as Jenkins reads the plugin's: the attributes of the classes in
 * {@code jenkins.configuration}. Secrets are replaced by ids of credentials; what has no counterpart becomes a comment.
 * Long, because each setting has its line.
 */
public final class JenkinsYaml {
    private static final int MINUTE_MILLIS = 60_000;

    private final ServerConfiguration configuration;
    private final CredentialIds credentials = new CredentialIds();
    private final YamlWriter body = new YamlWriter();
    private String quayToken = "";

    private JenkinsYaml(ServerConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * @param source the file it is made from
     * @param warnings what was said about that file, one line each
     */
    public static String of(ServerConfiguration configuration, String source, List<String> warnings) {
        return new JenkinsYaml(configuration).write(source, warnings);
    }

    private String write(String source, List<String> warnings) {
        body.block("unclassified", () -> body.block("homu", this::homu));
        YamlWriter head = new YamlWriter();
        head.comment("Configuration as Code for the plugin, made from " + source + " by: homu jcasc");
        head.comment("");
        credentials.describe(head);
        head.comment("");
        head.comment("What is different in Jenkins:");
        head.comment("  [web]: the pages are Jenkins' own, beneath JENKINS/homu/. Let the webhooks of GitHub point to"
                + " JENKINS/homu-webhook/github.");
        if (configuration.database() instanceof DatabaseSettings.SqliteFile file) {
            head.comment(
                    "  [db] file: the state is in JENKINS_HOME/homu/homu.db. To go on with the queue as it is, stop the"
                            + " server and copy " + file + " there before the plugin is started.");
        }
        NoCounterpart.describe(configuration, head);
        if (!warnings.isEmpty()) {
            head.comment("");
            head.comment("Said of that file:");
            warnings.forEach(warning -> head.comment("  " + warning));
        }
        return head + body.toString();
    }

    private void homu() {
        GitHubSettings api = configuration.github().api();
        configuration.github().botName().ifPresent(name -> body.text("botName", name));
        body.text("apiUrl", api.apiUrl().toString());
        body.text(
                "credentialsId",
                api.credentials() instanceof GitHubCredentials.App
                        ? credentials.add(CredentialIds.Kind.APP, "github", "[github] app_id and app_private_key")
                        : credentials.add(CredentialIds.Kind.TEXT, "github", "[github] access_token"));
        GitHubSettings usual = GitHubSettings.of(api.apiUrl(), Optional.empty(), api.credentials());
        if (api.contentPerMinute() != usual.contentPerMinute()) {
            body.number("contentPerMinute", api.contentPerMinute());
        }
        if (api.contentPerHour() != usual.contentPerHour()) {
            body.number("contentPerHour", api.contentPerHour());
        }
        if (!configuration.reconcileInterval().equals(ServerConfiguration.DEFAULT_RECONCILE_INTERVAL)) {
            minutes("reconcileMinutes", "reconcile_interval", configuration.reconcileInterval());
        }
        if (configuration.database() instanceof DatabaseSettings.PostgresqlServer server) {
            database(server);
        }
        if (configuration.git().isPresent()) {
            body.flag("localGit", true);
        }
        if (!configuration.extras().retryLog().equals(RuntimeConfiguration.Extras.NONE.retryLog())) {
            body.number("retryLogDays", (int) configuration.extras().retryLog().toDays());
        }
        configuration.extras().announcement().ifPresent(text -> body.text("announcement", text));
        if (!configuration.extras().hooks().isEmpty()) {
            body.list("hooks", this::hooks);
        }
        body.list("repositories", () -> configuration
                .repositories()
                .forEach(repository -> body.item(() -> repository(repository.settings(), repository.services()))));
    }

    private void hooks() {
        Map<String, HookSettings> settings = configuration.repositories().stream()
                .flatMap(repository -> repository.settings().hooks().stream())
                .collect(Collectors.toMap(HookSettings::name, Function.identity(), (one, other) -> one));
        for (RuntimeConfiguration.Hook hook : configuration.extras().hooks()) {
            HookSettings how = settings.get(hook.name());
            URI endpoint = hook.endpoint();
            boolean hides = endpoint.getRawQuery() != null;
            body.item(() -> {
                body.text("name", hook.name());
                if (hides) {
                    body.comment("Without what stood behind a ? in its endpoint, which may be secret.");
                }
                body.text("endpoint", hides ? withoutSecrets(endpoint) : endpoint.toString());
                if (how != null) {
                    body.text("access", how.access().name().toLowerCase(Locale.ROOT));
                    body.flag("realtime", how.realtime());
                    body.flag("hasResponse", how.hasResponse());
                }
            });
        }
    }

    private static String withoutSecrets(URI address) {
        return address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + (address.getRawPath() == null ? "" : address.getRawPath());
    }

    /** Parameters of the URL may hold a password. */
    private void database(DatabaseSettings.PostgresqlServer server) {
        String shown = server.toString();
        if (!shown.equals(server.url())) {
            body.comment("Without what stood before an @ or behind a ? in [db] url, which may hold a password.");
        }
        body.text("databaseUrl", shown);
        if (!server.user().isEmpty() || !server.password().isEmpty() || !shown.equals(server.url())) {
            body.text(
                    "databaseCredentialsId",
                    credentials.add(CredentialIds.Kind.LOGIN, "database", "[db] user and password"));
        }
    }

    private void repository(RepositorySettings settings, ServiceSettings services) {
        body.text("label", settings.label());
        body.text("owner", settings.repository().owner());
        body.text("name", settings.repository().name());
        logins("reviewers", settings.reviewers());
        logins("tryUsers", settings.tryUsers());
        access(settings.access());
        body.text(
                "webhookSecretId",
                credentials.add(
                        CredentialIds.Kind.TEXT,
                        settings.label() + "-webhook",
                        "secret in [repo." + settings.label() + ".github]"));
        if (!settings.branches().equals(RepositorySettings.Branches.DEFAULT)) {
            body.block("branches", () -> {
                body.text("auto", settings.branches().auto());
                body.text("try", settings.branches().tryBranch());
                body.text("rollup", settings.branches().rollup());
                settings.branches().fork().ifPresent(fork -> body.text("fork", fork.toString()));
            });
        }
        if (!settings.timeout().equals(RepositorySettings.DEFAULT_TIMEOUT)) {
            minutes("timeoutMinutes", "timeout", settings.timeout());
        }
        if (!settings.startTimeout().equals(RepositorySettings.DEFAULT_START_TIMEOUT)) {
            minutes("startTimeoutMinutes", "start_timeout", settings.startTimeout());
        }
        if (settings.maxPriority() != RepositorySettings.DEFAULT_MAX_PRIORITY) {
            body.number("maxPriority", settings.maxPriority());
        }
        if (!settings.blockingLabels().isEmpty()) {
            body.texts("blockingLabels", new TreeSet<>(settings.blockingLabels()));
        }
        if (!settings.labels().isEmpty()) {
            body.list("labels", () -> labels(settings));
        }
        merges(settings.merges());
        if (settings.builders().stream().anyMatch(one -> one.pullContext().isPresent())) {
            body.flag("statusBasedExemption", true);
        }
        if (!settings.failFast()) {
            body.flag("failFast", false);
        }
        if (settings.dryRun()) {
            body.flag("dryRun", true);
        }
        body.list("builders", () -> {
            Set<BuildbotSettings> written = new HashSet<>();
            for (BuilderSettings one : settings.builders()) {
                if (one.kind() == BuilderSettings.Kind.BUILDBOT) {
                    services.buildbots().stream()
                            .filter(buildbot -> buildbot.builders().contains(one.name()) && written.add(buildbot))
                            .forEach(buildbot -> buildbot(settings, buildbot));
                } else {
                    builder(settings.label(), one, services);
                }
            }
        });
    }

    private void access(AccessSettings access) {
        access.reviewLevel().ifPresent(level -> body.text("reviewerPermission", word(level)));
        access.tryLevel().ifPresent(level -> body.text("tryPermission", word(level)));
        if (!access.reviewTeams().isEmpty()) {
            body.texts("reviewerTeams", new TreeSet<>(access.reviewTeams()));
        }
        if (!access.tryTeams().isEmpty()) {
            body.texts("tryTeams", new TreeSet<>(access.tryTeams()));
        }
    }

    private static String word(AccessSettings.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private void merges(MergeSettings merges) {
        if (merges.method() != MergeSettings.Method.MERGE) {
            body.text("mergeMethod", merges.method().word());
        }
        if (merges.autosquash()) {
            body.flag("autosquash", true);
        }
        merges.mergeMessage().ifPresent(text -> body.text("mergeMessage", text));
        merges.squashMessage().ifPresent(text -> body.text("squashMessage", text));
        if (merges.committer().isPresent()) {
            body.comment("[git] name and email have no counterpart: the bot commits.");
        }
    }

    private void logins(String key, Set<String> logins) {
        if (!logins.isEmpty()) {
            Collection<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            sorted.addAll(logins);
            body.texts(key, sorted);
        }
    }

    /** Jenkins counts whole minutes. */
    private void minutes(String key, String setting, Duration time) {
        long minutes = (time.toMillis() + MINUTE_MILLIS - 1) / MINUTE_MILLIS;
        if (!Duration.ofMinutes(minutes).equals(time)) {
            body.comment(setting + " is " + time.toSeconds() + " seconds, rounded up here.");
        }
        body.number(key, (int) minutes);
    }

    private void labels(RepositorySettings settings) {
        for (LabelEvent event : LabelEvent.values()) {
            LabelChange change = settings.labels().get(event);
            if (change != null) {
                body.item(() -> {
                    body.text("event", event.key());
                    body.texts("add", new TreeSet<>(change.add()));
                    body.texts("remove", new TreeSet<>(change.remove()));
                    body.texts("unless", new TreeSet<>(change.unless()));
                });
            }
        }
    }

    private void buildbot(RepositorySettings settings, BuildbotSettings buildbot) {
        List<BuilderSettings> its = settings.builders().stream()
                .filter(one -> one.kind() == BuilderSettings.Kind.BUILDBOT
                        && buildbot.builders().contains(one.name()))
                .toList();
        List<String> merging =
                its.stream().flatMap(one -> one.autoContext().stream()).toList();
        List<String> trying =
                its.stream().flatMap(one -> one.tryContext().stream()).toList();
        String table = "[repo." + settings.label() + ".buildbot]";
        body.item(() -> body.block("buildbot", () -> {
            body.text("url", buildbot.url().toString());
            body.texts("builders", merging);
            if (trying.isEmpty()) {
                body.flag("forTry", false);
            } else {
                body.texts("tryBuilders", trying);
            }
            body.text(
                    "secretId",
                    credentials.add(CredentialIds.Kind.TEXT, settings.label() + "-buildbot", "secret in " + table));
            if (buildbot.login().isPresent()) {
                body.text(
                        "credentialsId",
                        credentials.add(
                                CredentialIds.Kind.LOGIN,
                                settings.label() + "-buildbot-login",
                                "username and password in " + table));
            }
            if (!buildbot.warningsPass()) {
                body.flag("warningsPass", false);
            }
        }));
    }

    private void travis(String label, BuilderSettings builder, TravisSettings travis) {
        body.item(() -> body.block("travis", () -> {
            body.text("name", builder.name());
            if (!travis.endpoint().equals(TravisSettings.DEFAULT_ENDPOINT)) {
                body.text("endpoint", travis.endpoint().toString());
            }
            if (travis.token().isPresent()) {
                body.text(
                        "credentialsId",
                        credentials.add(
                                CredentialIds.Kind.TEXT, label + "-travis", "token in [repo." + label + ".travis]"));
            }
            if (travis.legacyAuthorization()) {
                body.flag("legacyAuthorization", true);
            }
            if (builder.tryContext().isEmpty()) {
                body.flag("forTry", false);
            }
        }));
    }

    private void quay(String label, BuilderSettings builder, QuaySettings quay) {
        String table = "[repo." + label + ".quay]";
        body.item(() -> body.block("quay", () -> {
            body.text("namespace", quay.namespace());
            body.text("repository", quay.name());
            quay.trigger().ifPresent(uuid -> body.text("triggerUuid", uuid));
            body.text(
                    "secretId",
                    credentials.add(CredentialIds.Kind.LOGIN, label + "-quay", "username and secret in " + table));
            if (quay.account().token().isPresent()) {
                body.text("credentialsId", quayToken());
            }
            if (!quay.account().url().equals(QuayAccount.DEFAULT_URL)) {
                body.text("apiUrl", quay.account().url().toString());
            }
            if (builder.tryContext().isEmpty()) {
                body.flag("forTry", false);
            }
        }));
    }

    /** One for all repositories, as in the file. */
    private String quayToken() {
        if (quayToken.isEmpty()) {
            quayToken = credentials.add(CredentialIds.Kind.TEXT, "quay-token", "[quay] access_token");
        }
        return quayToken;
    }

    private void builder(String label, BuilderSettings builder, ServiceSettings services) {
        switch (builder.kind()) {
            case QUAY, QUAY_ON_PUSH -> quay(label, builder, services.quay().orElseThrow());
            case TRAVIS -> travis(label, builder, services.travis().orElseThrow());
            case STATUS -> one("status", builder, "context", "tryContext");
            case CHECK -> one("check", builder, "checkName", "tryName");
            default ->
                body.comment("The builder " + builder.name() + " (" + builder.kind()
                        + ") has no counterpart here. Add one by hand, or untested code is merged.");
        }
    }

    /** A builder that only tries need has no context of its own for merges, which Jenkins asks for all the same. */
    private void one(String symbol, BuilderSettings builder, String autoKey, String tryKey) {
        Optional<String> auto = builder.autoContext();
        Optional<String> tried = builder.tryContext();
        body.item(() -> body.block(symbol, () -> {
            body.text("name", builder.name());
            body.text(autoKey, auto.or(() -> tried).orElseThrow());
            if (auto.isPresent() && tried.isPresent() && !auto.equals(tried)) {
                body.text(tryKey, tried.get());
            }
            if (builder.kind() == BuilderSettings.Kind.STATUS
                    && builder.pullContext().isPresent()
                    && !builder.pullContext().equals(auto)) {
                body.text("pullContext", builder.pullContext().get());
            }
            if (auto.isEmpty()) {
                body.flag("forAuto", false);
            }
            if (tried.isEmpty()) {
                body.flag("forTry", false);
            }
        }));
    }
}
