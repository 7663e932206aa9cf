package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import io.jenkins.plugins.homu.port.StateStore.InboxRow;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.store.CuttingProxy.Cut;
import io.jenkins.plugins.homu.testing.TestPostgres;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** A server that goes away, and wires that break at the worst moment. */
public class PostgresqlOutageTest {
    private static final String LABEL = "widget";
    private static final RepositoryState EMPTY = RepositoryState.empty(LABEL);
    private static final RepositoryState FIRST = new RandomStates(1).next(EMPTY);

    private static TestPostgres server;
    private String database;
    private CuttingProxy proxy;
    private JdbcStateStore store;

    @BeforeClass
    public static void startServer() throws Exception {
        Optional<String> missing = TestPostgres.missing();
        assumeTrue("skipped: " + missing.orElse(""), missing.isEmpty());
        server = TestPostgres.start();
    }

    @AfterClass
    public static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Before
    public void open() throws Exception {
        database = server.newDatabase();
        proxy = new CuttingProxy(server.port());
        store = JdbcStateStore.open(DatabaseSettings.postgresql(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database, "postgres", "hunter2"));
    }

    @After
    public void close() throws Exception {
        store.close();
        proxy.close();
    }

    /** A step that shows when it is done twice, or half. */
    private CompletableFuture<Void> step() {
        return store.commit(new Commit(
                EMPTY,
                FIRST,
                List.of(),
                List.of(),
                List.of(new ReadPull(1, 1)),
                List.of(new HistoryEntry(
                        Optional.empty(), "started", Optional.empty(), "once", StateStoreContract.NOW)),
                StateStoreContract.NOW));
    }

    private void assertDoneOnce() {
        assertThat(store.load(LABEL)).contains(FIRST);
        assertThat(store.pendingEffects(LABEL)).hasSize(1);
        assertThat(store.history(LABEL, Optional.empty(), 10)).hasSize(1);
    }

    @Test
    public void aCommitWhoseAnswerWasLostIsNotDoneTwice() throws Exception {
        proxy.cutAtNextCommit(Cut.AFTER_COMMIT, false);
        step().get(30, TimeUnit.SECONDS);
        proxy.awaitCut();
        assertDoneOnce();
    }

    @Test
    public void aDeliveryWhoseAnswerWasLostIsNoDuplicateOfItself() throws Exception {
        proxy.cutAtNextCommit(Cut.AFTER_COMMIT, false);
        assertThat(store.receive(StateStoreContract.delivery("1")).get(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(store.pendingDeliveries(LABEL)).hasSize(1);
    }

    @Test
    public void aCommitThatDidNotReachTheServerIsDoneAgain() throws Exception {
        proxy.cutAtNextCommit(Cut.BEFORE_COMMIT, false);
        step().get(30, TimeUnit.SECONDS);
        proxy.awaitCut();
        assertDoneOnce();
    }

    @Test
    public void aTransactionThatTheServerStillHoldsOpenIsEndedAndDoneAgain() throws Exception {
        proxy.cutAtNextCommit(Cut.BEFORE_COMMIT_UNNOTICED, false);
        step().get(30, TimeUnit.SECONDS);
        proxy.awaitCut();
        assertDoneOnce();
    }

    /** As behind a router that has forgotten the connection: only time tells. */
    @Test
    public void aWireThatHasGoneSilentIsFoundOutAndTheCommitDoneAgain() throws Exception {
        proxy.cutAtNextCommit(Cut.SILENCE, false);
        step().get(40, TimeUnit.SECONDS);
        proxy.awaitCut();
        assertDoneOnce();
    }

    @Test
    public void aDeliveryReportedAsFailedMayBeSentAgainEvenIfItHadBeenKept() throws Exception {
        proxy.cutAtNextCommit(Cut.AFTER_COMMIT, true);
        CompletableFuture<Boolean> lost = store.receive(StateStoreContract.delivery("1"));
        assertThatThrownBy(() -> lost.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
        proxy.letThrough();
        assertThat(store.receive(StateStoreContract.delivery("1")).get(30, TimeUnit.SECONDS))
                .as("GitHub's second attempt must not be taken for a duplicate, or it would have no effect")
                .isTrue();
        assertThat(store.pendingDeliveries(LABEL))
                .extracting(InboxRow::delivery)
                .hasSize(1);
    }

    @Test
    public void failsInBoundedTimeWhileTheServerIsAwayAndGoesOnWhenItIsBack() throws Exception {
        assertThat(store.receive(StateStoreContract.delivery("1")).join()).isTrue();
        server.stop();
        try {
            CompletableFuture<Boolean> refused = store.receive(StateStoreContract.delivery("2"));
            assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContainingAll(database, "Look whether the server runs")
                    .hasMessageNotContaining("hunter2");
            assertThatThrownBy(() -> store.check())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(database);
            assertThatThrownBy(() -> store.load(LABEL))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(database);
        } finally {
            server.startAgain();
        }
        store.check();
        assertThat(store.receive(StateStoreContract.delivery("2")).join()).isTrue();
        assertThat(store.pendingDeliveries(LABEL))
                .extracting(row -> row.delivery().id())
                .containsExactly("1", "2");
    }

    @Test
    public void aBackendThatIsEndedCostsNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            assertThat(store.receive(StateStoreContract.delivery("d" + i)).get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(store.pendingDeliveries(LABEL)).hasSize(3);
    }

    // ---- at the start ------------------------------------------------------------------------------------------

    private static void assertRefused(String url, String user, String... words) {
        assertThatThrownBy(() -> JdbcStateStore.open(DatabaseSettings.postgresql(url, user, "hunter2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("hunter2")
                .hasStackTraceContaining("StoreException")
                .satisfies(e -> {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("hunter2");
                    }
                });
    }

    @Test
    public void sayWhatIsWrongWithTheSettingsWithoutThePassword() {
        String host = "jdbc:postgresql://127.0.0.1:" + server.port() + "/";
        assertRefused(host + "nosuch", "postgres", host + "nosuch", "createdb");
        assertRefused(host + database, "nobody", host + database, "Look at its user and password");
        assertRefused(
                "jdbc:postgresql://127.0.0.1:1/" + database, "postgres", "127.0.0.1:1", "Look whether the server runs");
        assertRefused("jdbc:postgresql://a:b:c/x?password=hunter2", "", "jdbc:postgresql://host:port/database");
        assertThatThrownBy(() -> DatabaseSettings.postgresql("jdbc:mysql://u:hunter2@host/x", "", ""))
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("Only PostgreSQL");
        assertThat(DatabaseSettings.postgresql("jdbc:postgresql://h/db?password=hunter2", "u", "hunter2"))
                .hasToString("jdbc:postgresql://h/db");
    }

    @Test
    public void aNewerDatabaseIsRefused() throws Exception {
        store.writer()
                .submit(
                        sql -> sql.update("INSERT INTO homu_schema (installed_rank, version, description, type, script,"
                                + " checksum, installed_by, execution_time, success)"
                                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, true)"),
                        null,
                        0)
                .join();
        assertRefused(server.url(database), "postgres", "written by a newer Homu", "version 99");
    }
}
