package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.Decision;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BranchPushed;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink.Receipt;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.FaultyStore;
import io.jenkins.plugins.homu.testing.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** An engine with scripted rules, a scripted GitHub, a store with faults, and time that stands still. */
final class Fixture implements AutoCloseable {
    static final RepositoryId WIDGET = new RepositoryId("acme", "widget");
    static final RepositoryId GADGET = new RepositoryId("acme", "gadget");
    static final CommitSha ANY = new CommitSha("00000000000000000000000000000000000000aa");

    final ManualTimers time = new ManualTimers();
    final MemoryStore memory = new MemoryStore();
    final ScriptedGitHub github = new ScriptedGitHub();
    final Script rules = new Script();
    final List<RepositorySettings> repositories = new ArrayList<>(List.of(settings("widget", WIDGET)));
    EngineSettings engineSettings = EngineSettings.DEFAULT.withReconcileInterval(Duration.ofDays(1000));
    FaultyStore store = new FaultyStore(memory);
    CallbackTranslator translator = new ByBranch();
    Engine engine;
    private final List<CountDownLatch> latches = new CopyOnWriteArrayList<>();
    private int deliveries;

    /** Rules by example: what an event leads to is looked up by its type, or by the branch that was pushed to. */
    static final class Script implements Rules {
        final List<String> decided = new CopyOnWriteArrayList<>();
        final Map<String, Function<Event, List<LongFunction<Effect>>>> answers = new HashMap<>();
        volatile Predicate<Event> breaksAt = event -> false;
        volatile Predicate<Effect> wanted = effect -> true;
        volatile Function<RepositoryState, Optional<Instant>> wake = state -> Optional.empty();
        volatile Runnable duringDecide = () -> {};

        /** @param what a branch's name or an event's */
        void on(String what, LongFunction<Effect> effect) {
            on(what, List.of(effect));
        }

        void on(String what, List<LongFunction<Effect>> effects) {
            answers.put(what, event -> effects);
        }

        @Override
        public Decision decide(RepositoryState state, Event event, RepositorySettings settings, Instant now) {
            duringDecide.run();
            if (breaksAt.test(event)) {
                throw new IllegalStateException("the rules broke");
            }
            String what = event instanceof BranchPushed push ? push.branch() : Describe.name(event);
            decided.add(settings.label() + " " + what);
            long id = state.nextEffect();
            List<Effect> effects = new ArrayList<>();
            for (LongFunction<Effect> effect :
                    answers.getOrDefault(what, any -> List.of()).apply(event)) {
                effects.add(effect.apply(id++));
            }
            boolean fromWithin = event instanceof Event.SyncRequested || event instanceof Event.Tick;
            return new Decision(fromWithin && effects.isEmpty() ? state : next(state, id), effects, List.of());
        }

        private static RepositoryState next(RepositoryState state, long nextEffect) {
            return new RepositoryState(
                    state.label(),
                    state.pulls(),
                    state.attempts(),
                    state.tree(),
                    state.movedTips(),
                    state.scratchTips(),
                    state.waitingComments(),
                    state.early(),
                    state.closedPulls(),
                    state.rights(),
                    state.syncedAt(),
                    state.rollups(),
                    state.nextAttempt(),
                    nextEffect,
                    state.revision() + 1);
        }

        @Override
        public Optional<Instant> nextWake(RepositoryState state, RepositorySettings settings) {
            return wake.apply(state);
        }

        @Override
        public boolean isWanted(RepositoryState state, Effect effect) {
            return wanted.test(effect);
        }
    }

    static RepositorySettings settings(String label, RepositoryId repository) {
        return settings(label, repository, AccessSettings.NONE);
    }

    static RepositorySettings settings(String label, RepositoryId repository, AccessSettings access) {
        return new RepositorySettings(
                label,
                repository,
                "homu",
                Set.of("alice"),
                Set.of("carol"),
                RepositorySettings.Branches.DEFAULT,
                List.of(new BuilderSettings(
                        "test", BuilderSettings.Kind.STATUS, Optional.of("ci/test"), Optional.of("ci/test"))),
                RepositorySettings.DEFAULT_TIMEOUT,
                RepositorySettings.DEFAULT_START_TIMEOUT,
                RepositorySettings.DEFAULT_MAX_PRIORITY,
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.of("https://homu.example"),
                false,
                true,
                MergeSettings.DEFAULT,
                access);
    }

    /** The usual one with other builders. */
    static RepositorySettings builtBy(List<BuilderSettings> builders) {
        RepositorySettings usual = settings("widget", WIDGET);
        return new RepositorySettings(
                usual.label(),
                usual.repository(),
                usual.botName(),
                usual.reviewers(),
                usual.tryUsers(),
                usual.branches(),
                builders,
                usual.timeout(),
                usual.startTimeout(),
                usual.maxPriority(),
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    /** Nothing but one attempt. */
    static RepositoryState stateOf(Attempt attempt) {
        RepositoryState empty = RepositoryState.empty("widget");
        return new RepositoryState(
                empty.label(),
                empty.pulls(),
                new TreeMap<>(Map.of(attempt.id(), attempt)),
                empty.tree(),
                empty.movedTips(),
                empty.scratchTips(),
                empty.waitingComments(),
                empty.early(),
                empty.closedPulls(),
                empty.rights(),
                empty.syncedAt(),
                empty.rollups(),
                attempt.id() + 1,
                2,
                1);
    }

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

    static RepositorySettings dryRun(RepositorySettings one) {
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
                true,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    /** When this returns, the comparisons at the start are over and forgotten. */
    Fixture start() {
        start(rules);
        for (RepositorySettings one : repositories) {
            time.advance(engineSettings.spread());
            awaitDecided(one.label() + " SyncRequested");
        }
        rules.decided.removeIf(what -> what.endsWith(" SyncRequested"));
        return this;
    }

    HookCaller hooks = HookCaller.NONE;

    Fixture start(Rules which) {
        engine = new Engine(
                store,
                github,
                GitGateway.NONE,
                Builder.NONE,
                source -> source.equals("github") ? translator : null,
                time,
                Metrics.NONE,
                engineSettings,
                repositories,
                hooks,
                which,
                time);
        engine.start();
        return this;
    }

    /** As if the process had been killed and started again: what was not stored is lost. */
    Fixture restartAfterKill() {
        clearAway();
        return start();
    }

    /** The dead process, and a store for the next one. */
    void clearAway() {
        store.kill();
        engine.close();
        time.reopen();
        store = new FaultyStore(memory);
    }

    /** A delivery that says that a branch was pushed to, which is what the script goes by; accepted when it returns. */
    void push(String branch) {
        push("widget", branch);
    }

    void push(String label, String branch) {
        if (post(label, branch).join() != Receipt.ACCEPTED) {
            throw new AssertionError("Not accepted: " + branch);
        }
    }

    CompletableFuture<Receipt> post(String label, String branch) {
        Delivery delivery = delivery("d" + ++deliveries, label, branch);
        return engine.deliver(delivery, translator.events(delivery));
    }

    Delivery delivery(String id, String label, String branch) {
        return new Delivery(id, "github", "push", label, branch, time.now());
    }

    static Event pushed(String branch) {
        return new BranchPushed(branch, Optional.empty(), Optional.of(ANY), false, "", "alice");
    }

    Health health(String label) {
        return engine.health().stream()
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    long revision() {
        return engine.state("widget").orElseThrow().revision();
    }

    void awaitDecided(String what) {
        Await.until(what + " to be decided, not only " + rules.decided, () -> rules.decided.contains(what));
    }

    void awaitQuiet(String label) {
        Await.until(label + " to have nothing left: " + health(label), () -> {
            Health health = health(label);
            return health.inbox() == 0 && health.outbox() == 0;
        });
    }

    /** Keeps GitHub from answering about a repository, until the latch is counted down or the test is over. */
    CountDownLatch block(RepositoryId repository) {
        CountDownLatch latch = github.block(repository);
        latches.add(latch);
        return latch;
    }

    /** One that is counted down when the test is over. */
    CountDownLatch latch() {
        CountDownLatch latch = new CountDownLatch(1);
        latches.add(latch);
        return latch;
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The first lines of what was commented in the usual repository. */
    List<String> said() {
        return github.comments(WIDGET).stream()
                .map(comment -> comment.body().lines().findFirst().orElse(""))
                .toList();
    }

    @Override
    public void close() {
        latches.forEach(CountDownLatch::countDown);
        if (engine != null) {
            engine.close();
        }
    }

    /** The body is the branch. */
    private static final class ByBranch implements CallbackTranslator {
        @Override
        public String source() {
            return "github";
        }

        @Override
        public Translation translate(Function<String, Optional<String>> header, byte[] body) {
            throw new UnsupportedOperationException("Deliveries are made by the test");
        }

        @Override
        public List<Event> events(Delivery delivery) {
            if (delivery.body().equals("unreadable")) {
                throw new IllegalArgumentException("Not a push");
            }
            return List.of(pushed(delivery.body()));
        }
    }
}
