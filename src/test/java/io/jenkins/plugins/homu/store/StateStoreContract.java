package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import io.jenkins.plugins.homu.port.StateStore.InboxRow;
import io.jenkins.plugins.homu.port.StateStore.OutboxRow;
import io.jenkins.plugins.homu.port.StoreException;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * What every store does, whatever its database. Long, because it is one contract: each store's test inherits it as a whole.
 */
public abstract class StateStoreContract {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    static final String LABEL = "widget";

    JdbcStateStore store;

    /** An empty database, the same one throughout one test. */
    abstract DatabaseSettings settings();

    @Before
    public void open() throws Exception {
        openAgain();
    }

    private void openAgain() {
        store = JdbcStateStore.open(settings(), () -> NOW);
    }

    @After
    public void close() {
        store.close();
    }

    void reopen() {
        store.close();
        openAgain();
    }

    static Delivery delivery(String id) {
        return delivery(id, LABEL, "{\"body\":1}");
    }

    static Delivery delivery(String id, String label, String body) {
        return new Delivery(id, "github", "pull_request", label, body, NOW);
    }

    static Commit commit(RepositoryState before, RepositoryState after) {
        return new Commit(before, after, List.of(), List.of(), List.of(), List.of(), NOW);
    }

    static Commit effects(RepositoryState before, RepositoryState after, List<Long> done, List<Effect> effects) {
        return new Commit(before, after, List.of(), done, effects, List.of(), NOW);
    }

    static RepositoryState with(
            RepositoryState state, NavigableMap<Integer, PullRequest> pulls, NavigableMap<Long, Attempt> attempts) {
        return new RepositoryState(
                state.label(),
                pulls,
                attempts,
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
                state.nextEffect(),
                state.revision() + 1);
    }

    static RepositoryState touched(RepositoryState state) {
        return with(state, state.pulls(), state.attempts());
    }

    static Attempt attempt(long id, Attempt.Phase phase, int... numbers) {
        List<AttemptMember> members = new ArrayList<>();
        for (int number : numbers) {
            members.add(new AttemptMember(number, new CommitSha("a".repeat(40)), "alice"));
        }
        return new Attempt(
                id,
                Attempt.Kind.AUTO,
                phase,
                "main",
                "auto",
                members,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                phase.isActive() ? Optional.empty() : Optional.of(NOW),
                "");
    }

    private List<String> pending(String label) {
        return store.pendingDeliveries(label).stream()
                .map(row -> row.delivery().id())
                .toList();
    }

    // ---- deliveries --------------------------------------------------------------------------------------------

    @Test
    public void keepsDeliveriesInOrderUntilTheyAreDealtWith() {
        Delivery second = delivery("2", LABEL, "two \u0000 \uD800 \u001B");
        assertThat(store.receive(delivery("1")).join()).isTrue();
        assertThat(store.receive(second).join()).isTrue();
        assertThat(store.receive(delivery("3")).join()).isTrue();
        assertThat(store.receive(delivery("4", "other", "{}")).join()).isTrue();
        reopen();

        List<InboxRow> rows = store.pendingDeliveries(LABEL);
        assertThat(rows).extracting(InboxRow::delivery).containsExactly(delivery("1"), second, delivery("3"));
        assertThat(rows).extracting(InboxRow::row).isSorted().doesNotHaveDuplicates();

        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(new Commit(empty, empty, List.of(delivery("1"), second), List.of(), List.of(), List.of(), NOW))
                .join();
        assertThat(pending(LABEL)).containsExactly("3");
        assertThat(pending("other")).containsExactly("4");
    }

    @Test
    public void takesADeliveryOnceEvenWhenItWasDealtWith() {
        assertThat(store.receive(delivery("1")).join()).isTrue();
        assertThat(store.receive(delivery("1")).join()).isFalse();
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(new Commit(empty, empty, List.of(delivery("1")), List.of(), List.of(), List.of(), NOW))
                .join();
        assertThat(store.receive(delivery("1")).join()).isFalse();
        assertThat(store.receive(new Delivery("1", "buildbot", "", LABEL, "", NOW))
                        .join())
                .as("the same id from another sender is another delivery")
                .isTrue();
        assertThat(pending(LABEL)).containsExactly("1");
    }

    @Test
    public void setsADeliveryAsideWithTheReason() {
        store.receive(delivery("1")).join();
        store.setAside(delivery("1"), "It broke: \u0000").join();
        assertThat(pending(LABEL)).isEmpty();
        assertThat(store.receive(delivery("1")).join()).isFalse();
    }

    // ---- state -------------------------------------------------------------------------------------------------

    @Test
    public void knowsNothingOfARepositoryThatWasNeverCommitted() {
        assertThat(store.load(LABEL)).isEmpty();
        assertThat(store.labels()).isEmpty();
    }

    @Test
    public void anEmptyStateIsAStateToo() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(commit(empty, empty)).join();
        assertThat(store.load(LABEL)).contains(empty);
    }

    @Test
    public void loadsExactlyWhatWasCommittedLast() {
        for (long seed = 1; seed <= 20; seed++) {
            RandomStates states = new RandomStates(seed);
            String label = "r" + seed + states.text();
            RepositoryState state = RepositoryState.empty(label);
            for (int step = 0; step < 12; step++) {
                RepositoryState next = states.next(state);
                store.commit(commit(state, next)).join();
                RepositoryState loaded = store.load(label).orElseThrow();
                assertThat(loaded).as("seed %s, step %s", seed, step).isEqualTo(next);
                assertThat(loaded.attempts().values().stream()
                                .map(a -> List.copyOf(a.builders().keySet())))
                        .containsExactlyElementsOf(next.attempts().values().stream()
                                .map(a -> List.copyOf(a.builders().keySet()))
                                .toList());
                // Both as it was given and as it was read: what is the same object must not matter.
                state = step % 2 == 0 ? next : loaded;
            }
        }
    }

    @Test
    public void aStepUponAStateThatWasNeverKeptFailsAndLeavesNothing() {
        RandomStates states = new RandomStates(7);
        RepositoryState first = states.next(RepositoryState.empty(LABEL));
        store.commit(commit(RepositoryState.empty(LABEL), first)).join();
        RepositoryState never = states.next(first);
        RepositoryState after = states.next(never);

        CompletableFuture<Void> failing = store.commit(new Commit(
                never,
                after,
                List.of(),
                List.of(),
                List.of(new ReadPull(1, 1)),
                List.of(new HistoryEntry(Optional.empty(), "what", Optional.empty(), "text", NOW)),
                NOW));
        assertThatThrownBy(failing::join)
                .hasCauseInstanceOf(StaleStateException.class)
                .hasMessageContaining(LABEL)
                .hasMessageContaining("read the repository's state again");
        assertThat(store.load(LABEL)).contains(first);
        assertThat(store.pendingEffects(LABEL)).isEmpty();
        assertThat(store.history(LABEL, Optional.empty(), 10)).isEmpty();
    }

    @Test
    public void aFailingWriteTakesNoOtherWithIt() {
        RandomStates states = new RandomStates(8);
        RepositoryState first = states.next(RepositoryState.empty(LABEL));
        RepositoryState second = states.next(first);
        // Handed in at once, so that they share a transaction.
        CompletableFuture<Boolean> before = store.receive(delivery("1"));
        CompletableFuture<Void> good = store.commit(commit(RepositoryState.empty(LABEL), first));
        CompletableFuture<Void> bad = store.commit(
                commit(RepositoryState.empty("other"), states.next(touched(RepositoryState.empty("other")))));
        CompletableFuture<Void> worse = store.commit(commit(touched(second), states.next(touched(second))));
        CompletableFuture<Void> better = store.commit(commit(first, second));
        CompletableFuture<Boolean> after = store.receive(delivery("2"));

        assertThat(before.join()).isTrue();
        good.join();
        bad.join();
        assertThatThrownBy(worse::join).hasCauseInstanceOf(StaleStateException.class);
        better.join();
        assertThat(after.join()).isTrue();
        assertThat(store.load(LABEL)).contains(second);
        assertThat(pending(LABEL)).containsExactly("1", "2");
    }

    // ---- effects -----------------------------------------------------------------------------------------------

    @Test
    public void keepsEffectsUntilTheyAreCarriedOut() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        Effect tell = new PostComment(3, 7, "hello \u0000 \uD800", true);
        Effect look = new ReadPull(4, 7);
        store.commit(effects(empty, empty, List.of(), List.of(look, tell))).join();
        assertThat(store.pendingEffects(LABEL))
                .containsExactly(new OutboxRow(tell, 0, NOW, NOW), new OutboxRow(look, 0, NOW, NOW));

        Instant later = NOW.plusSeconds(60);
        store.begin(LABEL, 3, 2, later).join();
        reopen();
        assertThat(store.pendingEffects(LABEL))
                .containsExactly(new OutboxRow(tell, 2, later, NOW), new OutboxRow(look, 0, NOW, NOW));

        store.commit(effects(empty, empty, List.of(3L), List.of())).join();
        assertThat(store.pendingEffects(LABEL)).extracting(OutboxRow::effect).containsExactly(look);
        assertThat(store.pendingEffects("other")).isEmpty();
    }

    @Test
    public void everyKindOfEffectSurvivesWhateverItsTexts() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        List<Effect> effects = EffectSamples.all();
        store.commit(effects(empty, empty, List.of(), effects)).join();
        reopen();
        assertThat(store.pendingEffects(LABEL)).extracting(OutboxRow::effect).isEqualTo(effects);
    }

    @Test
    public void anEffectOfANewerHomuKeepsNoOtherFromBeingCarriedOut() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(effects(empty, empty, List.of(), List.of(new ReadPull(1, 1), new ReadPull(2, 2))))
                .join();
        store.writer()
                .submit(sql -> sql.update("UPDATE outbox SET type = 'dance' WHERE id = ?", 1L), null, 0)
                .join();
        assertThat(store.pendingEffects(LABEL)).extracting(OutboxRow::effect).containsExactly(new ReadPull(2, 2));
    }

    @Test
    public void whatWasChangedByHandToNonsenseIsNamed() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(commit(empty, new RandomStates(3).next(empty))).join();
        store.writer()
                .submit(sql -> sql.update("UPDATE repository SET moved_tips = 'nonsense'"), null, 0)
                .join();
        assertThatThrownBy(() -> store.load(LABEL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(store.toString())
                .hasMessageContaining("Not JSON");
    }

    @Test
    public void aProcessKilledInTheMiddleLosesNothingAndTearsNothing() throws Exception {
        store.close();
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                childArgument());
        Map<String, Long> acknowledged = new TreeMap<>();
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 200; i++) {
                String line = lines.readLine();
                assertThat(line).as("the child's acknowledgement").isNotNull();
                note(acknowledged, line);
            }
            whileTheChildRuns(child);
            // By its handle, because the process itself would close what it has written.
            child.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(acknowledged, line);
            }
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }

        openAgain();
        assertThat(acknowledged).hasSize(CrashingWriter.WRITERS);
        acknowledged.forEach((label, revision) -> {
            RepositoryState state = store.load(label).orElseThrow();
            assertThat(state.revision()).isBetween(revision, revision + 1);
            assertThat(state).isEqualTo(CrashingWriter.stateAt(label, state.revision()));
            assertThat(store.pendingEffects(label))
                    .extracting(OutboxRow::effect)
                    .containsExactly(new ReadPull(state.revision(), 1));
            assertThat(store.history(label, Optional.empty(), Integer.MAX_VALUE))
                    .hasSize((int) state.revision());
            assertThat(store.receive(CrashingWriter.delivery(label, state.revision()))
                            .join())
                    .isFalse();
            assertThat(store.pendingDeliveries(label)).hasSizeLessThanOrEqualTo(1);
        });
    }

    /** A line that the kill has cut is no acknowledgement. */
    private static void note(Map<String, Long> acknowledged, String line) {
        if (line.matches("r[0-9] [0-9]+")) {
            acknowledged.merge(line.substring(0, 2), Long.valueOf(line.substring(3)), Math::max);
        }
    }

    /** What {@link CrashingWriter} is to write to. */
    abstract String childArgument();

    /** @param child which has the database open */
    void whileTheChildRuns(Process child) {}

    @Test
    public void doesNotBeginWhatIsNotWaiting() {
        CompletableFuture<Void> begun = store.begin(LABEL, 9, 1, NOW);
        assertThatThrownBy(begun::join).hasMessageContaining("effect 9 of widget");
    }

    @Test
    public void anEffectOfAnIdThatIsTakenFailsTheCommit() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        RepositoryState one = touched(empty);
        store.commit(effects(empty, one, List.of(), List.of(new ReadPull(1, 1))))
                .join();
        CompletableFuture<Void> again =
                store.commit(effects(one, touched(one), List.of(), List.of(new ReadPull(1, 2))));
        assertThatThrownBy(again::join).hasMessageContaining(store.toString());
        assertThat(store.load(LABEL)).contains(one);
        assertThat(store.pendingEffects(LABEL)).extracting(OutboxRow::effect).containsExactly(new ReadPull(1, 1));
    }

    @Test
    public void aTryBuildFromBeforeItsRequestWasKeptIsReadWithoutOne() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        Attempt tried = attempt(1, Attempt.Phase.FAILED, 5);
        RepositoryState state = with(empty, new TreeMap<>(), new TreeMap<>(Map.of(1L, tried)));
        store.commit(commit(empty, state)).join();
        // As it was before the third migration.
        store.writer()
                .submit(
                        sql -> {
                            for (String column : List.of("try_by", "try_parent", "try_jobs", "try_at", "setup")) {
                                sql.update("ALTER TABLE attempt DROP COLUMN " + column);
                            }
                            for (String column : List.of("details", "restarts")) {
                                sql.update("ALTER TABLE builder_result DROP COLUMN " + column);
                            }
                            sql.update("ALTER TABLE repository DROP COLUMN rollups");
                            sql.update("ALTER TABLE repository DROP COLUMN rights");
                            sql.update("ALTER TABLE repository DROP COLUMN left_tips");
                            sql.update("DROP TABLE added_repository");
                            return sql.update(
                                    "DELETE FROM homu_schema WHERE version IN ('3', '4', '5', '6', '7', '8', '9')");
                        },
                        null,
                        0)
                .join();

        reopen();

        assertThat(store.load(LABEL)).contains(state);
        RepositoryState next = new RandomStates(2).next(state);
        store.commit(commit(state, next)).join();
        assertThat(store.load(LABEL)).contains(next);
    }

    // ---- repositories that were added --------------------------------------------------------------------------

    @Test
    public void addedRepositoriesAreKeptReplacedAndDropped() {
        String hostile = "{\"name\": \"wid\\u0000get\", \"text\": \"'; DROP TABLE added_repository; -- \uD83D\"}";
        assertThat(store.addedRepositories().all()).isEmpty();
        store.addedRepositories()
                .keep(new AddedRepositories.Entry("b", "{\"n\":1}"))
                .join();
        store.addedRepositories()
                .keep(new AddedRepositories.Entry("acme/widget", "{}"))
                .join();
        store.addedRepositories()
                .keep(new AddedRepositories.Entry("b", hostile))
                .join();

        reopen();

        assertThat(store.addedRepositories().all())
                .containsExactly(
                        new AddedRepositories.Entry("acme/widget", "{}"), new AddedRepositories.Entry("b", hostile));
        // What the queue remembers of a repository is another matter.
        store.forget(List.of("b")).join();
        store.addedRepositories().drop("acme/widget").join();
        store.addedRepositories().drop("never").join();
        assertThat(store.addedRepositories().all()).containsExactly(new AddedRepositories.Entry("b", hostile));
        assertThat(store.addedRepositories().all().toString()).isEqualTo("[b]");
    }

    // ---- attempts and history ----------------------------------------------------------------------------------

    @Test
    public void attemptsThatLeftTheStateAreKeptForThePages() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        Attempt ended = attempt(1, Attempt.Phase.SUCCEEDED, 5);
        Attempt cut = attempt(2, Attempt.Phase.TESTING, 5, 6);
        Attempt staying = attempt(3, Attempt.Phase.TESTING, 6);
        RepositoryState full = with(empty, new TreeMap<>(), new TreeMap<>(Map.of(1L, ended, 2L, cut, 3L, staying)));
        RepositoryState less = with(full, new TreeMap<>(), new TreeMap<>(Map.of(3L, staying)));
        store.commit(commit(empty, full)).join();
        store.commit(commit(full, less)).join();

        Attempt stopped = cut.ended(Attempt.Phase.CANCELLED, "", NOW);
        assertThat(store.load(LABEL)).contains(less);
        assertThat(store.attempts(LABEL, 5, 10)).containsExactly(stopped, ended);
        assertThat(store.attempts(LABEL, 6, 10)).containsExactly(staying, stopped);
        assertThat(store.attempts(LABEL, 6, 1)).containsExactly(staying);
        assertThat(store.attempts(LABEL, 7, 10)).isEmpty();
        assertThat(store.attempt(LABEL, 1)).contains(ended);
        assertThat(store.attempt(LABEL, 4)).isEmpty();
        assertThat(store.attempt("other", 1)).isEmpty();
    }

    @Test
    public void tellsHistoryNewestFirst() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        List<HistoryEntry> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            told.add(new HistoryEntry(
                    i == 0 ? Optional.empty() : Optional.of(1 + i % 2),
                    "approved",
                    Optional.of("al\u0000ice"),
                    "text " + i,
                    NOW));
        }
        store.commit(new Commit(empty, empty, List.of(), List.of(), List.of(), told, NOW))
                .join();
        List<HistoryEntry> newestFirst = new ArrayList<>(told);
        Collections.reverse(newestFirst);
        assertThat(store.history(LABEL, Optional.empty(), 10)).isEqualTo(newestFirst);
        assertThat(store.history(LABEL, Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(store.history(LABEL, Optional.of(2), 10)).containsExactly(told.get(3), told.get(1));
        assertThat(store.history("other", Optional.empty(), 10)).isEmpty();
    }

    // ---- housekeeping ------------------------------------------------------------------------------------------

    @Test
    public void forgetsWhatIsOldAndDealtWith() {
        RepositoryState empty = RepositoryState.empty(LABEL);
        Instant old = NOW.minusSeconds(3600);
        for (String id : List.of("old", "new", "waiting")) {
            store.receive(new Delivery(id, "github", "push", LABEL, "{}", old)).join();
        }
        Attempt oldAttempt = attempt(1, Attempt.Phase.FAILED, 5);
        Attempt stays = attempt(2, Attempt.Phase.FAILED, 5);
        RepositoryState full = with(empty, new TreeMap<>(), new TreeMap<>(Map.of(1L, oldAttempt, 2L, stays)));
        RepositoryState less = with(full, new TreeMap<>(), new TreeMap<>(Map.of(2L, stays)));
        List<HistoryEntry> told = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            told.add(new HistoryEntry(Optional.of(5), "old", Optional.empty(), "", old));
        }
        HistoryEntry recent = new HistoryEntry(Optional.of(5), "new", Optional.empty(), "", NOW);
        told.add(recent);
        store.commit(new Commit(empty, full, List.of(delivery("old")), List.of(), List.of(), told, old))
                .join();
        store.commit(new Commit(full, less, List.of(delivery("new")), List.of(), List.of(), List.of(), NOW))
                .join();

        store.prune(NOW.minusSeconds(60), NOW.minusSeconds(60)).join();
        assertThat(store.history(LABEL, Optional.empty(), 10)).containsExactly(recent);
        assertThat(store.receive(delivery("old")).join()).as("was forgotten").isTrue();
        assertThat(store.receive(delivery("new")).join()).isFalse();
        assertThat(store.receive(delivery("waiting")).join()).isFalse();
        assertThat(pending(LABEL)).containsExactly("waiting", "old");
        assertThat(store.attempts(LABEL, 5, 10)).containsExactly(stays, oldAttempt);

        store.prune(NOW.plusSeconds(60), NOW.plusSeconds(60)).join();
        assertThat(store.history(LABEL, Optional.empty(), 10)).isEmpty();
        assertThat(store.attempts(LABEL, 5, 10))
                .as("what the state holds stays")
                .containsExactly(stays);
        assertThat(store.load(LABEL)).contains(less);
        assertThat(pending(LABEL)).containsExactly("waiting", "old");
    }

    @Test
    public void forgetsARepositoryAltogether() {
        RandomStates states = new RandomStates(9);
        Map<String, RepositoryState> kept = new TreeMap<>();
        for (String label : List.of("a", "b", "c")) {
            RepositoryState empty = RepositoryState.empty(label);
            RepositoryState state = states.next(empty);
            kept.put(label, state);
            store.receive(delivery(label, label, "{}")).join();
            store.commit(new Commit(
                            empty,
                            state,
                            List.of(),
                            List.of(),
                            List.of(new ReadPull(1, 1)),
                            List.of(new HistoryEntry(Optional.empty(), "x", Optional.empty(), "", NOW)),
                            NOW))
                    .join();
        }
        store.receive(delivery("d", "d", "{}")).join();
        assertThat(store.labels()).containsExactly("a", "b", "c", "d");
        store.forget(List.of("a", "c")).join();
        assertThat(store.labels()).containsExactly("b", "d");
        assertThat(store.load("a")).isEmpty();
        assertThat(store.pendingDeliveries("a")).isEmpty();
        assertThat(store.pendingEffects("a")).isEmpty();
        assertThat(store.history("a", Optional.empty(), 10)).isEmpty();
        assertThat(store.load("b")).contains(kept.get("b"));
        assertThat(store.pendingEffects("b")).hasSize(1);

        CompletableFuture<Void> late = store.commit(commit(kept.get("a"), states.next(kept.get("a"))));
        assertThatThrownBy(late::join).hasCauseInstanceOf(StaleStateException.class);
        store.commit(commit(RepositoryState.empty("a"), kept.get("a"))).join();
        assertThat(store.load("a")).contains(kept.get("a"));
    }

    @Test
    public void aHealthyStorePassesTheCheck() {
        store.check();
        store.check();
    }

    @Test
    public void writesWhatWasHandedInBeforeItCloses() {
        List<CompletableFuture<Boolean>> handedIn = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            handedIn.add(store.receive(delivery("d" + i)));
        }
        reopen();
        assertThat(handedIn).allSatisfy(future -> assertThat(future.get(10, TimeUnit.SECONDS))
                .isTrue());
        assertThat(store.pendingDeliveries(LABEL)).hasSize(1000);
    }

    @Test
    public void refusesWritesOnceClosed() {
        store.close();
        CompletableFuture<Boolean> late = store.receive(delivery("1"));
        assertThatThrownBy(late::join).hasMessageContaining("is closed");
    }

    @Test
    public void whatIsAttachedToAWriteMayWaitForAnotherWrite() throws Exception {
        CompletableFuture<Boolean> chained = store.receive(delivery("1"))
                .thenApply(first -> store.receive(delivery("2")).join());
        assertThat(chained.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    public void manyThreadsWriteAtOnce() throws Exception {
        int threads = 8;
        int steps = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<RepositoryState>> ends = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String label = "r" + t;
                RandomStates states = new RandomStates(t);
                Callable<RepositoryState> life = () -> {
                    start.await();
                    RepositoryState state = RepositoryState.empty(label);
                    for (int step = 0; step < steps; step++) {
                        Delivery delivery = delivery(label + "/" + step, label, states.text());
                        assertThat(store.receive(delivery).join()).isTrue();
                        RepositoryState next = states.next(state);
                        Effect effect = new ReadPull(step + 1, step);
                        List<Long> done = step == 0 ? List.of() : List.of((long) step);
                        store.commit(new Commit(state, next, List.of(delivery), done, List.of(effect), List.of(), NOW))
                                .join();
                        store.begin(label, effect.id(), 1, NOW).join();
                        assertThat(store.load(label)).contains(next);
                        state = next;
                    }
                    return state;
                };
                ends.add(pool.submit(life));
            }
            start.countDown();
            for (int t = 0; t < threads; t++) {
                assertThat(store.load("r" + t)).isNotNull();
                RepositoryState end = ends.get(t).get(60, TimeUnit.SECONDS);
                assertThat(store.load("r" + t)).contains(end);
                assertThat(store.pendingDeliveries("r" + t)).isEmpty();
                assertThat(store.pendingEffects("r" + t))
                        .containsExactly(new OutboxRow(new ReadPull(steps, steps - 1), 1, NOW, NOW));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** A connection goes from one reader to the next: none may touch it any more once it was given back. */
    @Test
    public void manyThreadsReadAtOnce() throws Exception {
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(commit(empty, empty)).join();
        int threads = 16;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                ends.add(pool.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertThat(store.labels()).containsExactly(LABEL);
                        assertThat(store.load(LABEL)).contains(empty);
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get(120, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
