package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.engine.Engine;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StateStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stands before the engine, which can't begin before the bot's name is known. Until then deliveries are kept in the store,
 * where the engine finds them, and pages show what the store has.
 */
final class EngineGate implements EventSink, QueueReader {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StateStore store;
    private final Function<String, Optional<String>> outside;
    private volatile Map<String, RepositorySettings> waiting;
    private final Object lock = new Object();
    /** Completes with the engine; replaced by the field below once it has begun. */
    private final CompletableFuture<Engine> coming = new CompletableFuture<>();

    private int receiving;
    private boolean opening;
    private volatile Engine engine;
    private volatile String reason = "The server is starting.";

    /**
     * @param repositories with a name for the bot that need not be right
     * @param outside what is wrong, by label, that the engine does not hear of
     */
    EngineGate(StateStore store, List<RepositorySettings> repositories, Function<String, Optional<String>> outside) {
        this.store = store;
        this.outside = outside;
        waitWith(repositories);
    }

    /** Other repositories, before there is an engine. */
    void waitWith(List<RepositorySettings> repositories) {
        Map<String, RepositorySettings> next = new LinkedHashMap<>();
        repositories.forEach(settings -> next.put(settings.label(), settings));
        waiting = next;
    }

    /** Why there is no engine yet, in words for people. */
    void waitingFor(String why) {
        reason = why;
    }

    boolean isOpen() {
        return engine != null;
    }

    /** Why that repository is given no orders yet, in words for people; empty: it is, or there is none. */
    Optional<String> notBegun(String label) {
        return engine == null && waiting.containsKey(label) ? Optional.of(reason) : Optional.empty();
    }

    /**
     * Starts the engine and hands everything over to it. A delivery goes either into the store before the engine reads
     * that, or to the engine: never in between, where nobody would look for it.
     */
    void open(Engine next) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (lock) {
            opening = true;
            while (receiving > 0 && System.nanoTime() - end < 0) {
                lock.wait(100);
            }
        }
        try {
            next.start();
        } catch (RuntimeException e) {
            coming.completeExceptionally(e);
            throw e;
        }
        engine = next;
        coming.complete(next);
    }

    @Override
    public CompletableFuture<Receipt> deliver(Delivery delivery, List<Event> events) {
        Engine running = engine;
        if (running != null) {
            return running.deliver(delivery, events);
        }
        synchronized (lock) {
            if (opening) {
                return coming.thenCompose(opened -> opened.deliver(delivery, events));
            }
            receiving++;
        }
        CompletableFuture<Receipt> received;
        try {
            received = store.receive(delivery).thenApply(fresh -> fresh ? Receipt.ACCEPTED : Receipt.DUPLICATE);
        } catch (RuntimeException e) {
            received = CompletableFuture.failedFuture(e);
        }
        return received.whenComplete((receipt, failure) -> {
            synchronized (lock) {
                receiving--;
                lock.notifyAll();
            }
        });
    }

    @Override
    public boolean submit(String label, Event event) {
        Engine running = engine;
        return running != null && running.submit(label, event);
    }

    @Override
    public List<String> labels() {
        Engine running = engine;
        return running == null ? List.copyOf(waiting.keySet()) : running.labels();
    }

    @Override
    public Optional<RepositorySettings> settings(String label) {
        Engine running = engine;
        return running == null ? Optional.ofNullable(waiting.get(label)) : running.settings(label);
    }

    @Override
    public Optional<RepositoryState> state(String label) {
        Engine running = engine;
        if (running != null) {
            return running.state(label);
        }
        return waiting.containsKey(label)
                ? Optional.of(store.load(label).orElseGet(() -> RepositoryState.empty(label)))
                : Optional.empty();
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
        Engine running = engine;
        if (running != null) {
            return running.health().stream().map(this::withOutside).toList();
        }
        return waiting.keySet().stream()
                .map(label -> new Health(label, Optional.of(reason), 0, 0, Optional.empty(), Optional.empty()))
                .toList();
    }

    private Health withOutside(Health health) {
        Optional<String> more = outside.apply(health.label());
        if (more.isEmpty()) {
            return health;
        }
        String all = health.trouble().map(text -> text + "; " + more.get()).orElse(more.get());
        return new Health(
                health.label(),
                Optional.of(all),
                health.inbox(),
                health.outbox(),
                health.lastDelivery(),
                health.lastSync());
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        Engine running = engine;
        if (running != null) {
            return running.onChange(listener);
        }
        CompletableFuture<AutoCloseable> later = coming.thenApply(opened -> opened.onChange(listener));
        return () -> {
            if (later.isDone() && !later.isCompletedExceptionally()) {
                later.join().close();
            }
        };
    }
}
