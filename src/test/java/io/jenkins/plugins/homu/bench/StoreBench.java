package io.jenkins.plugins.homu.bench;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.SetStatus;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many webhooks a second the store takes: each is kept durably ({@code receive}), then dealt with durably
 * ({@code commit} of one changed pull request, an effect and a line of history). Arguments: the file of a new SQLite
 * database, or a PostgreSQL URL with user and password; seconds; callers; pull requests per repository.
 */
public final class StoreBench {
    private static final CommitSha SHA = new CommitSha("0123456789abcdef0123456789abcdef01234567");

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        int at = args[0].startsWith("jdbc:") ? 3 : 1;
        DatabaseSettings settings = at == 1
                ? DatabaseSettings.file(Path.of(args[0]))
                : DatabaseSettings.postgresql(args[0], args[1], args[2]);
        int seconds = Integer.parseInt(args[at]);
        int callers = Integer.parseInt(args[at + 1]);
        int pulls = Integer.parseInt(args[at + 2]);
        long opening = System.nanoTime();
        try (StateStore store = JdbcStateStore.open(settings)) {
            System.out.printf("open: %d ms%n", (System.nanoTime() - opening) / 1_000_000);
            for (int round = 1; round <= 3; round++) {
                run(store, round, seconds, callers, pulls);
            }
        }
    }

    private static void run(StateStore store, int round, int seconds, int callers, int pulls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<RepositoryState> starts = new ArrayList<>();
            for (int c = 0; c < callers; c++) {
                starts.add(filled(store, "r" + round + "-" + c, pulls));
            }
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Future<Integer>> counts = new ArrayList<>();
            long start = System.nanoTime();
            for (RepositoryState state : starts) {
                counts.add(pool.submit(() -> work(store, state, end)));
            }
            int pairs = 0;
            for (Future<Integer> count : counts) {
                pairs += count.get();
            }
            System.out.printf(
                    "%d callers, %d pull requests each: %.0f receive+commit pairs/s%n",
                    callers, pulls, pairs * 1e9 / (System.nanoTime() - start));
        } finally {
            pool.shutdown();
        }
    }

    private static RepositoryState filled(StateStore store, String label, int count) {
        RepositoryState empty = RepositoryState.empty(label);
        TreeMap<Integer, PullRequest> pulls = new TreeMap<>();
        for (int number = 1; number <= count; number++) {
            PullSnapshot snapshot = new PullSnapshot(
                    number,
                    "A title of ordinary length",
                    "A body. ".repeat(50),
                    "alice",
                    SHA,
                    "topic",
                    Optional.of("alice"),
                    "main",
                    false,
                    Set.of(),
                    List.of(),
                    Mergeability.MERGEABLE,
                    true,
                    false,
                    Optional.empty(),
                    Instant.EPOCH);
            pulls.put(number, PullRequest.from(snapshot, Instant.EPOCH));
        }
        RepositoryState filled = next(empty, pulls);
        store.commit(new Commit(empty, filled, List.of(), List.of(), List.of(), List.of(), Instant.EPOCH))
                .join();
        return filled;
    }

    private static RepositoryState next(RepositoryState state, NavigableMap<Integer, PullRequest> pulls) {
        return new RepositoryState(
                state.label(),
                pulls,
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
                state.nextEffect() + 1,
                state.revision() + 1);
    }

    private static int work(StateStore store, RepositoryState start, long end) {
        RepositoryState state = start;
        String body = "{\"action\":\"synchronize\"," + "\"x\":\"y\",".repeat(800) + "\"z\":0}";
        int count = 0;
        while (System.nanoTime() < end) {
            Instant now = Instant.now();
            Delivery delivery =
                    new Delivery(state.label() + "-" + count, "github", "pull_request", state.label(), body, now);
            store.receive(delivery).join();
            int number = 1 + count % state.pulls().size();
            TreeMap<Integer, PullRequest> pulls = new TreeMap<>(state.pulls());
            pulls.put(number, pulls.get(number).edit().priority(count).build());
            RepositoryState next = next(state, pulls);
            Effect effect =
                    new SetStatus(state.nextEffect(), number, SHA, StatusState.PENDING, "Waiting to be approved");
            List<Long> done = count == 0 ? List.of() : List.of(effect.id() - 1);
            HistoryEntry told = new HistoryEntry(
                    Optional.of(number), "prioritised", Optional.of("alice"), "Priority " + count, now);
            store.commit(new Commit(state, next, List.of(delivery), done, List.of(effect), List.of(told), now))
                    .join();
            state = next;
            count++;
        }
        return count;
    }
}
