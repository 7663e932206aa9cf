package io.jenkins.plugins.homu.store;

import com.zaxxer.hikari.HikariDataSource;
import io.jenkins.plugins.homu.port.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** What differs from one database to the other. Closing it lets go of the database; its connections are closed before. */
interface Database extends AutoCloseable {
    /** A connection for the writer: transactions are durable on it once committed. */
    Sql connectWriter() throws SQLException;

    /** Connections for readers; auto-commit is off, and one transaction sees one moment. */
    HikariDataSource readers();

    /** Where the migrations run. */
    DataSource migrations();

    /** The folder of migrations that are for this database only. */
    String folder();

    /** Whether a failure concerns one statement, all, or just this connection. */
    enum Scope {
        STATEMENT,
        DATABASE,
        CONNECTION
    }

    Scope scope(SQLException failure);

    /** How long the writer goes on connecting anew after a failure, before it gives up the writes in its hands. */
    Duration patience();

    /** Names the present transaction, so that another connection can ask what became of it. */
    Mark mark(Sql sql) throws SQLException;

    /** @param transaction number of the transaction @param session who carried it out */
    record Mark(long transaction, long session) {}

    /** What became of a transaction whose connection was lost. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        OPEN
    }

    /** An open one is told to end. */
    Outcome outcome(Sql sql, Mark mark) throws SQLException;

    /** Names the database, says what failed and why, and what to do about it. */
    StoreException explain(String what, Throwable failure);

    /** Throws {@link StoreException} when something is wrong that no statement would notice. */
    void check();

    @Override
    void close();
}
