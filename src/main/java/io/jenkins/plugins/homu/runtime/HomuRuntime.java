package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuayRegistration;
import io.jenkins.plugins.homu.ci.Services;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.engine.Engine;
import io.jenkins.plugins.homu.engine.EngineSettings;
import io.jenkins.plugins.homu.git.LocalGit;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.github.GitHubWebhooks;
import io.jenkins.plugins.homu.github.WebhookRepository;
import io.jenkins.plugins.homu.hook.HttpHooks;
import io.jenkins.plugins.homu.http.Application;
import io.jenkins.plugins.homu.http.Handler;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.PageFrame;
import io.jenkins.plugins.homu.http.RollupOffer;
import io.jenkins.plugins.homu.markdown.MarkdownReader;
import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.MarkupReader;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All queues of one configuration, from the store to what is answered over HTTP. {@link #start} once, {@link #close} once;
 * everything else from any thread between. GitHub need not answer for a start: deliveries are kept meanwhile, and pages
 * show what the store has.
 */
public final class HomuRuntime implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HomuRuntime.class.getName());
    /** Shown on pages until the real name is known. */
    private static final String PRESUMED_NAME = "homu";

    private static final Duration ENGINE_STOP = Duration.ofSeconds(5);

    private final Builder builder;
    private final Metrics metrics;
    private final Clock clock = Instant::now;
    private final Instant begun = clock.now();
    private final StateStore store;
    private final AddedRepositories addedRepositories;
    private final StoreCheck storeCheck;
    private final HttpHooks hooks;
    private final GitHubClient github;
    private final GitGateway git;
    private final GitHubWebhooks webhooks;
    private final Services services;
    private final EngineGate gate;
    private final Application application;
    private final BotName botName;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object engineLock = new Object();
    private RuntimeConfiguration configuration;
    private Optional<String> knownName = Optional.empty();
    private Engine engine;

    /**
     * Opens the store, and nothing else.
     *
     * @param builder starts the jobs of those repositories that have some
     * @param others handlers beside ours, by the first segment of the path
     * @param frame what a page's content is put into
     * @param rollups how they can be asked for on their page
     * @throws StoreException when the database can't be used
     */
    public HomuRuntime(
            RuntimeConfiguration configuration,
            Builder builder,
            Metrics metrics,
            Map<String, Handler> others,
            PageFrame frame,
            RollupOffer rollups) {
        MarkupReader markup = new MarkdownReader();
        String presumed = configuration.botName().orElse(PRESUMED_NAME);
        this.configuration = configuration;
        this.metrics = metrics;
        JdbcStateStore opened = JdbcStateStore.open(configuration.database());
        this.store = opened;
        this.addedRepositories = opened.addedRepositories();
        this.github = new GitHubClient(configuration.github(), markup, clock, metrics);
        this.git = configuration
                .git()
                .map(settings -> (GitGateway) new LocalGit(settings, github::gitToken))
                .orElse(GitGateway.NONE);
        this.webhooks = new GitHubWebhooks(webhookRepositories(configuration, presumed), markup, clock, github.names());
        this.services =
                new Services(configuration.services(), configuration.extras().proxies(), clock);
        this.builder = builders(builder);
        this.gate = new EngineGate(store, configuration.settings(presumed), services::trouble);
        this.storeCheck = new StoreCheck(store);
        this.hooks = new HttpHooks(
                configuration.extras()::endpoints, configuration.extras().proxies());
        this.application = new Application(
                gate,
                gate,
                translators(),
                metrics,
                clock,
                configuration.htmlUrl().toString(),
                storeCheck,
                others,
                PageFrame.announcing(configuration.extras()::announcement, frame),
                rollups,
                configuration.extras().retryLog());
        this.botName = new BotName(github, this::named, gate::waitingFor);
    }

    /** Begins as soon as the bot's name is known: at once where it is configured. */
    public void start() {
        configuration.botName().ifPresent(this::runEngine);
        botName.start();
    }

    /**
     * Take other repositories, or other settings of them; those that stay keep their state and go on.
     *
     * @throws StoreException when a new repository's state can't be read; nothing changed then
     * @throws IllegalStateException when a repository comes again whose last work has not ended yet; nothing changed then
     */
    public void configure(List<RuntimeConfiguration.Repository> repositories) {
        synchronized (engineLock) {
            RuntimeConfiguration next = configuration.with(repositories);
            String name = knownName.or(configuration::botName).orElse(PRESUMED_NAME);
            if (engine != null) {
                engine.configure(next.settings(name));
            } else {
                gate.waitWith(next.settings(name));
            }
            webhooks.configure(webhookRepositories(next, name));
            services.configure(next.services());
            configuration = next;
        }
    }

    private List<CallbackTranslator> translators() {
        List<CallbackTranslator> all = new ArrayList<>(List.of(webhooks));
        all.addAll(services.translators());
        return all;
    }

    private Builder builders(Builder jobs) {
        Map<Kind, Builder> all = new EnumMap<>(Kind.class);
        all.put(Kind.JOB, jobs);
        // Nobody of ours starts these; what they said is known where the jobs are.
        all.put(Kind.REPORTED, jobs);
        all.putAll(services.builders());
        return new Builders(all);
    }

    private static List<WebhookRepository> webhookRepositories(RuntimeConfiguration configuration, String name) {
        return configuration.repositories().stream()
                .map(repository ->
                        new WebhookRepository(repository.settings().withBotName(name), repository.webhookSecret()))
                .toList();
    }

    private void named(String name) {
        Optional<String> configured;
        synchronized (engineLock) {
            configured = configuration.botName();
        }
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
            failure.complete("the name of the bot is configured as " + LogLine.quote(configured.get())
                    + ", but the credentials belong to " + LogLine.quote(name)
                    + "; correct one of the two: the bot must know its own comments");
        }
    }

    private void runEngine(String name) {
        Map<String, CallbackTranslator> translators =
                translators().stream().collect(Collectors.toMap(CallbackTranslator::source, Function.identity()));
        // Not beside a stop, which would close the store under an engine that is just beginning.
        synchronized (engineLock) {
            if (closed.get()) {
                return;
            }
            knownName = Optional.of(name);
            webhooks.configure(webhookRepositories(configuration, name));
            EngineSettings settings = EngineSettings.DEFAULT
                    .withReconcileInterval(configuration.reconcileInterval())
                    .withCloseTimeout(ENGINE_STOP);
            engine = new Engine(
                    store,
                    github,
                    git,
                    builder,
                    translators::get,
                    clock,
                    metrics,
                    settings,
                    configuration.settings(name),
                    hooks);
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

    /** Answers everything that comes over HTTP. */
    public Handler application() {
        return application;
    }

    /** Repositories that are kept beside those of the configuration. */
    public AddedRepositories addedRepositories() {
        return addedRepositories;
    }

    /** Sets repositories up at Quay. */
    public QuayRegistration quay(QuayAccount account) {
        return services.quay(account);
    }

    /** GitHub, as the queues use it. */
    public GitHubClient github() {
        return github;
    }

    public QueueReader reader() {
        return gate;
    }

    /** Whether the queues go on by now, so that what they say of an attempt is the last word. */
    public boolean isRunning() {
        return gate.isOpen();
    }

    public EventSink sink() {
        return gate;
    }

    /** Why the queue of that repository takes no orders yet, in words for people; empty: it does, or there is none. */
    public Optional<String> notBegun(String label) {
        return gate.notBegun(label);
    }

    /** Throws {@link StoreException} when the store can't take writes, as it said within the last two seconds. */
    public void checkStore() {
        storeCheck.run();
    }

    /** Whether it has been there for so long. */
    public boolean isOlderThan(Duration age) {
        return begun.isBefore(clock.now().minus(age));
    }

    /** What GitHub calls the bot, once it is known. */
    public Optional<String> name() {
        synchronized (engineLock) {
            return knownName;
        }
    }

    /** A page of ours with a word to whoever sent the request. @param text plain */
    public HttpResponse message(HttpRequest request, int status, String heading, String text) {
        return application.message(request, status, heading, text);
    }

    /**
     * Somebody in front of a browser.
     *
     * @param theirs the same GitHub as ours, with their credentials
     */
    public SignedInUser signedIn(GitHubSettings theirs) {
        return new SignedInUser(
                new GitHubClient(theirs, new MarkdownReader(), clock, metrics),
                github,
                gate,
                gate,
                gate::notBegun,
                configuration.htmlUrl().toString());
    }

    /** Completes with the reason when the queues can't go on, in words for people. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /** Ends open streams of live updates; everything else goes on being answered. */
    public void closeStreams() {
        application.close();
    }

    /** Finishes the transactions and calls that run, keeps the rest in the store; takes less than ten seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        botName.close();
        application.close();
        synchronized (engineLock) {
            if (engine != null) {
                engine.close();
            }
        }
        services.close();
        github.close();
        hooks.close();
        store.close();
    }
}
