package io.jenkins.plugins.homu.server.takeover;

import io.jenkins.plugins.homu.core.model.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database of an original Homu, of its Rust fork or of its Quay fork, as of one moment. It is opened for reading only,
 * and closed again before this is handed out.
 *
 * @param changedAt when the file was written last, which is when that Homu last obeyed a comment, or later
 * @param unknownTables tables that no Homu made; nobody looks into them
 * @param tables the rows of each table that is there, by its name in lower case
 */
public record OriginalDatabase(
        Path file, Instant changedAt, Kind kind, Set<String> unknownTables, Map<String, List<Cells>> tables) {
    /** Which program wrote it. */
    public enum Kind {
        ORIGINAL("the original Homu (barosl/homu)"),
        RUST("the Rust fork (rust-lang/homu)"),
        /** It keeps what tests said, and repositories; approvals only in comments on GitHub. */
        QUAY("the Quay fork, or an original of before 2015");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    private static final int BUSY_MILLIS = 2_000;

    private static final Set<String> PULL_COLUMNS = Set.of(
            "repo",
            "num",
            "status",
            "merge_sha",
            "title",
            "body",
            "head_sha",
            "head_ref",
            "base_ref",
            "assignee",
            "approved_by",
            "priority",
            "try_",
            "rollup",
            "squash",
            "delegate");

    /** All columns that were ever in the tables; those of a later version of the program are added to older databases. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "pull",
            PULL_COLUMNS,
            "state",
            Set.of("repo", "num", "status", "merge_sha"),
            "build_res",
            Set.of("repo", "num", "builder", "res", "url", "merge_sha"),
            "mergeable",
            Set.of("repo", "num", "mergeable"),
            "repos",
            Set.of("repo", "treeclosed", "treeclosed_src"),
            "retry_log",
            Set.of("repo", "num", "time", "src", "msg"),
            "repo",
            Set.of("label", "owner", "name", "reviewers", "github", "branch", "builder", "builder_settings"));

    /** Without these nothing can be made of a row. */
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "pull",
            Set.of("repo", "num", "status", "head_sha", "approved_by"),
            "state",
            Set.of("repo", "num", "status"),
            "build_res",
            Set.of("repo", "num", "builder", "res"),
            "mergeable",
            KNOWN.get("mergeable"),
            "repos",
            Set.of("repo", "treeclosed"),
            "retry_log",
            Set.of("repo", "num", "time", "msg"),
            "repo",
            Set.of("label", "owner", "name", "reviewers"));

    /** Of our own, should somebody have started this program on the original's file. */
    private static final Set<String> OURS = Set.of(
            "repository",
            "pull_request",
            "approval",
            "attempt",
            "attempt_pull",
            "builder_result",
            "inbox",
            "inbox_body",
            "outbox",
            "history",
            "pulse",
            "homu_schema");

    /** The rows of a table; none when it isn't there. */
    List<Cells> rows(String table) {
        return tables.getOrDefault(table, List.of());
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    /** @throws TakeoverException when it can't be read, or is no database of an original Homu */
    public static OriginalDatabase read(Path path) throws TakeoverException {
        Path file = path.toAbsolutePath().normalize();
        if (file.toString().indexOf('?') >= 0) {
            throw new TakeoverException("The database " + file + " has a question mark in its path, behind which"
                    + " SQLite's driver reads settings. Copy it to another name.");
        }
        if (Files.isDirectory(file)) {
            throw new TakeoverException(
                    "The database " + file + " is a folder. Name the file in it, which is usually main.db.");
        }
        if (!Files.exists(file)) {
            throw new TakeoverException("There is no file " + file + ". Name the database of the Homu that ran until"
                    + " now: main.db in its working directory, or what its cfg.toml says.");
        }
        if (!Files.isReadable(file)) {
            throw new TakeoverException("The database " + file + " can't be read by this user ("
                    + System.getProperty("user.name") + "). Change its permissions, or copy it.");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // One transaction, so that all tables are seen as of one moment, even if that Homu still runs.
            statement.execute("BEGIN");
            Instant changedAt = Files.getLastModifiedTime(file).toInstant();
            OriginalDatabase database = read(file, changedAt, statement);
            statement.execute("ROLLBACK");
            return database;
        } catch (IOException e) {
            throw new TakeoverException("The database " + file + " can't be looked at: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new TakeoverException(explain(file, e), e);
        }
    }

    private static OriginalDatabase read(Path file, Instant changedAt, Statement statement)
            throws SQLException, TakeoverException {
        Map<String, List<Cells>> tables = new TreeMap<>();
        Set<String> unknown = new TreeSet<>();
        for (String name : tableNames(statement)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (KNOWN.containsKey(lower)) {
                tables.put(lower, rows(file, statement, lower));
            } else if (!OURS.contains(lower)) {
                unknown.add(name);
            }
        }
        Kind kind;
        if (tables.containsKey("pull")) {
            boolean rust = tables.containsKey("repos")
                    || tables.containsKey("retry_log")
                    || columns(statement, "pull").contains("squash");
            kind = rust ? Kind.RUST : Kind.ORIGINAL;
        } else if (tables.containsKey("state")) {
            kind = Kind.QUAY;
        } else {
            throw new TakeoverException(
                    "The database " + file + " is not one of an original Homu: it has neither a table"
                            + " pull nor a table state" + (unknown.isEmpty() ? "" : ", but " + quoted(unknown))
                            + ". Name main.db of the Homu that ran until now.");
        }
        return new OriginalDatabase(file, changedAt, kind, unknown, tables);
    }

    private static List<String> tableNames(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        + " ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static Set<String> columns(Statement statement, String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
            ResultSetMetaData data = rows.getMetaData();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(data.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    private static List<Cells> rows(Path file, Statement statement, String table)
            throws SQLException, TakeoverException {
        Set<String> columns = columns(statement, table);
        Set<String> strange = new TreeSet<>(columns);
        strange.removeAll(KNOWN.get(table));
        if (!strange.isEmpty()) {
            throw new TakeoverException("The table " + table + " of " + file + " has columns that neither the original"
                    + " Homu nor its Rust and Quay forks made: " + quoted(strange)
                    + ". What they mean would be lost, so"
                    + " nothing was taken over. If they may be lost, drop them from a copy of the file (ALTER TABLE "
                    + table + " DROP COLUMN ...) and import that.");
        }
        Set<String> missing = new TreeSet<>(NEEDED.get(table));
        missing.removeAll(columns);
        if (!missing.isEmpty()) {
            throw new TakeoverException("The table " + table + " of " + file + " lacks " + quoted(missing)
                    + ", so it is of a version that is not known, or of another program. Nothing was taken over.");
        }
        List<Cells> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY rowid")) {
            while (rows.next()) {
                Map<String, Object> values = new HashMap<>();
                int i = 1;
                for (int count = rows.getMetaData().getColumnCount(); i <= count; i++) {
                    values.put(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), rows.getObject(i));
                }
                all.add(new Cells(values));
            }
        }
        return all;
    }

    private static String quoted(Set<String> names) {
        return String.join(", ", names.stream().limit(20).map(LogLine::quote).toList());
    }

    private static String explain(Path file, SQLException failure) {
        SQLiteErrorCode code = failure instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
        String advice =
                switch (code) {
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        "Another program has locked it. Stop the Homu that used it until now, and whatever else does,"
                                + " and import again.";
                    case SQLITE_NOTADB, SQLITE_CORRUPT ->
                        "It is damaged, or no SQLite database. Name main.db of the Homu that ran until now, or a backup"
                                + " of it; sqlite3 FILE .recover may save what is left of a damaged one.";
                    case SQLITE_READONLY, SQLITE_CANTOPEN ->
                        "It was left behind in the middle of a transaction, which this program, which only reads it,"
                                + " can't undo; or its folder can't be read. Open it once with sqlite3 FILE"
                                + " 'PRAGMA quick_check', and import again.";
                    default -> "Look whether the file is all right (sqlite3 FILE 'PRAGMA quick_check').";
                };
        return "The database " + file + " can't be read: "
                + String.valueOf(failure.getMessage()).strip() + ". " + advice;
    }
}
