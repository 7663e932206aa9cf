package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.event.Event.Tick;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink.Receipt;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import io.jenkins.plugins.homu.port.StateStore.InboxRow;
import io.jenkins.plugins.homu.port.StateStore.OutboxRow;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One repository: its mailbox, the lanes of its outbox, its timers, and how it fares. */
final class Repository {
    private static final System.Logger LOG = System.getLogger(Repository.class.getName());

    /** Whatever the rules ask for, they are not woken more often than that by time alone. */
    private static final Duration SHORTEST_TICK = Duration.ofSeconds(1);

    private static final String FAULT = "fault";

    /** A fault of ours is told by health for so long; the log and the store keep it. */
    private static final Duration FAULT_SHOWN = Duration.ofHours(1);

    private final String label;
    private final Commons commons;
    private final Work work = new Work();
    private final Troubles troubles = new Troubles();
    private final Decider decider;
    private final Mailbox mailbox;
    private final Lanes lanes;
    private final List<Message> leftOver;
    private final Arrivals arrivals;
    private final AtomicInteger inbox = new AtomicInteger();

    private volatile RepositorySettings settings;
    private volatile boolean closed;
    private volatile Instant lastDelivery;
    private volatile Instant lastFault = Instant.MAX;

    private final Object timerLock = new Object();
    private Optional<Instant> wakeAt = Optional.empty();
    private Optional<Timers.Alarm> wake = Optional.empty();
    private Optional<Timers.Alarm> reconcile = Optional.empty();
    private Instant lastTick = Instant.MIN;

    private Repository(
            RepositorySettings settings, Commons commons, Carrier carrier, RepositoryState state, List<Message> left) {
        this.label = settings.label();
        this.settings = settings;
        this.commons = commons;
        this.leftOver = left;
        this.arrivals = new Arrivals(commons.store());
        this.decider = new Decider(label, commons.rules(), commons.clock(), commons.metrics());
        this.mailbox = new Mailbox(label, commons, work, new MailboxOwner(), troubles, state);
        this.lanes = new Lanes(label, commons, work, carrier, new LaneOwner(), troubles);
    }

    /**
     * Reads what the last run left.
     *
     * @throws StoreException when it can't be read
     */
    static Repository load(
            RepositorySettings settings,
            Commons commons,
            Carrier carrier,
            Function<String, CallbackTranslator> translators) {
        String label = settings.label();
        RepositoryState state = commons.store().load(label).orElseGet(() -> RepositoryState.empty(label));
        List<Message> left = new ArrayList<>();
        for (InboxRow row : commons.store().pendingDeliveries(label)) {
            Optional<Message> message = read(row.delivery(), commons, translators);
            message.ifPresent(left::add);
        }
        Repository repository = new Repository(settings, commons, carrier, state, left);
        repository.inbox.set(left.size());
        for (OutboxRow row : commons.store().pendingEffects(label)) {
            repository.lanes.of(row.effect()).add(Job.of(row, commons.clock().now()));
        }
        return repository;
    }

    private static Optional<Message> read(
            Delivery delivery, Commons commons, Function<String, CallbackTranslator> translators) {
        CallbackTranslator translator = translators.apply(delivery.source());
        String reason;
        if (translator == null) {
            reason = "Nothing is configured any more that reads deliveries of " + delivery.source();
        } else {
            try {
                return Optional.of(Message.of(delivery, translator.events(delivery)));
            } catch (RuntimeException | StackOverflowError e) {
                reason = "Reading the delivery again failed: " + e;
                LOG.log(
                        System.Logger.Level.ERROR,
                        LogLine.of("delivery-unreadable")
                                .repository(delivery.label())
                                .with("delivery", delivery.id())
                                .toString(),
                        e);
            }
        }
        Mailbox.join(commons.store().setAside(delivery, reason));
        return Optional.empty();
    }

    /** @param firstSync when to compare with GitHub for the first time */
    void open(Instant firstSync) {
        mailbox.open(leftOver);
        lanes.all().forEach(Lane::open);
        scheduleWake();
        scheduleSync(firstSync, "start");
    }

    /** Ends what runs, begins nothing new. Not to be opened again: another one is loaded in its place. */
    void close() {
        closed = true;
        mailbox.close();
        lanes.all().forEach(Lane::close);
        synchronized (timerLock) {
            wake.ifPresent(Timers.Alarm::cancel);
            reconcile.ifPresent(Timers.Alarm::cancel);
        }
    }

    /** After {@link #close}: whether everything has ended in time. */
    boolean awaitEnd(Duration timeout) {
        return work.awaitNone(timeout);
    }

    RepositorySettings settings() {
        return settings;
    }

    RepositoryState state() {
        return mailbox.state();
    }

    void configure(RepositorySettings next) {
        if (next.equals(settings)) {
            return;
        }
        settings = next;
        scheduleWake();
        submit(new SyncRequested("configuration"));
    }

    CompletableFuture<Receipt> deliver(Delivery delivery, List<Event> events) {
        work.begin();
        if (closed) {
            work.end();
            return CompletableFuture.failedFuture(
                    new StoreException("Repository " + label + " takes no deliveries now: Homu is stopping"));
        }
        return arrivals.receive(delivery, () -> {
                    inbox.incrementAndGet();
                    mailbox.put(Message.of(delivery, events));
                })
                .handle((isNew, error) -> {
                    try {
                        if (error != null) {
                            throw Mailbox.storeException(error);
                        }
                        lastDelivery = commons.clock().now();
                        return isNew ? Receipt.ACCEPTED : Receipt.DUPLICATE;
                    } finally {
                        work.end();
                    }
                });
    }

    boolean submit(Event event) {
        if (closed) {
            return false;
        }
        mailbox.put(Message.of(event));
        return true;
    }

    Health health() {
        if (lastFault.isBefore(commons.clock().now().minus(FAULT_SHOWN))) {
            troubles.clear(FAULT);
        }
        troubles.rights(state().rights(), commons.clock().now());
        troubles.renamed(settings.repository(), commons.gateway().renamed(settings.repository()));
        return new Health(
                label,
                troubles.text(),
                inbox.get(),
                lanes.size(),
                Optional.ofNullable(lastDelivery),
                state().syncedAt());
    }

    // ---- timers ------------------------------------------------------------------------------------------------

    private void scheduleWake() {
        Optional<Instant> asked;
        try {
            asked = commons.rules().nextWake(state(), settings);
        } catch (RuntimeException e) {
            fault("nextWake", e);
            asked = Optional.of(commons.clock().now().plus(commons.settings().reconcileInterval()));
        }
        synchronized (timerLock) {
            if (closed) {
                return;
            }
            Optional<Instant> next =
                    asked.map(when -> lastTick.isAfter(Instant.MIN) && when.isBefore(lastTick.plus(SHORTEST_TICK))
                            ? lastTick.plus(SHORTEST_TICK)
                            : when);
            if (next.equals(wakeAt)) {
                return;
            }
            wake.ifPresent(Timers.Alarm::cancel);
            wakeAt = next;
            wake = next.map(when -> commons.timers().at(when, this::tick));
        }
    }

    private void tick() {
        synchronized (timerLock) {
            wakeAt = Optional.empty();
            lastTick = commons.clock().now();
        }
        submit(new Tick());
    }

    private void scheduleSync(Instant when, String by) {
        synchronized (timerLock) {
            if (!closed) {
                reconcile = Optional.of(commons.timers().at(when, () -> sync(by)));
            }
        }
    }

    private void sync(String by) {
        // While GitHub can't be asked, one question waits; a second would not learn more.
        if (!lanes.isSynchronising()) {
            submit(new SyncRequested(by));
        }
        Duration interval = commons.settings().reconcileInterval();
        Duration next = interval.minus(interval.dividedBy(10))
                .plus(Backoff.jittered(interval.dividedBy(5)))
                .minus(interval.dividedBy(5).dividedBy(2));
        scheduleSync(commons.clock().now().plus(next), "timer");
    }

    private void showFault(String text) {
        lastFault = commons.clock().now();
        troubles.set(FAULT, text);
    }

    private void fault(String what, Throwable e) {
        showFault(what + " failed by a fault in Homu: " + e);
        LOG.log(
                System.Logger.Level.ERROR,
                LogLine.of("fault").repository(label).with("what", what).toString(),
                e);
    }

    // ---- what the mailbox and the lanes ask for ------------------------------------------------------------------

    private final class MailboxOwner implements Mailbox.Owner {
        @Override
        public Step decide(RepositoryState before, List<Message> batch) {
            return decider.decide(before, batch, settings);
        }

        @Override
        public void committed(Step step) {
            for (Step.SetAside one : step.setAside()) {
                showFault(one.reason());
                var unused = commons.store()
                        .setAside(one.delivery(), one.reason())
                        .whenComplete((nothing, error) -> {
                            if (error != null) {
                                fault("setAside", error);
                            }
                        });
            }
            // What follows first: whoever waits for the end of all must not see a moment without anything to do.
            for (Effect effect : step.commit().effects()) {
                lanes.of(effect).add(new Job(effect, 0, step.commit().at()));
            }
            if (!step.commit().effectsDone().isEmpty()) {
                lanes.all().forEach(lane -> lane.removed(step.commit().effectsDone()));
            }
            inbox.addAndGet(-(int) step.messages().stream()
                    .filter(message -> message.delivery().isPresent())
                    .count());
            if (step.changesState()) {
                countAttempts(step.commit().before(), step.commit().after());
                commons.notifier().changed(label);
            }
            scheduleWake();
        }

        @Override
        public void reloaded(RepositoryState state) {
            Instant now = commons.clock().now();
            List<Job> stored = commons.store().pendingEffects(label).stream()
                    .map(row -> Job.of(row, now))
                    .toList();
            for (Lane lane : lanes.all()) {
                lane.replace(stored.stream()
                        .filter(job -> lanes.of(job.effect()).equals(lane))
                        .toList());
            }
        }

        @Override
        public Optional<Message> unkeepable(Message message, Throwable cause) {
            String reason = "The store refuses what follows from it: " + cause;
            fault("commit", cause);
            if (message.delivery().isPresent()) {
                Mailbox.join(commons.store().setAside(message.delivery().get(), reason));
                inbox.decrementAndGet();
                return Optional.empty();
            }
            return message.isOutcome()
                    ? Optional.of(Message.outcome(
                            message.effects(),
                            message.events().stream().findFirst().flatMap(Decider::substitute)))
                    : Optional.empty();
        }

        private void countAttempts(RepositoryState before, RepositoryState after) {
            for (Attempt attempt : after.attempts().values()) {
                Attempt earlier = before.attempts().get(attempt.id());
                if (earlier == null || earlier.phase() != attempt.phase()) {
                    commons.metrics()
                            .attempt(
                                    label,
                                    attempt.kind().name(),
                                    attempt.phase().name(),
                                    Duration.between(
                                            attempt.createdAt(), commons.clock().now()));
                }
            }
        }
    }

    private final class LaneOwner implements Lane.Owner {
        @Override
        public Job.Run run(Job job) {
            return new Job.Run(job, state(), settings, () -> begin(job));
        }

        /** Durable before anything is written outside. */
        private void begin(Job job) {
            if (!job.mayBeDone()) {
                Mailbox.join(commons.store()
                        .begin(label, job.id(), 1, commons.clock().now()));
            }
            job.begun();
        }

        @Override
        public void finished(List<Long> effects, Optional<Event> outcome) {
            mailbox.put(Message.outcome(effects, outcome));
        }
    }
}
