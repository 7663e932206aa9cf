package io.jenkins.plugins.homu.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.store.DatabaseSettings.PostgresqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database on a PostgreSQL server. Writing waits for nobody for longer than its time-outs allow; a transaction whose
 * connection broke is asked for by its number (txid_status, PostgreSQL 10 and newer).
 */
final class PostgresqlDatabase implements Database {
    private static final int READERS = 8;
    private static final int CONNECT_SECONDS = 5;
    /** An answer that takes longer counts as a lost connection. */
    private static final int ANSWER_SECONDS = 10;

    private static final String INVALID_PARAMETER = "22023";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PostgresqlServer server;
    private final Properties parsed;

    private PostgresqlDatabase(PostgresqlServer server, Properties parsed) {
        this.server = server;
        this.parsed = parsed;
    }

    /** @throws StoreException when it can't be used */
    static PostgresqlDatabase open(PostgresqlServer server) {
        // Parsed here, because the driver would quote the whole URL, with a password in it, in its own complaint.
        Properties parsed = Driver.parseURL(server.url(), new Properties());
        if (parsed == null) {
            throw new StoreException("The database " + server + " is no URL that PostgreSQL's driver understands."
                    + " It has the form jdbc:postgresql://host:port/database.");
        }
        return new PostgresqlDatabase(server, parsed);
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url());
        if (!server.user().isEmpty()) {
            source.setUser(server.user());
        }
        if (!server.password().isEmpty()) {
            source.setPassword(server.password());
        }
        source.setTcpKeepAlive(true);
        if (!isInUrl(PGProperty.APPLICATION_NAME)) {
            source.setApplicationName("homu");
        }
        if (!isInUrl(PGProperty.CONNECT_TIMEOUT)) {
            source.setConnectTimeout(CONNECT_SECONDS);
        }
        if (!isInUrl(PGProperty.LOGIN_TIMEOUT)) {
            source.setLoginTimeout(CONNECT_SECONDS);
        }
        return source;
    }

    private PGSimpleDataSource impatientSource() {
        PGSimpleDataSource source = source();
        if (!isInUrl(PGProperty.SOCKET_TIMEOUT)) {
            source.setSocketTimeout(ANSWER_SECONDS);
        }
        return source;
    }

    private boolean isInUrl(PGProperty property) {
        return parsed.containsKey(property.getName());
    }

    @Override
    public Sql connectWriter() throws SQLException {
        Connection connection = impatientSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            // All other settings wait for the server's own disk at least; what they say of replicas is the owner's
            // choice.
            statement.execute("SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'");
            connection.setAutoCommit(false);
            return new Sql(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public HikariDataSource readers() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("homu-readers");
        config.setDataSource(impatientSource());
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }

    /** Without a limit to the time of an answer: a migration of a large table may take long. */
    @Override
    public DataSource migrations() {
        return source();
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public Scope scope(SQLException failure) {
        String state = state(failure);
        // 08: connection; 57P01 to 57P03: the server stops or starts; 53300: it has no connection to spare.
        if (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300")) {
            return Scope.CONNECTION;
        }
        // 25: read-only, as on a standby; 28: not let in; 3D: no such database; 53: out of disk or memory; 58: input,
        // output.
        boolean all = state.isEmpty()
                || state.startsWith("25")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("53")
                || state.startsWith("58");
        return all ? Scope.DATABASE : Scope.STATEMENT;
    }

    /** The first SQLState among the causes; empty when there is none. */
    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Mark mark(Sql sql) throws SQLException {
        return sql.queryFirst(
                        row -> new Mark(row.number("transaction"), row.number("session")),
                        "SELECT txid_current() AS transaction, pg_backend_pid() AS session")
                .orElseThrow();
    }

    @Override
    public Outcome outcome(Sql sql, Mark mark) throws SQLException {
        Optional<String> status;
        try {
            status = sql.queryFirst(
                            row -> row.optionalText("status"), "SELECT txid_status(?) AS status", mark.transaction())
                    .orElseThrow();
        } catch (SQLException e) {
            if (INVALID_PARAMETER.equals(e.getSQLState())) {
                // "In the future": another server, or an earlier state of it, has taken this one's place.
                return Outcome.ROLLED_BACK;
            }
            throw e;
        }
        if (status.isEmpty()) {
            // So old that the server has forgotten it; what a second run would double, the tables' keys refuse.
            return Outcome.ROLLED_BACK;
        }
        if (status.get().equals("in progress")) {
            // The server has not noticed that nobody is there any more; until then it holds locks.
            sql.query(
                    row -> row.flag("ended"),
                    "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity"
                            + " WHERE pid = ? AND backend_xid::text::bigint = ? & 4294967295",
                    Math.toIntExact(mark.session()),
                    mark.transaction());
            return Outcome.OPEN;
        }
        return status.get().equals("committed") ? Outcome.COMMITTED : Outcome.ROLLED_BACK;
    }

    @Override
    public StoreException explain(String what, Throwable failure) {
        String state = state(failure);
        String advice;
        if (state.startsWith("28")) {
            advice = "Look at its user and password.";
        } else if (state.startsWith("3D")) {
            advice = "Make the database (createdb), or name another.";
        } else if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
            advice = "Look whether the server runs and can be reached from here; Homu goes on by itself when it can.";
        } else if (state.startsWith("53")) {
            advice = "The server is out of disk space, memory or connections; Homu goes on by itself when it has some.";
        } else if (state.startsWith("25")) {
            advice = "The server is read-only, such as a standby: name the primary one.";
        } else if (state.startsWith("42501")) {
            advice = "Its user needs the right to make and use tables in the database's schema.";
        } else {
            advice = "If that lasts, look at the server's log.";
        }
        String why = "";
        boolean secret = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            secret |= holdsPassword(cause.getMessage());
            if (cause.getMessage() != null && !secret) {
                why = " " + cause.getMessage().strip();
            }
        }
        String text = "The database " + server + ": " + what + why + " " + advice;
        return secret ? new StoreException(text) : new StoreException(text, failure);
    }

    private boolean holdsPassword(String message) {
        String inUrl = parsed.getProperty(PGProperty.PASSWORD.getName(), "");
        return message != null
                && ((!server.password().isEmpty() && message.contains(server.password()))
                        || (!inUrl.isEmpty() && message.contains(inUrl)));
    }

    /** Nothing that no statement would notice. */
    @Override
    public void check() {}

    /** Nothing is held but connections. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return server.toString();
    }
}
