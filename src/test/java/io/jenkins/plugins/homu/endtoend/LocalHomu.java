package io.jenkins.plugins.homu.endtoend;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.engine.Engine;
import io.jenkins.plugins.homu.engine.EngineSettings;
import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.git.LocalGit;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.github.GitHubWebhooks;
import io.jenkins.plugins.homu.github.WebhookRepository;
import io.jenkins.plugins.homu.http.Application;
import io.jenkins.plugins.homu.http.PageFrame;
import io.jenkins.plugins.homu.markdown.MarkdownReader;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.server.web.WebServer;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Homu whole, in this process: a real store, the engine, the client of GitHub, and webhooks over HTTP. */
final class LocalHomu implements AutoCloseable {
    static final String BOT = "homu";
    static final String REVIEWER = "alice";
    static final String TRY_USER = "carol";
    static final String SECRET = "a secret of the webhook";

    private final StateStore store;
    private final GitHubClient client;
    private final Engine engine;
    private final Application application;
    private final WebServer web;

    private LocalHomu(StateStore store, GitHubClient client, Engine engine, Application application, WebServer web) {
        this.store = store;
        this.client = client;
        this.engine = engine;
        this.application = application;
        this.web = web;
    }

    /**
     * Starts on a database that may hold the state of an earlier run.
     *
     * @param port 0: any free one
     * @param reconcile how often to compare with GitHub
     */
    static LocalHomu start(
            GitHubSimulator github, Path database, int port, Duration reconcile, List<RepositorySettings> repositories)
            throws IOException {
        Clock clock = Instant::now;
        MarkdownReader markdown = new MarkdownReader();
        StateStore store = JdbcStateStore.open(DatabaseSettings.file(database));
        GitHubSettings settings = GitHubSettings.of(
                        URI.create(github.apiUrl()),
                        Optional.of(URI.create(github.graphqlUrl())),
                        new GitHubCredentials.Token(github.user(BOT).token()))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10))
                .withContentLimits(10_000, 100_000);
        GitHubClient client = new GitHubClient(settings, markdown, clock, Metrics.NONE);
        GitHubWebhooks webhooks = new GitHubWebhooks(
                repositories.stream()
                        .map(repository -> new WebhookRepository(repository, SECRET))
                        .toList(),
                markdown,
                clock,
                client.names());
        GitGateway git = new LocalGit(
                GitSettings.of(database.resolveSibling("git"), URI.create(github.url())), client::gitToken);
        Engine engine = new Engine(
                store,
                client,
                git,
                Builder.NONE,
                Map.of(GitHubWebhooks.SOURCE, webhooks)::get,
                clock,
                Metrics.NONE,
                quick(reconcile),
                repositories);
        engine.start();
        Application application = new Application(
                engine,
                engine,
                List.of(webhooks),
                Metrics.NONE,
                clock,
                github.url(),
                store::check,
                Map.of(),
                PageFrame.layout());
        WebServer web = WebServer.start(Optional.of("127.0.0.1"), port, application);
        return new LocalHomu(store, client, engine, application, web);
    }

    /** As the engine's own, but for waits that a test can't sit out. */
    private static EngineSettings quick(Duration reconcile) {
        EngineSettings usual = EngineSettings.DEFAULT;
        return new EngineSettings(
                usual.eventThreads(),
                usual.effectThreads(),
                usual.syncThreads(),
                usual.batch(),
                reconcile,
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                usual.sayGiveUp(),
                usual.lookTries(),
                usual.staleTipPatience(),
                usual.closeTimeout(),
                usual.keepDeliveries(),
                usual.keepHistory());
    }

    /** A repository of the usual kind: alice reviews, carol tries, {@link InstantCi} tests. */
    static RepositorySettings repository(String label, String owner, String name) {
        return repository(label, owner, name, MergeSettings.DEFAULT, AccessSettings.NONE);
    }

    static RepositorySettings repository(
            String label, String owner, String name, MergeSettings merges, AccessSettings access) {
        return new RepositorySettings(
                label,
                new RepositoryId(owner, name),
                BOT,
                Set.of(REVIEWER),
                Set.of(TRY_USER),
                RepositorySettings.Branches.DEFAULT,
                List.of(new BuilderSettings(
                        "ci",
                        BuilderSettings.Kind.STATUS,
                        Optional.of(InstantCi.CONTEXT),
                        Optional.of(InstantCi.CONTEXT))),
                RepositorySettings.DEFAULT_TIMEOUT,
                RepositorySettings.DEFAULT_START_TIMEOUT,
                RepositorySettings.DEFAULT_MAX_PRIORITY,
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                merges,
                access);
    }

    /** The same, tested in a fork. */
    static RepositorySettings onFork(RepositorySettings one, RepositoryId fork) {
        return new RepositorySettings(
                one.label(),
                one.repository(),
                one.botName(),
                one.reviewers(),
                one.tryUsers(),
                one.branches().inFork(Optional.of(fork)),
                one.builders(),
                one.timeout(),
                one.startTimeout(),
                one.maxPriority(),
                one.blockingLabels(),
                one.labels(),
                one.hooks(),
                one.pageUrl(),
                one.dryRun(),
                one.failFast(),
                one.merges(),
                one.access());
    }

    static RepositorySettings dryRun(RepositorySettings one, boolean on) {
        return new RepositorySettings(
                one.label(),
                one.repository(),
                one.botName(),
                one.reviewers(),
                one.tryUsers(),
                one.branches(),
                one.builders(),
                one.timeout(),
                one.startTimeout(),
                one.maxPriority(),
                one.blockingLabels(),
                one.labels(),
                one.hooks(),
                one.pageUrl(),
                on,
                one.failFast(),
                one.merges(),
                one.access());
    }

    int port() {
        return web.port();
    }

    /** Where GitHub is to deliver to. */
    String hookUrl() {
        return "http://127.0.0.1:" + port() + "/github";
    }

    RepositoryState state(String label) {
        return engine.state(label).orElseThrow();
    }

    Optional<PullRequest> pull(String label, int number) {
        return state(label).pull(number);
    }

    /** What stands in the way of a merge, as the pages say it. */
    String whyNot(String label, int number) {
        return QueueView.whyNot(
                pull(label, number).orElseThrow(),
                state(label),
                engine.settings(label).orElseThrow(),
                Instant.now());
    }

    /** What is known of a person's rights becomes as old as it would be after a long test. */
    void oldNews(String label, String login, Level level) {
        Instant then = Instant.now().minus(Duration.ofMinutes(5));
        engine.submit(label, new Event.PermissionRead(login, Optional.of(level), Set.of(), Optional.empty(), then));
        Await.until(
                "the old news",
                Duration.ofSeconds(10),
                () -> state(label).rights().get(login).readAt().equals(then));
    }

    Health health(String label) {
        return engine.health().stream()
                .filter(health -> health.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing is being done, nor waits to be done. */
    boolean isIdle() {
        return engine.health().stream().allMatch(health -> health.inbox() == 0 && health.outbox() == 0);
    }

    @Override
    public void close() {
        web.close();
        application.close();
        engine.close();
        client.close();
        store.close();
    }
}
