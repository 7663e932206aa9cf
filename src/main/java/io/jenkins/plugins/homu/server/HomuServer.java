package io.jenkins.plugins.homu.server;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.engine.Engine;
import io.jenkins.plugins.homu.engine.EngineSettings;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.GitHubWebhooks;
import io.jenkins.plugins.homu.github.WebhookRepository;
import io.jenkins.plugins.homu.http.Application;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.markdown.MarkdownReader;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.MarkupReader;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.metrics.PrometheusMetrics;
import io.jenkins.plugins.homu.server.web.WebServer;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server without Jenkins: puts the parts together, starts and stops them. */
public final class HomuServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HomuServer.class.getName());
    /** Shown on pages until the real name is known. */
    private static final String PRESUMED_NAME = "homu";

    private static final Duration ENGINE_STOP = Duration.ofSeconds(5);

    private final ServerConfiguration configuration;
    private final Clock clock = Instant::now;
    private final MarkupReader markup = new MarkdownReader();
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final StateStore store;
    private final GitHubClient github;
    private final GitHubWebhooks webhooks;
    private final EngineGate gate;
    private final Application application;
    private final BotName botName;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object engineLock = new Object();
    private Engine engine;
    private WebServer web;

    private HomuServer(ServerConfiguration configuration) {
        this.configuration = configuration;
        this.store = JdbcStateStore.open(configuration.database());
        this.github = new GitHubClient(configuration.github().api(), markup, clock, metrics);
        String presumed = configuration.github().botName().orElse(PRESUMED_NAME);
        this.webhooks = new GitHubWebhooks(webhookRepositories(presumed), markup, clock);
        this.gate = new EngineGate(store, configuration.settings(presumed));
        metrics.watch(() -> gate);
        this.application = new Application(
                gate,
                gate,
                List.of(webhooks),
                metrics,
                clock,
                configuration.github().htmlUrl().toString(),
                new StoreCheck(store),
                Map.of("metrics", this::metricsPage));
        this.botName = new BotName(github, this::named, gate::waitingFor);
    }

    /**
     * Starts everything. GitHub need not answer for that.
     *
     * @throws StoreException when the database can't be used
     * @throws IOException when the port can't be listened on
     */
    public static HomuServer start(ServerConfiguration configuration) throws IOException {
        HomuServer server = new HomuServer(configuration);
        try {
            server.open();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void open() throws IOException {
        Optional<String> configured = configuration.github().botName();
        configured.ifPresent(this::runEngine);
        web = WebServer.start(configuration.web().host(), configuration.web().port(), application);
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("started")
                        .with("url", url())
                        .with("repositories", configuration.repositories().size())
                        .with("database", configuration.database())
                        .toString());
        botName.start();
    }

    private List<WebhookRepository> webhookRepositories(String name) {
        List<WebhookRepository> repositories = new ArrayList<>();
        configuration
                .repositories()
                .forEach(repository -> repositories.add(new WebhookRepository(
                        repository.settings().withBotName(name),
                        repository.webhookSecret().reveal())));
        return repositories;
    }

    private void named(String name) {
        Optional<String> configured = configuration.github().botName();
        if (configured.isEmpty()) {
            try {
                runEngine(name);
            } catch (StoreException e) {
                failure.complete(e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "event=engine-start-failed", e);
                failure.complete("the queue can't be started, by a fault of this program; the log has it: " + e);
            }
        } else if (!configured.get().equalsIgnoreCase(name)) {
            failure.complete(
                    "github.bot_name is " + LogLine.quote(configured.get()) + ", but the credentials belong to "
                            + LogLine.quote(name) + "; correct one of the two: the bot must know its own comments");
        }
    }

    private void runEngine(String name) {
        Map<String, CallbackTranslator> translators = Map.of(webhooks.source(), webhooks);
        EngineSettings settings = EngineSettings.DEFAULT
                .withReconcileInterval(configuration.reconcileInterval())
                .withCloseTimeout(ENGINE_STOP);
        // Not beside a stop, which would close the store under an engine that is just beginning.
        synchronized (engineLock) {
            if (closed.get()) {
                return;
            }
            webhooks.configure(webhookRepositories(name));
            engine =
                    new Engine(store, github, translators::get, clock, metrics, settings, configuration.settings(name));
            LOG.log(
                    System.Logger.Level.INFO,
                    LogLine.of("bot").with("name", name).toString());
            try {
                gate.open(engine);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CompletableFuture<HttpResponse> metricsPage(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return CompletableFuture.completedFuture(
                reads
                        ? HttpResponse.of(200, PrometheusMetrics.CONTENT_TYPE, metrics.page())
                        : HttpResponse.error(405, "This address can only be read.")
                                .with("Allow", "GET, HEAD"));
    }

    /** Where it can be reached from this machine. */
    public String url() {
        String host = configuration
                .web()
                .host()
                .filter(name -> !name.equals("0.0.0.0") && !name.equals("::"))
                .orElse("localhost");
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + web.port();
    }

    /** Completes with the reason when the server can't go on, in words for people. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /**
     * Takes no more requests, finishes the transactions and calls that run, keeps the rest in the store; takes less than
     * ten seconds.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        botName.close();
        application.close();
        if (web != null) {
            web.close();
        }
        synchronized (engineLock) {
            if (engine != null) {
                engine.close();
            }
        }
        github.close();
        store.close();
    }
}
