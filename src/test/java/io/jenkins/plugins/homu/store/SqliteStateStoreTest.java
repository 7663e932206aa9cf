package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.server.takeover.OldHomu;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SqliteStateStoreTest extends StateStoreContract {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file() {
        return folder.getRoot().toPath().resolve("main.db");
    }

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.file(file());
    }

    @Override
    String childArgument() {
        return file().toString();
    }

    @Override
    void whileTheChildRuns(Process child) {
        assertRefused(settings(), "in use by another Homu (process " + child.pid() + ")", "stop the other one");
    }

    private static void assertRefused(DatabaseSettings settings, String... words) {
        assertThatThrownBy(() -> JdbcStateStore.open(settings))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(settings.toString())
                .hasMessageContainingAll(words);
    }

    private Connection shell(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private void shell(Path database, String... statements) throws SQLException {
        try (Connection connection = shell(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long rowsChangedSoFar() {
        return store.writer()
                .submit(sql -> sql.queryFirst(row -> row.number("n"), "SELECT total_changes() AS n"), null, 0)
                .join()
                .orElseThrow();
    }

    // ---- speed -------------------------------------------------------------------------------------------------

    @Test
    public void aChangeOfOneOfThousandsOfPullRequestsWritesThatOneOnly() {
        RandomStates states = new RandomStates(5);
        TreeMap<Integer, PullRequest> pulls = new TreeMap<>();
        for (int number = 1; number <= 3_000; number++) {
            pulls.put(number, states.pull(number));
        }
        RepositoryState empty = RepositoryState.empty(LABEL);
        RepositoryState full = with(empty, pulls, empty.attempts());
        store.commit(commit(empty, full)).join();
        long before = rowsChangedSoFar();

        PullRequest changed =
                pulls.get(1_500).edit().head(new CommitSha("b".repeat(40))).build();
        TreeMap<Integer, PullRequest> next = new TreeMap<>(pulls);
        next.put(1_500, changed);
        // One that is equal, though another object, needs no writing either.
        next.put(7, pulls.get(7).edit().build());
        RepositoryState after = with(full, next, full.attempts());
        store.commit(commit(full, after)).join();

        assertThat(rowsChangedSoFar() - before)
                .as("the repository and one pull request")
                .isEqualTo(2);
        assertThat(store.load(LABEL)).contains(after);
    }

    @Test
    public void readersDoNotWaitForAWriter() throws Exception {
        RepositoryState empty = RepositoryState.empty(LABEL);
        store.commit(commit(empty, empty)).join();
        try (Connection other = shell(file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(store.load(LABEL)).contains(empty);
            statement.execute("ROLLBACK");
        }
    }

    // ---- trouble while running ---------------------------------------------------------------------------------

    @Test
    public void goesOnWhenAnotherProgramNoLongerLocksTheFile() throws Exception {
        try (Connection other = shell(file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<Boolean> locked = store.receive(delivery("1"));
            assertThatThrownBy(locked::join)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContainingAll(file().toString(), "Another program has locked it");
            statement.execute("ROLLBACK");
        }
        store.check();
        assertThat(store.receive(delivery("1")).join()).isTrue();
    }

    @Test
    public void goesOnWhenTheDiskIsNoLongerFull() {
        store.receive(delivery("before")).join();
        store.writer()
                .submit(sql -> sql.query(row -> row.number("max_page_count"), "PRAGMA max_page_count = 1"), null, 0)
                .join();
        CompletableFuture<Boolean> tooMuch = store.receive(delivery("1", LABEL, "x".repeat(1 << 20)));
        assertThatThrownBy(tooMuch::join)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContainingAll(file().toString(), "disk is full", "free space");
        // The limit was of the connection that has been dropped.
        assertThat(store.receive(delivery("1", LABEL, "x".repeat(1 << 20))).join())
                .isTrue();
        assertThat(store.pendingDeliveries(LABEL)).hasSize(2);
    }

    @Test
    public void goesOnWhenItMayWriteAgain() {
        store.writer()
                .submit(sql -> sql.update("PRAGMA query_only = 1"), null, 0)
                .join();
        CompletableFuture<Boolean> refused = store.receive(delivery("1"));
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContainingAll(file().toString(), "can't be written by the user");
        assertThat(store.receive(delivery("1")).join()).isTrue();
    }

    @Test
    public void aFileThatIsGoneFailsTheCheck() throws Exception {
        Files.delete(file());
        assertThatThrownBy(() -> store.check()).hasMessageContainingAll(file().toString(), "is gone");
    }

    // ---- trouble at the start ----------------------------------------------------------------------------------

    @Test
    public void aSecondHomuOnTheSameFileIsRefused() throws Exception {
        assertRefused(settings(), "in use by another Homu", "stop the other one");
        Path link = folder.getRoot().toPath().resolve("link.db");
        Files.createSymbolicLink(link, file());
        assertThatThrownBy(() -> JdbcStateStore.open(DatabaseSettings.file(link)))
                .hasMessageContainingAll(file().toString(), "in use by another Homu");
        store.check();
    }

    @Test
    public void onlyTheOwnerReadsTheFile() throws Exception {
        store.check();
        List<Path> files = List.of(file(), file().resolveSibling("main.db-wal"));
        for (Path one : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------");
        }
        store.close();
        // As it was made before secrets were kept in it.
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        reopen();
        store.check();
        for (Path one : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    public void aNewerDatabaseIsRefused() throws Exception {
        store.close();
        shell(
                file(),
                "INSERT INTO homu_schema (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        assertRefused(settings(), "written by a newer Homu", "version 99", "Start the newer Homu");
    }

    @Test
    public void whatIsNoDatabaseIsRefused() throws Exception {
        Path text = folder.newFile("text.db").toPath();
        Files.writeString(text, "This is not a database, though long enough to be one. ".repeat(100));
        assertRefused(DatabaseSettings.file(text), "damaged, or no SQLite database", "use a backup");
        assertThat(Files.readString(text)).startsWith("This is not a database");
    }

    @Test
    public void aDamagedDatabaseIsNamed() throws Exception {
        RandomStates states = new RandomStates(1);
        RepositoryState empty = RepositoryState.empty(LABEL);
        RepositoryState state = states.next(states.next(empty));
        store.commit(commit(empty, with(state, state.pulls(), state.attempts())))
                .join();
        store.close();
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] noise = new byte[(int) raw.length() - 4096];
            java.util.Arrays.fill(noise, (byte) 0x5a);
            raw.seek(4096);
            raw.write(noise);
        }
        assertRefused(settings(), "damaged");
    }

    @Test
    public void aPlaceThatCannotBeIsRefused() throws IOException {
        Path nowhere = folder.getRoot().toPath().resolve("no/such/main.db");
        assertRefused(DatabaseSettings.file(nowhere), "there is no folder", "Make it");
        assertRefused(DatabaseSettings.file(folder.newFolder("sub").toPath()), "is a folder");
        Path marked = folder.getRoot().toPath().resolve("main.db?mode=memory");
        assertRefused(DatabaseSettings.file(marked), "question mark");
    }

    @Test
    public void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
        Path other = folder.getRoot().toPath().resolve("places.sqlite");
        shell(other, "CREATE TABLE moz_places (id INTEGER)");
        assertRefused(DatabaseSettings.file(other), "belongs to another program", "moz_places");
    }

    /** As far as its users go back: each fork has other tables beside these. */
    @Test
    public void theDatabaseOfAnOriginalHomuIsRefusedAndLeftAsItIs() throws Exception {
        Path original = folder.getRoot().toPath().resolve("old.db");
        try (OldHomu old = OldHomu.rust(original)) {
            old.pull("widget", 1, "0".repeat(40));
        }
        byte[] before = Files.readAllBytes(original);
        assertRefused(
                DatabaseSettings.file(original),
                original.toString(),
                "is that of an original Homu",
                "build_res",
                "pull",
                "[db] file = \"homu.db\"",
                "import --db " + original);
        assertThat(Files.readAllBytes(original)).isEqualTo(before);
    }
}
