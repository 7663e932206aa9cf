package io.jenkins.plugins.homu.server.takeover;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Databases as the original Homu and its forks make them: by the very statements of their main.py. */
public final class OldHomu implements AutoCloseable {
    private static final String BUILD_RES =
            """
            CREATE TABLE IF NOT EXISTS build_res (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    builder TEXT NOT NULL,
                    res INTEGER,
                    url TEXT NOT NULL,
                    merge_sha TEXT NOT NULL,
                    UNIQUE (repo, num, builder)
                )""";
    private static final String MERGEABLE =
            """
            CREATE TABLE IF NOT EXISTS mergeable (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    mergeable INTEGER NOT NULL,
                    UNIQUE (repo, num)
                )""";

    /** barosl/homu 2104e4b, main.py:892. */
    static final List<String> ORIGINAL = List.of(
            """
            CREATE TABLE IF NOT EXISTS pull (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    status TEXT NOT NULL,
                    merge_sha TEXT,
                    title TEXT,
                    body TEXT,
                    head_sha TEXT,
                    head_ref TEXT,
                    base_ref TEXT,
                    assignee TEXT,
                    approved_by TEXT,
                    priority INTEGER,
                    try_ INTEGER,
                    rollup INTEGER,
                    delegate TEXT,
                    UNIQUE (repo, num)
                )""",
            BUILD_RES,
            MERGEABLE);

    private static final List<String> RUST_OTHERS = List.of(
            BUILD_RES,
            MERGEABLE,
            """
            CREATE TABLE IF NOT EXISTS repos (
                    repo TEXT NOT NULL,
                    treeclosed INTEGER NOT NULL,
                    treeclosed_src TEXT,
                    UNIQUE (repo)
                )""",
            """
            CREATE TABLE IF NOT EXISTS retry_log (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
                    src TEXT NOT NULL,
                    msg TEXT NOT NULL
                )""",
            """
            CREATE INDEX IF NOT EXISTS retry_log_time_index ON retry_log
                    (repo, time DESC)""");

    /** rust-lang/homu e3fbfe2, main.py:1772. */
    static final List<String> RUST = concat(
            """
            CREATE TABLE IF NOT EXISTS pull (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    status TEXT NOT NULL,
                    merge_sha TEXT,
                    title TEXT,
                    body TEXT,
                    head_sha TEXT,
                    head_ref TEXT,
                    base_ref TEXT,
                    assignee TEXT,
                    approved_by TEXT,
                    priority INTEGER,
                    try_ INTEGER,
                    rollup INTEGER,
                    squash INTEGER,
                    delegate TEXT,
                    UNIQUE (repo, num)
                )""",
            RUST_OTHERS);

    /** A database of the original's time that the Rust fork has migrated: its ALTER TABLE statements. */
    static final List<String> RUST_MIGRATED = List.of(
            ORIGINAL.get(0),
            BUILD_RES,
            MERGEABLE,
            "CREATE TABLE repos (repo TEXT NOT NULL, treeclosed INTEGER NOT NULL, UNIQUE (repo))",
            RUST_OTHERS.get(3),
            "ALTER TABLE repos ADD COLUMN treeclosed_src TEXT",
            "ALTER TABLE pull ADD COLUMN squash INT");

    /** OutplayEntertainment/homu b576965, main.py:505. */
    static final List<String> QUAY = List.of(
            """
            CREATE TABLE IF NOT EXISTS state (
                    repo TEXT NOT NULL,
                    num INTEGER NOT NULL,
                    status TEXT NOT NULL,
                    merge_sha TEXT,
                    UNIQUE (repo, num)
                )""",
            BUILD_RES,
            MERGEABLE,
            """
            CREATE TABLE IF NOT EXISTS repo (
                    label TEXT NOT NULL,
                    owner TEXT NOT NULL,
                    name TEXT NOT NULL,
                    reviewers TEXT NOT NULL,
                    github TEXT NOT NULL,
                    branch TEXT,
                    builder TEXT NOT NULL,
                    builder_settings TEXT NOT NULL,
                    UNIQUE (label),
                    UNIQUE (owner, name)
                )""");

    private final Connection connection;

    private OldHomu(Connection connection) {
        this.connection = connection;
    }

    private static List<String> concat(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return List.copyOf(all);
    }

    /** The Rust fork's, for tests elsewhere. */
    public static OldHomu rust(Path file) throws SQLException {
        return create(file, RUST);
    }

    static OldHomu create(Path file, List<String> statements) throws SQLException {
        OldHomu old = new OldHomu(DriverManager.getConnection("jdbc:sqlite:" + file));
        for (String statement : statements) {
            old.run(statement);
        }
        return old;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** @param columns names and values, in turns */
    public OldHomu add(String table, Object... columns) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            values.put((String) columns[i], columns[i + 1]);
        }
        String sql = "INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES ("
                + String.join(", ", values.keySet().stream().map(name -> "?").toList()) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = 1;
            for (Object value : values.values()) {
                statement.setObject(i++, value);
            }
            statement.executeUpdate();
        }
        return this;
    }

    /** A pull request as both programs write one, but for what is given. */
    public OldHomu pull(String repo, int number, String head, Object... others) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("repo", repo);
        row.put("num", number);
        row.put("status", "");
        row.put("merge_sha", "");
        row.put("title", "Add " + number);
        row.put("body", "It is needed.");
        row.put("head_sha", head);
        row.put("head_ref", "bob:topic-" + number);
        row.put("base_ref", "main");
        row.put("assignee", "");
        row.put("approved_by", "");
        row.put("priority", 0);
        row.put("try_", 0);
        row.put("rollup", 0);
        row.put("delegate", "");
        for (int i = 0; i < others.length; i += 2) {
            row.put((String) others[i], others[i + 1]);
        }
        List<Object> flat = new ArrayList<>();
        row.forEach((name, value) -> flat.addAll(Arrays.asList(name, value)));
        return add("pull", flat.toArray());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
