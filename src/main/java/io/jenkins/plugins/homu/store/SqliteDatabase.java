package io.jenkins.plugins.homu.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jenkins.plugins.homu.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite file, in WAL mode, so that readers and the writer never wait for each other. With synchronous=FULL a commit is
 * on disk when it returns. One Homu to a file, see {@link FileGuard}.
 */
final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    /** How long to wait for somebody with a database shell or a backup. */
    private static final int BUSY_MILLIS = 5_000;

    private static final int JOURNAL_LIMIT_BYTES = 64 << 20;
    /** Of the original and both its forks, which have others as well. */
    private static final String TABLE_OF_ORIGINAL_HOMU = "pull";

    private final Path file;
    private final FileGuard guard;

    private SqliteDatabase(Path file, FileGuard guard) {
        this.file = file;
        this.guard = guard;
    }

    /** @throws StoreException when it can't be used */
    static SqliteDatabase open(Path path) {
        Path file = locate(path);
        SqliteDatabase database = new SqliteDatabase(file, FileGuard.lock(file));
        try {
            database.prepare();
            return database;
        } catch (SQLException e) {
            database.close();
            throw database.explain("It can't be opened.", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Its real place, so that the lock is the same whatever way leads there. */
    private static Path locate(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.toString().indexOf('?') >= 0) {
            throw new StoreException(
                    "The database " + absolute + " has a question mark in its path, behind which SQLite's"
                            + " driver reads settings. Name another file.");
        }
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StoreException("The database " + absolute + " can't be made, because there is no folder " + folder
                    + ". Make it, or name another file.");
        }
        if (Files.isDirectory(absolute)) {
            throw new StoreException("The database " + absolute + " is a folder. Name a file, in it or elsewhere.");
        }
        try {
            if (Files.exists(absolute)) {
                Path real = absolute.toRealPath();
                if (!Files.isReadable(real) || !Files.isWritable(real)) {
                    throw new StoreException("The database " + real + " can't be "
                            + (Files.isReadable(real) ? "written" : "read") + " by the user that Homu runs as ("
                            + System.getProperty("user.name") + "). Change the file's owner or permissions.");
                }
                return real;
            }
            return folder.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw new StoreException("The database " + absolute + " can't be found: " + e.getMessage(), e);
        }
    }

    private void prepare() throws SQLException {
        refuseStrangeTables();
        OwnerOnly.protect(file);
        try (Connection connection = source(true).getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
                if (mode.next() && !mode.getString(1).equalsIgnoreCase("wal")) {
                    throw new StoreException("The database " + file + " stays in the journal mode " + mode.getString(1)
                            + ", because its file system offers no shared memory (many network drives don't)."
                            + " Put it on a local disk.");
                }
            }
        }
    }

    /** A wrong path must not end up with our tables in, say, a browser's database; nor with another journal mode. */
    private void refuseStrangeTables() throws SQLException {
        if (!Files.exists(file)) {
            return;
        }
        SQLiteConfig untouched = new SQLiteConfig();
        untouched.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(untouched);
        source.setUrl("jdbc:sqlite:" + file);
        Set<String> strange = new TreeSet<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                                + " AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'homu_schema')")) {
            while (tables.next()) {
                strange.add(tables.getString(1));
            }
        }
        if (strange.contains(TABLE_OF_ORIGINAL_HOMU)) {
            throw new StoreException("The database " + file + " is that of an original Homu (it has the tables "
                    + String.join(", ", strange) + "), which this Homu doesn't write to. Name another file in the"
                    + " configuration, such as [db] file = \"homu.db\"; it is made when there is none. Then take over what"
                    + " the old one knows: java -jar homu-server.jar import --db " + file);
        }
        if (!strange.isEmpty()) {
            throw new StoreException("The database " + file + " belongs to another program (it has a table "
                    + strange.iterator().next() + "). Name a file of Homu's own; it is made when there is none.");
        }
    }

    /** @param create whether to make the file: once only, so that one that vanished isn't replaced by an empty one */
    private SQLiteDataSource source(boolean create) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(JOURNAL_LIMIT_BYTES);
        config.enforceForeignKeys(true);
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public Sql connectWriter() throws SQLException {
        // The driver's own transactions won't do: it begins the next one right after a commit, which would lock the
        // file
        // while nothing is to be written, and make a commit fail that was none. IMMEDIATE, because one that began by
        // reading could not get the lock any more once another has written.
        return new Sql(source(false).getConnection(), Optional.of("BEGIN IMMEDIATE"));
    }

    @Override
    public HikariDataSource readers() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("homu-readers");
        config.setDataSource(source(false));
        config.setConnectionInitSql("PRAGMA query_only = 1");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    @Override
    public DataSource migrations() {
        return source(false);
    }

    @Override
    public String folder() {
        return "sqlite";
    }

    @Override
    public Scope scope(SQLException failure) {
        return switch (code(failure)) {
            case SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG -> Scope.STATEMENT;
            default -> Scope.DATABASE;
        };
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public Mark mark(Sql sql) {
        return new Mark(0, 0);
    }

    /** What was not committed when a connection is closed is rolled back with it. */
    @Override
    public Outcome outcome(Sql sql, Mark mark) {
        return Outcome.ROLLED_BACK;
    }

    @Override
    public StoreException explain(String what, Throwable failure) {
        String advice =
                switch (code(failure)) {
                    case SQLITE_FULL ->
                        "The disk is full, or a quota is reached: free space, and Homu goes on by itself.";
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        "Another program has locked it, such as a database shell or a"
                                + " backup: end that, and Homu goes on by itself.";
                    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                        "It can't be written by the user that Homu runs as"
                                + " (" + System.getProperty("user.name")
                                + "): change the owner or permissions of the file"
                                + " and its folder, or remount the file system for writing.";
                    case SQLITE_CORRUPT, SQLITE_NOTADB ->
                        "The file is damaged, or no SQLite database: put it aside and"
                                + " use a backup, or start with a new one, which is filled from GitHub but has no approvals.";
                    case SQLITE_CANTOPEN ->
                        "The file, or those beside it, can't be opened: look whether it is there, and"
                                + " at the permissions of the file and its folder.";
                    case SQLITE_IOERR -> "The disk does not read or write: look at the system's log.";
                    default -> "If that lasts, look whether the file is all right (sqlite3 FILE 'PRAGMA quick_check').";
                };
        return new StoreException("The database " + file + ": " + what + " " + cause(failure) + ". " + advice, failure);
    }

    /** What the deepest of the causes says that says anything. */
    private static String cause(Throwable failure) {
        String why = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            why = cause.getMessage() == null ? why : cause.getMessage().replaceFirst("[.\\s]+$", "");
        }
        return why;
    }

    /** The primary code of SQLite's own exception, wherever it is among the causes. */
    private static SQLiteErrorCode code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
            }
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public void check() {
        if (!Files.exists(file)) {
            throw new StoreException("The database " + file + " is gone: somebody deleted or moved it. What is written"
                    + " now is lost when Homu stops. Stop Homu, put the file back, start it again.");
        }
    }

    @Override
    public void close() {
        guard.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
