package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A reader of queues that a test puts there. */
final class SampleReader implements QueueReader {
    private final Map<String, RepositoryState> states = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, String> troubles = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<HistoryEntry> retries = new CopyOnWriteArrayList<>();
    volatile boolean storeBroken;

    SampleReader(RepositoryState... states) {
        for (RepositoryState state : states) {
            this.states.put(state.label(), state);
        }
    }

    /** As after an event: the state is new, and the listeners hear of it. */
    void change(RepositoryState state) {
        states.put(state.label(), state);
        listeners.forEach(listener -> listener.accept(state.label()));
    }

    void trouble(String label, String text) {
        troubles.put(label, text);
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public List<String> labels() {
        return List.copyOf(states.keySet());
    }

    @Override
    public Optional<RepositorySettings> settings(String label) {
        return states.containsKey(label) ? Optional.of(SampleQueues.settings(label)) : Optional.empty();
    }

    @Override
    public Optional<RepositoryState> state(String label) {
        return Optional.ofNullable(states.get(label));
    }

    @Override
    public List<HistoryEntry> history(String label, Optional<Integer> number, int limit) {
        failIfBroken();
        return number.filter(it -> it == 110).map(SampleQueues::history).orElse(List.of());
    }

    @Override
    public List<HistoryEntry> history(String label, String what, Instant since, int limit) {
        failIfBroken();
        return retries.stream()
                .filter(entry -> entry.what().equals(what) && !entry.at().isBefore(since))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Attempt> attempts(String label, int number, int limit) {
        failIfBroken();
        List<Attempt> attempts =
                new ArrayList<>(states.get(label).attempts().descendingMap().values());
        attempts.removeIf(attempt -> !attempt.includes(number));
        return attempts;
    }

    private void failIfBroken() {
        if (storeBroken) {
            throw new StoreException("main.db can't be read: disk I/O error");
        }
    }

    @Override
    public List<Health> health() {
        return labels().stream()
                .map(label -> new Health(
                        label,
                        Optional.ofNullable(troubles.get(label)),
                        0,
                        0,
                        Optional.of(SampleQueues.NOW.minusSeconds(30)),
                        Optional.of(SampleQueues.NOW.minusSeconds(120))))
                .toList();
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
