package io.jenkins.plugins.homu.store;

import com.zaxxer.hikari.HikariDataSource;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.store.EffectJson.Written;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The store in a SQL database.
 *
 * <p>Writes are carried out in the order they were handed in. A {@link #commit} that fails has left nothing behind, and
 * every commit that builds upon it fails as well, with {@link StaleStateException}: load the state again before going
 * on. Where the connection to a database server broke, a commit reported as failed may still turn out to be kept: the
 * state loaded afterwards tells. A delivery reported as failed is not kept, or forgotten again before the next write, so
 * that its sender's second attempt is no duplicate.
 *
 * <p>What is attached to a returned future without an executor runs on a thread of the store that does nothing else.
 */
public final class JdbcStateStore implements StateStore {
    private static final Logger LOG = System.getLogger(JdbcStateStore.class.getName());
    /** Beyond this, deliveries are refused: their senders try again, memory doesn't. */
    private static final long MOST_BACKLOG_BYTES = 64L << 20;
    /** What a row takes besides its texts, roughly. */
    private static final long ROW_BYTES = 512;
    /** Rows forgotten in one transaction, so that other writes come between. */
    private static final int PRUNED_AT_ONCE = 1_000;

    private static final int MOST_READS = 4;
    private static final Duration CHECK_WITHIN = Duration.ofSeconds(15);

    private final Database database;
    private final Writer writer;
    private final HikariDataSource readers;
    private final Clock clock;

    private JdbcStateStore(Database database, Writer writer, Clock clock) {
        this.database = database;
        this.writer = writer;
        this.readers = database.readers();
        this.clock = clock;
    }

    /** @throws StoreException naming the database, what is wrong with it, and what to do */
    public static JdbcStateStore open(DatabaseSettings settings) {
        return open(settings, Instant::now);
    }

    /**
     * @param clock for the few times that the callers don't give
     * @throws StoreException naming the database, what is wrong with it, and what to do
     */
    public static JdbcStateStore open(DatabaseSettings settings, Clock clock) {
        Libraries.quieten();
        Database database = settings instanceof DatabaseSettings.SqliteFile sqlite
                ? SqliteDatabase.open(sqlite.file())
                : PostgresqlDatabase.open((DatabaseSettings.PostgresqlServer) settings);
        try {
            Migrations.run(database);
            return new JdbcStateStore(database, new Writer(database), clock);
        } catch (SQLException e) {
            database.close();
            throw database.explain("It can't be opened.", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Boolean> receive(Delivery delivery) {
        if (writer.backlog() > MOST_BACKLOG_BYTES) {
            return CompletableFuture.failedFuture(new StoreException("The database " + database
                    + " can't keep up: more than " + (MOST_BACKLOG_BYTES >> 20)
                    + " MiB wait to be written. The sender should try again later."));
        }
        return writer.submit(
                sql -> keep(sql, delivery),
                sql -> sql.update(
                        "DELETE FROM inbox WHERE source = ? AND delivery_id = ? AND received_at = ? AND done_at IS NULL",
                        delivery.source(),
                        delivery.id(),
                        delivery.receivedAt()),
                ROW_BYTES + delivery.body().length());
    }

    private static boolean keep(Sql sql, Delivery delivery) throws SQLException {
        Optional<Long> id = sql.queryFirst(
                row -> row.number("id"),
                Statements.ADD_DELIVERY,
                delivery.source(),
                delivery.id(),
                delivery.label(),
                delivery.type(),
                delivery.receivedAt());
        if (id.isPresent()) {
            sql.update("INSERT INTO inbox_body (inbox, body) VALUES (?, ?)", id, delivery.body());
        }
        return id.isPresent();
    }

    @Override
    public List<InboxRow> pendingDeliveries(String label) {
        return read(sql -> sql.query(StateReader::delivery, Statements.PENDING_DELIVERIES, label));
    }

    @Override
    public List<OutboxRow> pendingEffects(String label) {
        return read(sql -> {
            List<OutboxRow> effects = new ArrayList<>();
            sql.query(
                    row -> outboxRow(label, row).map(effects::add),
                    "SELECT * FROM outbox WHERE label = ? ORDER BY id",
                    label);
            return effects;
        });
    }

    /** One effect that can't be read must not keep all the others from being carried out. */
    private static Optional<OutboxRow> outboxRow(String label, Row row) throws SQLException {
        long id = row.number("id");
        String type = row.text("type");
        try {
            return Optional.of(new OutboxRow(
                    EffectJson.read(id, type, row.text("payload")),
                    row.integer("tries"),
                    row.time("next_at"),
                    row.time("decided_at")));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    LogLine.of("effect_unreadable")
                            .repository(label)
                            .with("effect", id)
                            .with("type", type)
                            .with("why", e.getMessage())
                            .toString());
            return Optional.empty();
        }
    }

    @Override
    public Optional<RepositoryState> load(String label) {
        return read(sql -> StateReader.state(sql, label));
    }

    @Override
    public List<String> labels() {
        return read(sql -> sql.query(
                row -> row.text("label"),
                "SELECT label FROM repository UNION SELECT label FROM inbox UNION SELECT label FROM outbox"
                        + " UNION SELECT label FROM history ORDER BY label"));
    }

    @Override
    public CompletableFuture<Void> commit(Commit commit) {
        String label = commit.after().label();
        Changes changes = new Changes(commit.before(), commit.after(), commit.at());
        List<Object[]> done = new ArrayList<>();
        commit.inboxDone().forEach(delivery -> done.add(new Object[] {commit.at(), delivery.source(), delivery.id()}));
        List<Object[]> bodies = new ArrayList<>();
        commit.inboxDone().forEach(delivery -> bodies.add(new Object[] {delivery.source(), delivery.id()}));
        List<Object[]> carriedOut = new ArrayList<>();
        commit.effectsDone().forEach(id -> carriedOut.add(new Object[] {label, id}));
        List<Object[]> effects = new ArrayList<>();
        for (Effect effect : commit.effects()) {
            Written written = EffectJson.write(effect);
            effects.add(new Object[] {
                label, effect.id(), effect.lane(), written.type(), written.payload(), 0, commit.at(), commit.at()
            });
        }
        List<Object[]> history = new ArrayList<>();
        commit.history()
                .forEach(entry -> history.add(
                        new Object[] {label, entry.number(), entry.what(), entry.by(), entry.text(), entry.at()}));
        return writer.submit(
                sql -> {
                    changes.write(sql);
                    sql.updateAll(Statements.BODY_GONE, bodies);
                    sql.updateAll(Statements.DELIVERY_DONE, done);
                    sql.updateAll("DELETE FROM outbox WHERE label = ? AND id = ?", carriedOut);
                    sql.updateAll(Statements.ADD_EFFECT, effects);
                    sql.updateAll(Statements.ADD_HISTORY, history);
                    return null;
                },
                null,
                ROW_BYTES);
    }

    @Override
    public CompletableFuture<Void> begin(String label, long effect, int tries, Instant nextAt) {
        return writer.submit(
                sql -> {
                    int rows = sql.update(
                            "UPDATE outbox SET tries = ?, next_at = ? WHERE label = ? AND id = ?",
                            tries,
                            nextAt,
                            label,
                            effect);
                    if (rows == 0) {
                        throw new StaleStateException("The effect " + effect + " of " + label + " is not waiting to be"
                                + " carried out: it was carried out already, or the repository was forgotten.");
                    }
                    return null;
                },
                null,
                ROW_BYTES);
    }

    @Override
    public CompletableFuture<Void> setAside(Delivery delivery, String reason) {
        Instant now = clock.now();
        return writer.submit(
                sql -> {
                    // The body stays until it is pruned: whoever looks for the fault will want it.
                    sql.update(
                            "UPDATE inbox SET done_at = ?, set_aside = ? WHERE source = ? AND delivery_id = ?",
                            now,
                            reason,
                            delivery.source(),
                            delivery.id());
                    return null;
                },
                null,
                ROW_BYTES + reason.length());
    }

    @Override
    public List<HistoryEntry> history(String label, Optional<Integer> number, int limit) {
        return read(sql -> StateReader.history(sql, label, number, limit));
    }

    @Override
    public List<HistoryEntry> history(String label, String what, Instant since, int limit) {
        return read(sql -> StateReader.history(sql, label, what, since, limit));
    }

    @Override
    public List<Attempt> attempts(String label, int number, int limit) {
        return read(sql -> StateReader.attempts(
                sql,
                label,
                "SELECT attempt FROM attempt_pull WHERE label = ? AND number = ? ORDER BY attempt DESC LIMIT ?",
                label,
                number,
                limit));
    }

    @Override
    public Optional<Attempt> attempt(String label, long id) {
        return read(sql ->
                StateReader.attempts(sql, label, "SELECT id FROM attempt WHERE label = ? AND id = ?", label, id)
                        .stream()
                        .findFirst());
    }

    @Override
    public CompletableFuture<Void> prune(Instant deliveriesBefore, Instant historyBefore) {
        return pruneAll(
                        "DELETE FROM inbox WHERE id IN"
                                + " (SELECT id FROM inbox WHERE done_at < ? ORDER BY done_at LIMIT ?)",
                        deliveriesBefore)
                .thenCompose(done -> pruneAll(
                        "DELETE FROM history WHERE id IN (SELECT id FROM history WHERE at < ? ORDER BY at LIMIT ?)",
                        historyBefore))
                .thenCompose(done -> pruneAll(
                        "DELETE FROM attempt WHERE (label, id) IN"
                                + " (SELECT label, id FROM attempt WHERE NOT in_state AND ended_at < ? LIMIT ?)",
                        historyBefore));
    }

    private CompletableFuture<Void> pruneAll(String sql, Instant before) {
        return writer.submit(session -> session.update(sql, before, PRUNED_AT_ONCE), null, ROW_BYTES)
                .thenCompose(count ->
                        count < PRUNED_AT_ONCE ? CompletableFuture.<Void>completedFuture(null) : pruneAll(sql, before));
    }

    @Override
    public CompletableFuture<Void> forget(Collection<String> labels) {
        List<Object[]> rows = new ArrayList<>();
        labels.forEach(label -> rows.add(new Object[] {label}));
        return writer.submit(
                sql -> {
                    for (String table : List.of("repository", "inbox", "outbox", "history")) {
                        sql.updateAll("DELETE FROM " + table + " WHERE label = ?", rows);
                    }
                    return null;
                },
                null,
                ROW_BYTES);
    }

    @Override
    public void check() {
        database.check();
        Instant now = clock.now();
        CompletableFuture<Integer> beat = writer.submit(
                sql -> sql.update(
                        "INSERT INTO pulse (id, beat_at) VALUES (1, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at",
                        now),
                null,
                ROW_BYTES);
        try {
            beat.get(CHECK_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw known;
            }
            throw database.explain("It can't be written.", e.getCause());
        } catch (TimeoutException e) {
            throw new StoreException(
                    "The database " + database + " has not taken a write within " + CHECK_WITHIN.toSeconds()
                            + " seconds. Look whether its disk or server is overloaded or hangs.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while asking the database " + database + " for a write.", e);
        }
    }

    /** Reading again does no harm: the pool may have handed out a connection that had just been lost. */
    private <T> T read(Writer.Work<T> work) {
        for (int tries = 1; ; tries++) {
            try (Sql sql = new Sql(connectReader())) {
                T result = work.run(sql);
                sql.rollback();
                return result;
            } catch (SQLException e) {
                if (tries == MOST_READS || database.scope(e) != Database.Scope.CONNECTION) {
                    throw database.explain("It can't be read.", e);
                }
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new StoreException(
                        "The database " + database + " holds something that Homu did not write: " + e.getMessage()
                                + " Put back what was changed by hand, or use a backup.",
                        e);
            }
        }
    }

    /** The pool itself has tried for long enough when it fails. */
    private Connection connectReader() {
        try {
            return readers.getConnection();
        } catch (SQLException e) {
            throw database.explain("It can't be read.", e);
        }
    }

    /** Those that were added while we ran. */
    public AddedRepositories addedRepositories() {
        return new AddedRepositoryRows(this::read, writer, clock);
    }

    /** For tests: to do on the writer's connection what no method does. */
    Writer writer() {
        return writer;
    }

    @Override
    public void close() {
        writer.close();
        readers.close();
        database.close();
    }

    /** The database's name, without its password. */
    @Override
    public String toString() {
        return database.toString();
    }
}
