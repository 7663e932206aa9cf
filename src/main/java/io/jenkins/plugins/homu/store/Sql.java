package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.model.CommitSha;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One connection, and the statements prepared on it. For one thread at a time. Parameters may be String, Integer, Long,
 * Boolean, Instant, CommitSha, any enum, an Optional of these, or null.
 *
 * <p>The connection is closed from here, and only once: by the second time, the pool may have handed it to somebody else,
 * whose statements it would forget.
 */
final class Sql implements AutoCloseable {
    private static final String SAVEPOINT = "one_write";

    private final Connection connection;
    private final Optional<String> begin;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** On a connection that begins its transactions by itself. */
    Sql(Connection connection) {
        this(connection, Optional.empty());
    }

    /** @param begin the statement that begins a transaction, on a connection with auto-commit */
    Sql(Connection connection, Optional<String> begin) {
        this.connection = connection;
        this.begin = begin;
    }

    void begin() throws SQLException {
        if (begin.isPresent()) {
            update(begin.get());
        }
    }

    void commit() throws SQLException {
        if (begin.isPresent()) {
            update("COMMIT");
        } else {
            connection.commit();
        }
    }

    void rollback() throws SQLException {
        if (begin.isPresent()) {
            update("ROLLBACK");
        } else {
            connection.rollback();
        }
    }

    void setSavepoint() throws SQLException {
        update("SAVEPOINT " + SAVEPOINT);
    }

    void rollbackToSavepoint() throws SQLException {
        update("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
    }

    void releaseSavepoint() throws SQLException {
        update("RELEASE SAVEPOINT " + SAVEPOINT);
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** @return how many rows it concerned */
    int update(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        return statement.executeUpdate();
    }

    /** The same statement for many rows, sent together. */
    void updateAll(String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.size() == 1) {
            update(sql, rows.get(0));
            return;
        }
        PreparedStatement statement = prepare(sql);
        try {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } finally {
            statement.clearBatch();
        }
    }

    <T> List<T> query(Reader<T> reader, String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        List<T> found = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            Row row = new Row(result);
            while (result.next()) {
                found.add(reader.read(row));
            }
        }
        return found;
    }

    <T> Optional<T> queryFirst(Reader<T> reader, String sql, Object... values) throws SQLException {
        return query(reader, sql, values).stream().findFirst();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Optional<?> optional) {
            bind(statement, index, optional.orElse(null));
        } else if (value instanceof String text) {
            statement.setString(index, StoredText.encode(text));
        } else if (value instanceof Instant time) {
            statement.setString(index, Words.of(time));
        } else if (value instanceof CommitSha sha) {
            statement.setString(index, sha.value());
        } else if (value instanceof Enum<?> word) {
            statement.setString(index, Words.of(word));
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(index, flag);
        } else if (value == null) {
            statement.setObject(index, null);
        } else {
            throw new IllegalArgumentException(
                    "No column type for " + value.getClass().getName());
        }
    }

    /** Closes the statements, then the connection. */
    @Override
    public void close() throws SQLException {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        } finally {
            prepared.clear();
            connection.close();
        }
    }
}
