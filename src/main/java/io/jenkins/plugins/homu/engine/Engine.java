package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the queues of all configured repositories: takes events in, lets the rules decide, keeps states and effects in the
 * store, and carries the effects out. {@link #start} once, {@link #close} once; everything else from any thread between.
 * The store and the gateway stay the caller's: they are to be closed after the engine.
 */
public final class Engine implements EventSink, QueueReader, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    /** Hooks are few; one that hangs holds up one repository's hooks. */
    private static final int CALL_THREADS = 8;

    private static final Duration PRUNE_INTERVAL = Duration.ofHours(6);

    private final StateStore store;
    private final Function<String, CallbackTranslator> translators;
    private final Clock clock;
    private final EngineSettings settings;
    private final ThreadPoolExecutor events;
    private final List<ThreadPoolExecutor> outward;
    private final Notifier notifier = new Notifier();
    private final Timers timers;
    private final Commons commons;
    private final Carrier carrier;

    /** Held while repositories come and go; readers and deliveries don't need it. */
    private final Object configuring = new Object();

    private final List<RepositorySettings> initial;
    private final Map<String, Repository> leaving = new HashMap<>();
    private volatile Map<String, Repository> repositories = Map.of();
    private boolean started;
    private volatile boolean closed;

    /**
     * @param builder starts the jobs of those repositories that have some
     * @param translators by the source of a delivery; null for an unknown one. Reads again what was received and not dealt
     *     with before a restart
     * @param repositories with different labels
     */
    public Engine(
            StateStore store,
            GitHubGateway gateway,
            GitGateway git,
            Builder builder,
            Function<String, CallbackTranslator> translators,
            Clock clock,
            Metrics metrics,
            EngineSettings settings,
            List<RepositorySettings> repositories) {
        this(store, gateway, git, builder, translators, clock, metrics, settings, repositories, HookCaller.NONE);
    }

    /** @param hooks calls those of the settings' hooks */
    public Engine(
            StateStore store,
            GitHubGateway gateway,
            GitGateway git,
            Builder builder,
            Function<String, CallbackTranslator> translators,
            Clock clock,
            Metrics metrics,
            EngineSettings settings,
            List<RepositorySettings> repositories,
            HookCaller hooks) {
        this(
                store,
                gateway,
                git,
                builder,
                translators,
                clock,
                metrics,
                settings,
                repositories,
                hooks,
                Rules.QUEUE,
                new SystemTimers(clock));
    }

    Engine(
            StateStore store,
            GitHubGateway gateway,
            GitGateway git,
            Builder builder,
            Function<String, CallbackTranslator> translators,
            Clock clock,
            Metrics metrics,
            EngineSettings settings,
            List<RepositorySettings> repositories,
            HookCaller hooks,
            Rules rules,
            Timers timers) {
        this.store = store;
        this.translators = translators;
        this.clock = clock;
        this.settings = settings;
        this.timers = timers;
        this.initial = List.copyOf(repositories);
        this.events = Threads.pool("homu-decide", settings.eventThreads());
        this.outward = List.of(
                Threads.pool("homu-act", settings.effectThreads()),
                Threads.pool("homu-say", settings.effectThreads()),
                Threads.pool("homu-look", settings.effectThreads()),
                Threads.pool("homu-sync", settings.syncThreads()),
                Threads.pool("homu-call", CALL_THREADS));
        this.commons = new Commons(
                store,
                gateway,
                clock,
                timers,
                metrics,
                settings,
                rules,
                events,
                outward.get(0),
                outward.get(1),
                outward.get(2),
                outward.get(3),
                outward.get(4),
                notifier);
        this.carrier = new Carrier(gateway, git, builder, hooks, clock, settings);
    }

    /**
     * Reads all repositories' states, and begins.
     *
     * @throws StoreException when the store can't be read; nothing was begun then
     */
    public void start() {
        synchronized (configuring) {
            if (started || closed) {
                throw new IllegalStateException("An engine is started once");
            }
            apply(initial);
            started = true;
        }
        timers.at(clock.now().plus(PRUNE_INTERVAL), this::prune);
    }

    /**
     * Take another configuration. Repositories that stay keep their state and go on; new ones are read from the store and
     * begin; those that are gone end what they are at, and keep what the store has of them.
     *
     * @throws StoreException when a new repository's state can't be read; nothing changed then
     * @throws IllegalStateException when a label comes again whose last work has not ended yet; nothing changed then
     */
    public void configure(List<RepositorySettings> next) {
        synchronized (configuring) {
            if (!started || closed) {
                throw new IllegalStateException("The engine is not running");
            }
            apply(next);
        }
    }

    private void apply(List<RepositorySettings> next) {
        Map<String, Repository> before = repositories;
        Map<String, Repository> after = new LinkedHashMap<>();
        List<RepositorySettings> added = new ArrayList<>();
        for (RepositorySettings one : next) {
            if (after.containsKey(one.label())) {
                throw new IllegalArgumentException(
                        "Two repositories are labelled " + LogLine.quote(one.label()) + "; give them different labels");
            }
            // Keeps the place for one that is yet to be loaded.
            after.put(one.label(), before.get(one.label()));
            if (!before.containsKey(one.label())) {
                added.add(one);
            }
        }
        for (RepositorySettings one : added) {
            awaitLeaving(one.label());
        }
        tellOfRenamedLabels(after.keySet(), added);
        loadAll(added).forEach(loaded -> after.put(loaded.settings().label(), loaded));

        repositories = Collections.unmodifiableMap(after);
        Instant first = clock.now();
        for (RepositorySettings one : added) {
            after.get(one.label()).open(first);
            first = first.plus(settings.spread());
        }
        for (RepositorySettings one : next) {
            after.get(one.label()).configure(one);
        }
        before.forEach((label, repository) -> {
            if (!after.containsKey(label)) {
                repository.close();
                leaving.put(label, repository);
            }
        });
        leaving.values().removeIf(repository -> repository.awaitEnd(Duration.ZERO));
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("configured")
                        .with("repositories", after.size())
                        .with("added", added.size())
                        .with("removed", before.size() + added.size() - after.size())
                        .toString());
    }

    /** Two owners of one repository's state would undo each other's work. */
    private void awaitLeaving(String label) {
        Repository last = leaving.get(label);
        if (last != null && !last.awaitEnd(settings.closeTimeout())) {
            throw new IllegalStateException("Repository " + LogLine.quote(label)
                    + " was removed a moment ago and is still ending a call; configure it again in a minute");
        }
        leaving.remove(label);
    }

    /** The state belongs to the label: with another one, approvals and all that waits stay behind. */
    private void tellOfRenamedLabels(Set<String> configured, List<RepositorySettings> added) {
        List<String> known = commons.store().labels();
        List<String> begun = added.stream()
                .map(RepositorySettings::label)
                .filter(label -> !known.contains(label))
                .toList();
        List<String> left =
                known.stream().filter(label -> !configured.contains(label)).toList();
        if (!begun.isEmpty() && !left.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("label-not-known")
                            .with("begun_with_nothing", String.join(", ", begun))
                            .with("left_alone", String.join(", ", left))
                            .with(
                                    "hint",
                                    "if one of these was renamed, its approvals stay with the old label; give it that label"
                                            + " back to have them again")
                            .toString());
        }
    }

    private List<Repository> loadAll(List<RepositorySettings> added) {
        List<CompletableFuture<Repository>> loading = added.stream()
                .map(one -> CompletableFuture.supplyAsync(
                        () -> Repository.load(one, commons, carrier, translators), events))
                .toList();
        List<Repository> loaded = new ArrayList<>();
        for (CompletableFuture<Repository> one : loading) {
            loaded.add(Mailbox.join(one));
        }
        return loaded;
    }

    /**
     * Stops: takes nothing in any more, finishes the transactions and outward calls that run, starts none, and leaves the
     * rest in the store. Takes {@link EngineSettings#closeTimeout} at most; calls that run longer are interrupted, and
     * looked for after the next start.
     */
    @Override
    public void close() {
        Collection<Repository> ending;
        synchronized (configuring) {
            if (closed) {
                return;
            }
            closed = true;
            ending = new ArrayList<>(repositories.values());
            ending.addAll(leaving.values());
        }
        timers.close();
        ending.forEach(Repository::close);
        long end = System.nanoTime() + settings.closeTimeout().toNanos();
        boolean inTime = true;
        for (Repository repository : ending) {
            inTime &= repository.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        outward.forEach(ThreadPoolExecutor::shutdownNow);
        events.shutdown();
        notifier.close();
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("stopped").with("in_time", inTime).toString());
    }

    private void prune() {
        Instant now = clock.now();
        // Not on the thread of the timers: the store may take its time.
        events.execute(() -> {
            try {
                var unused = store.prune(now.minus(settings.keepDeliveries()), now.minus(settings.keepHistory()))
                        .whenComplete((nothing, error) -> {
                            if (error != null) {
                                pruneFailed(error);
                            }
                        });
            } catch (StoreException e) {
                pruneFailed(e);
            }
        });
        timers.at(now.plus(PRUNE_INTERVAL), this::prune);
    }

    private static void pruneFailed(Throwable error) {
        LOG.log(
                System.Logger.Level.WARNING,
                LogLine.of("prune-failed")
                        .with("error", error instanceof CompletionException ? error.getCause() : error)
                        .toString());
    }

    // ---- events in ---------------------------------------------------------------------------------------------

    @Override
    public CompletableFuture<Receipt> deliver(Delivery delivery, List<Event> events) {
        Repository repository = repositories.get(delivery.label());
        if (repository == null) {
            return CompletableFuture.failedFuture(
                    new StoreException("No repository labelled " + LogLine.quote(delivery.label()) + " is configured"));
        }
        return repository.deliver(delivery, events);
    }

    @Override
    public boolean submit(String label, Event event) {
        Repository repository = repositories.get(label);
        return repository != null && repository.submit(event);
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    @Override
    public List<String> labels() {
        return List.copyOf(repositories.keySet());
    }

    @Override
    public Optional<RepositorySettings> settings(String label) {
        return Optional.ofNullable(repositories.get(label)).map(Repository::settings);
    }

    @Override
    public Optional<RepositoryState> state(String label) {
        return Optional.ofNullable(repositories.get(label)).map(Repository::state);
    }

    @Override
    public List<HistoryEntry> history(String label, Optional<Integer> number, int limit) {
        return store.history(label, number, limit);
    }

    @Override
    public List<HistoryEntry> history(String label, String what, Instant since, int limit) {
        return store.history(label, what, since, limit);
    }

    @Override
    public List<Attempt> attempts(String label, int number, int limit) {
        return store.attempts(label, number, limit);
    }

    @Override
    public List<Health> health() {
        return repositories.values().stream().map(Repository::health).toList();
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        return notifier.add(listener);
    }
}
