package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.Effect.ReadMergeability;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One lane of one repository's outbox. Carries out one effect at a time, and takes the next when the outcome of the last
 * is durable. In the order of their ids, except that one which waits for another try lets those pass that concern
 * something else. Between two effects it queues up for a thread anew, behind other repositories.
 */
final class Lane {
    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    /** A fault of our own is not mended by trying for ever. */
    private static final int MOST_FAULTS = 5;

    /** What a lane needs of its repository. */
    interface Owner {
        /** Job, state and settings as of now. */
        Job.Run run(Job job);

        /** An effect came to its end; {@link #removed} is to be called when that is durable. */
        void finished(List<Long> effects, Optional<Event> outcome);
    }

    private final String name;
    private final String label;
    private final Commons commons;
    private final Work work;
    private final Carrier carrier;
    private final Executor threads;
    private final Owner owner;
    private final Troubles troubles;

    private final Object lock = new Object();
    private final TreeMap<Long, Job> jobs = new TreeMap<>();
    /** A thread is at it or is waited for, or an outcome is on its way into the store. */
    private boolean running;

    /** The effects that the one which is running settles. */
    private List<Long> current = List.of();

    /** Of all lanes of the repository. */
    private final AtomicInteger total;

    private boolean closed = true;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private Optional<Timers.Alarm> alarm = Optional.empty();

    /** Carries out nothing before {@link #open}. */
    Lane(
            String name,
            String label,
            Commons commons,
            Work work,
            Carrier carrier,
            Executor threads,
            Owner owner,
            Troubles troubles,
            AtomicInteger total) {
        this.name = name;
        this.label = label;
        this.commons = commons;
        this.work = work;
        this.carrier = carrier;
        this.threads = threads;
        this.owner = owner;
        this.troubles = troubles;
        this.total = total;
    }

    void open() {
        synchronized (lock) {
            closed = false;
            next();
        }
    }

    /** Starts no effect any more. */
    void close() {
        synchronized (lock) {
            closed = true;
            alarm.ifPresent(Timers.Alarm::cancel);
            alarm = Optional.empty();
        }
    }

    void add(Job job) {
        synchronized (lock) {
            int before = jobs.size();
            jobs.put(job.id(), job);
            count(before);
            next();
        }
    }

    /** The end of these effects is durable. */
    void removed(Collection<Long> effects) {
        synchronized (lock) {
            int before = jobs.size();
            jobs.keySet().removeAll(effects);
            count(before);
            if (running && !current.isEmpty() && effects.containsAll(current)) {
                running = false;
                current = List.of();
            }
            next();
        }
    }

    /** What the store holds, where it turned out to be something else than we knew. */
    void replace(List<Job> stored) {
        Set<Long> ids = stored.stream().map(Job::id).collect(Collectors.toSet());
        synchronized (lock) {
            int before = jobs.size();
            jobs.keySet().removeIf(id -> !ids.contains(id) && !current.contains(id));
            stored.forEach(job -> jobs.putIfAbsent(job.id(), job));
            count(before);
            next();
        }
    }

    /** Holding the lock. */
    private void count(int before) {
        total.addAndGet(jobs.size() - before);
    }

    boolean has(Class<? extends Effect> kind) {
        synchronized (lock) {
            return jobs.values().stream().anyMatch(job -> kind.isInstance(job.effect()));
        }
    }

    /** Queues up for a thread if something is due, else sets the alarm. Holding the lock. */
    private void next() {
        if (closed || running || jobs.isEmpty()) {
            return;
        }
        alarm.ifPresent(Timers.Alarm::cancel);
        alarm = Optional.empty();
        Instant now = commons.clock().now();
        if (pick(now).isPresent()) {
            running = true;
            work.begin();
            try {
                threads.execute(this::carryOutNext);
            } catch (RejectedExecutionException stopped) {
                running = false;
                work.end();
            }
        } else {
            alarm = Optional.of(commons.timers().at(nextAt(), this::wake));
        }
    }

    private void wake() {
        synchronized (lock) {
            next();
        }
    }

    private Optional<Job> pick(Instant now) {
        if (notBefore.isAfter(now)) {
            return Optional.empty();
        }
        Set<String> blocked = new HashSet<>();
        for (Job job : jobs.values()) {
            String subject = Describe.subject(job.effect());
            if (!blocked.contains(subject) && !job.nextAt().isAfter(now)) {
                return Optional.of(job);
            }
            blocked.add(subject);
        }
        return Optional.empty();
    }

    /** When the first job can be picked, given that none can now. */
    private Instant nextAt() {
        Instant first = Instant.MAX;
        Set<String> blocked = new HashSet<>();
        for (Job job : jobs.values()) {
            if (blocked.add(Describe.subject(job.effect())) && job.nextAt().isBefore(first)) {
                first = job.nextAt();
            }
        }
        return first.isBefore(notBefore) ? notBefore : first;
    }

    private void carryOutNext() {
        try {
            List<Job> group;
            synchronized (lock) {
                Optional<Job> picked =
                        closed ? Optional.empty() : pick(commons.clock().now());
                if (picked.isEmpty()) {
                    running = false;
                    next();
                    return;
                }
                group = group(picked.get());
                current = group.stream().map(Job::id).toList();
            }
            carryOut(group.get(0), group.stream().map(Job::id).toList());
        } finally {
            work.end();
        }
    }

    /** The job to be carried out, and those that its outcome settles as well. Holding the lock. */
    private List<Job> group(Job picked) {
        Job first = picked;
        if (picked.effect() instanceof ReadMergeability) {
            // The newest knows best what made us ask.
            for (Job job : jobs.values()) {
                if (Looker.answersToo(job.effect(), first.effect())) {
                    first = job;
                }
            }
        }
        List<Job> group = new ArrayList<>(List.of(first));
        for (Job job : jobs.values()) {
            if (job != first && Looker.answersToo(first.effect(), job.effect())) {
                group.add(job);
            }
        }
        return group;
    }

    private void carryOut(Job job, List<Long> group) {
        long start = System.nanoTime();
        Job.Run run = owner.run(job);
        try {
            if (!commons.rules().isWanted(run.state(), job.effect())) {
                Optional<Event> outcome = carrier.unwanted(run);
                settle(job);
                finished(job, List.of(job.id()), outcome, "unwanted", start);
                return;
            }
            Result result = carrier.carryOut(run);
            if (result instanceof Result.Later later) {
                later(job, later, start);
            } else {
                finished(job, group, ((Result.Done) result).outcome(), "done", start);
            }
        } catch (GatewayException e) {
            if (!e.isTransient() || isOver(job, run)) {
                givenUp(job, group, message(e), start);
            } else {
                failed(job, message(e), e.retryAfter(), start);
            }
        } catch (StoreException e) {
            failed(job, message(e), Optional.empty(), start);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    line("effect-fault", job)
                            .with("failures", job.failures() + 1)
                            .toString(),
                    e);
            if (job.failures() + 1 >= MOST_FAULTS) {
                givenUp(job, group, "a fault in Homu itself (" + e + "); its log says more", start);
            } else {
                failed(job, "a fault in Homu itself: " + e, Optional.empty(), start);
            }
        }
    }

    /** Whether it is time to give up after a failure that might pass. Merges are never given up. */
    private boolean isOver(Job job, Job.Run run) {
        if (job.effect() instanceof PrepareMerge || job.effect() instanceof MoveBase) {
            return false;
        }
        if (job.effect().lane() == Effect.Lane.LOOK || job.effect().lane() == Effect.Lane.CALL) {
            return job.failures() + 1 >= commons.settings().lookTries();
        }
        Instant end = run.job().decidedAt().plus(commons.settings().sayGiveUp());
        return !commons.clock().now().isBefore(end);
    }

    /** The outcome settles this one only. */
    private void settle(Job job) {
        synchronized (lock) {
            current = List.of(job.id());
        }
    }

    private void finished(Job job, List<Long> group, Optional<Event> outcome, String how, long start) {
        synchronized (lock) {
            failures = 0;
        }
        troubles.clear(name);
        Duration took = took(start);
        System.Logger.Level level =
                job.effect().lane() == Effect.Lane.LOOK ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
        LogLine line = line("effect", job).with("outcome", how).with("ms", took.toMillis());
        outcome.ifPresent(event -> line.with("event_out", Describe.name(event)));
        LOG.log(level, line.toString());
        commons.metrics().effect(label, Describe.name(job.effect()), how, took);
        owner.finished(group, outcome);
    }

    private void givenUp(Job job, List<Long> group, String why, long start) {
        troubles.set(name, Describe.words(job.effect()) + " was given up: " + why);
        LOG.log(
                System.Logger.Level.WARNING,
                line("effect", job).with("outcome", "given-up").with("why", why).toString());
        commons.metrics().effect(label, Describe.name(job.effect()), "failed", took(start));
        owner.finished(group, Carrier.givenUp(job.effect(), why));
    }

    private void failed(Job job, String why, Optional<Duration> retryAfter, long start) {
        commons.metrics().effect(label, Describe.name(job.effect()), "retry", took(start));
        Instant now = commons.clock().now();
        Duration wait;
        int count;
        synchronized (lock) {
            job.failed();
            failures++;
            count = job.failures();
            wait = retryAfter.map(Backoff::jittered).orElse(commons.backoff().after(count));
            job.nextAt(now.plus(wait));
            // A limit holds for everything; other trouble may be that of one effect, so the others get a chance before.
            notBefore = now.plus(
                    retryAfter.isPresent()
                            ? wait
                            : commons.backoff().after(failures).dividedBy(2));
        }
        troubles.set(name, Describe.words(job.effect()) + " failed (" + count + " times), trying again: " + why);
        LOG.log(
                System.Logger.Level.WARNING,
                line("retry", job)
                        .with("failures", count)
                        .with("retry_ms", wait.toMillis())
                        .with("why", why)
                        .toString());
        again();
    }

    private void later(Job job, Result.Later later, long start) {
        commons.metrics().effect(label, Describe.name(job.effect()), "later", took(start));
        LOG.log(
                System.Logger.Level.DEBUG,
                line("later", job)
                        .with("retry_ms", later.pause().toMillis())
                        .with("why", later.why())
                        .toString());
        synchronized (lock) {
            failures = 0;
            job.nextAt(commons.clock().now().plus(later.pause()));
        }
        troubles.clear(name);
        again();
    }

    private void again() {
        synchronized (lock) {
            running = false;
            current = List.of();
            next();
        }
    }

    private LogLine line(String event, Job job) {
        LogLine line = LogLine.of(event).repository(label);
        Describe.pull(job.effect()).ifPresent(line::pull);
        return line.with("effect", Describe.name(job.effect())).with("id", job.id());
    }

    private static Duration took(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
