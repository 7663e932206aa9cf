package io.jenkins.plugins.homu.testing;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The store's contract without a database: for tests of what is around it. Survives what uses it, not the process. */
public final class MemoryStore implements StateStore {
    private static final class Inbox {
        private final long row;
        private final Delivery delivery;
        private boolean done;
        private Optional<String> setAside = Optional.empty();

        Inbox(long row, Delivery delivery) {
            this.row = row;
            this.delivery = delivery;
        }
    }

    private final Map<String, RepositoryState> states = new HashMap<>();
    private final Map<String, Inbox> inbox = new LinkedHashMap<>();
    private final Map<String, TreeMap<Long, OutboxRow>> outbox = new HashMap<>();
    private final Map<String, TreeMap<Long, Attempt>> attempts = new HashMap<>();
    private final Map<String, List<HistoryEntry>> history = new HashMap<>();

    private static String key(Delivery delivery) {
        return delivery.source() + "/" + delivery.id();
    }

    @Override
    public synchronized CompletableFuture<Boolean> receive(Delivery delivery) {
        if (inbox.containsKey(key(delivery))) {
            return CompletableFuture.completedFuture(false);
        }
        inbox.put(key(delivery), new Inbox(inbox.size() + 1, delivery));
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public synchronized List<InboxRow> pendingDeliveries(String label) {
        return inbox.values().stream()
                .filter(row -> !row.done && row.delivery.label().equals(label))
                .map(row -> new InboxRow(row.row, row.delivery))
                .toList();
    }

    /** What was set aside, by the delivery's id. */
    public synchronized Map<String, String> setAside() {
        Map<String, String> reasons = new TreeMap<>();
        inbox.values().forEach(row -> row.setAside.ifPresent(reason -> reasons.put(row.delivery.id(), reason)));
        return reasons;
    }

    @Override
    public synchronized List<OutboxRow> pendingEffects(String label) {
        return List.copyOf(outbox.getOrDefault(label, new TreeMap<>()).values());
    }

    @Override
    public synchronized Optional<RepositoryState> load(String label) {
        return Optional.ofNullable(states.get(label));
    }

    @Override
    public synchronized List<String> labels() {
        TreeSet<String> labels = new TreeSet<>(states.keySet());
        inbox.values().forEach(row -> labels.add(row.delivery.label()));
        return List.copyOf(labels);
    }

    @Override
    public synchronized CompletableFuture<Void> commit(Commit commit) {
        String label = commit.after().label();
        RepositoryState stored = states.getOrDefault(label, RepositoryState.empty(label));
        if (stored.revision() != commit.before().revision()) {
            return CompletableFuture.failedFuture(new StoreException("The store holds revision " + stored.revision()
                    + " of " + label + ", not " + commit.before().revision()));
        }
        TreeMap<Long, OutboxRow> effects = outbox.computeIfAbsent(label, key -> new TreeMap<>());
        for (Effect effect : commit.effects()) {
            if (effects.containsKey(effect.id())) {
                return CompletableFuture.failedFuture(
                        new StoreException("Two effects " + effect.id() + " of " + label));
            }
        }
        states.put(label, commit.after());
        commit.inboxDone().forEach(delivery -> inbox.get(key(delivery)).done = true);
        commit.effectsDone().forEach(effects::remove);
        commit.effects()
                .forEach(effect -> effects.put(effect.id(), new OutboxRow(effect, 0, commit.at(), commit.at())));
        attempts.computeIfAbsent(label, key -> new TreeMap<>())
                .putAll(commit.after().attempts());
        history.computeIfAbsent(label, key -> new ArrayList<>()).addAll(commit.history());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> begin(String label, long effect, int tries, Instant nextAt) {
        OutboxRow row = outbox.getOrDefault(label, new TreeMap<>()).get(effect);
        if (row == null) {
            return CompletableFuture.failedFuture(new StoreException("No effect " + effect + " of " + label));
        }
        outbox.get(label).put(effect, new OutboxRow(row.effect(), tries, nextAt, row.decidedAt()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> setAside(Delivery delivery, String reason) {
        Inbox row = inbox.get(key(delivery));
        row.done = true;
        row.setAside = Optional.of(reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<HistoryEntry> history(String label, String what, Instant since, int limit) {
        return history(label, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(entry -> entry.what().equals(what) && !entry.at().isBefore(since))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<HistoryEntry> history(String label, Optional<Integer> number, int limit) {
        List<HistoryEntry> newest = new ArrayList<>(history.getOrDefault(label, List.of()));
        Collections.reverse(newest);
        return newest.stream()
                .filter(entry -> number.isEmpty() || entry.number().equals(number))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Attempt> attempts(String label, int number, int limit) {
        return attempts.getOrDefault(label, new TreeMap<>()).descendingMap().values().stream()
                .filter(attempt -> attempt.includes(number))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Attempt> attempt(String label, long id) {
        return Optional.ofNullable(attempts.getOrDefault(label, new TreeMap<>()).get(id));
    }

    @Override
    public synchronized CompletableFuture<Void> prune(Instant deliveriesBefore, Instant historyBefore) {
        inbox.values().removeIf(row -> row.done && row.delivery.receivedAt().isBefore(deliveriesBefore));
        history.values().forEach(entries -> entries.removeIf(entry -> entry.at().isBefore(historyBefore)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> forget(Collection<String> labels) {
        for (String label : labels) {
            states.remove(label);
            outbox.remove(label);
            attempts.remove(label);
            history.remove(label);
            inbox.values().removeIf(row -> row.delivery.label().equals(label));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void check() {}

    @Override
    public void close() {}
}
