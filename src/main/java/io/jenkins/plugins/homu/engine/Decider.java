package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.Decision;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.engine.Step.SetAside;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets the rules decide a batch of messages, one event after the other. A fault of the rules costs the one event that
 * brought it out: its delivery is set aside, the others go on.
 */
final class Decider {
    private static final System.Logger LOG = System.getLogger(Decider.class.getName());
    private static final String OUR_FAULT = "Homu failed to take in what GitHub answered; its log says more";

    private final String label;
    private final Rules rules;
    private final Clock clock;
    private final Metrics metrics;
    private final Departed departed = new Departed();

    Decider(String label, Rules rules, Clock clock, Metrics metrics) {
        this.label = label;
        this.rules = rules;
        this.clock = clock;
        this.metrics = metrics;
    }

    Step decide(RepositoryState before, List<Message> batch, RepositorySettings settings) {
        RepositoryState state = before;
        List<Effect> effects = new ArrayList<>();
        List<HistoryEntry> history = new ArrayList<>();
        List<Delivery> dealtWith = new ArrayList<>();
        List<Long> carriedOut = new ArrayList<>();
        List<SetAside> setAside = new ArrayList<>();
        for (Message message : batch) {
            Optional<String> fault = Optional.empty();
            for (Event event : message.events()) {
                Optional<Decision> decision;
                try {
                    decision = Optional.of(decideOne(state, event, settings));
                } catch (RuntimeException | StackOverflowError e) {
                    fault = Optional.of("Deciding " + Describe.name(event) + " failed: " + e);
                    report(event, e);
                    decision = decideSubstitute(state, event, settings);
                }
                if (decision.isPresent()) {
                    state = decision.get().next();
                    effects.addAll(decision.get().effects());
                    history.addAll(decision.get().history());
                }
            }
            carriedOut.addAll(message.effects());
            if (message.delivery().isPresent()) {
                Delivery delivery = message.delivery().get();
                if (fault.isPresent()) {
                    setAside.add(new SetAside(delivery, fault.get()));
                } else {
                    dealtWith.add(delivery);
                }
            }
        }
        Instant at = clock.now();
        return new Step(batch, new Commit(before, state, dealtWith, carriedOut, effects, history, at), setAside);
    }

    private Decision decideOne(RepositoryState state, Event event, RepositorySettings settings) {
        long start = System.nanoTime();
        Instant now = clock.now();
        Decision decision = rules.decide(state, departed.withoutOldNews(event, state, now), settings, now);
        departed.note(state, decision.next(), now);
        metrics.event(label, Describe.name(event), Duration.ofNanos(System.nanoTime() - start));
        boolean acts = decision.effects().stream().anyMatch(effect -> effect.lane() != Effect.Lane.LOOK);
        System.Logger.Level level =
                acts || !decision.history().isEmpty() || decision.next().revision() != state.revision()
                        ? System.Logger.Level.INFO
                        : System.Logger.Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LogLine line = LogLine.of("decided").repository(label);
            Describe.pull(event).or(() -> concerned(decision)).ifPresent(line::pull);
            line.with("what", Describe.name(event));
            if (!decision.effects().isEmpty()) {
                line.with(
                        "effects",
                        String.join(
                                ",",
                                decision.effects().stream()
                                        .map(effect -> Describe.name(effect) + "/" + effect.id())
                                        .toList()));
            }
            if (!decision.history().isEmpty()) {
                line.with(
                        "history",
                        String.join(
                                ",",
                                decision.history().stream()
                                        .map(HistoryEntry::what)
                                        .toList()));
            }
            LOG.log(level, line.toString());
        }
        return decision;
    }

    /** A result names a commit only; which pull request it was about shows in what follows from it. */
    private static Optional<Integer> concerned(Decision decision) {
        return Stream.concat(
                        decision.history().stream().map(HistoryEntry::number),
                        decision.effects().stream().map(Describe::pull))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The outcome of an effect must be taken in somehow, or its attempt would wait for it for ever: where the rules fail
     * at the outcome itself, they get to know that the attempt went wrong.
     */
    static Optional<Event> substitute(Event event) {
        if (event instanceof MergePrepared prepared) {
            return Optional.of(new MergeFailed(prepared.attempt(), MergeTrouble.REFUSED, OUR_FAULT));
        }
        if (event instanceof BaseMoved moved) {
            return Optional.of(new BaseMoveFailed(moved.attempt(), MoveTrouble.REFUSED, OUR_FAULT));
        }
        if (event instanceof PermissionRead read && read.trouble().isEmpty()) {
            return Optional.of(new PermissionRead(
                    read.login(), Optional.empty(), Set.of(), Optional.of(OUR_FAULT), Instant.EPOCH));
        }
        return Optional.empty();
    }

    private Optional<Decision> decideSubstitute(RepositoryState state, Event failed, RepositorySettings settings) {
        Optional<Event> other = substitute(failed);
        if (other.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decideOne(state, other.get(), settings));
        } catch (RuntimeException | StackOverflowError e) {
            report(other.get(), e);
            return Optional.empty();
        }
    }

    private void report(Event event, Throwable e) {
        LogLine line = LogLine.of("decide-failed").repository(label);
        Describe.pull(event).ifPresent(line::pull);
        LOG.log(
                System.Logger.Level.ERROR,
                line.with("what", Describe.name(event)).toString(),
                e);
    }
}
