package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The table of repositories that were added while we ran. */
final class AddedRepositoryRows implements AddedRepositories {
    private static final long ROW_BYTES = 512;

    private final Function<Writer.Work<List<Entry>>, List<Entry>> reader;
    private final Writer writer;
    private final Clock clock;

    AddedRepositoryRows(Function<Writer.Work<List<Entry>>, List<Entry>> reader, Writer writer, Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public List<Entry> all() {
        return reader.apply(sql -> sql.query(
                row -> new Entry(row.text("label"), row.text("settings")),
                "SELECT label, settings FROM added_repository ORDER BY label"));
    }

    @Override
    public CompletableFuture<Void> keep(Entry entry) {
        return writer.submit(
                sql -> {
                    sql.update(
                            "INSERT INTO added_repository (label, settings, changed_at) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (label) DO UPDATE SET settings = excluded.settings,"
                                    + " changed_at = excluded.changed_at",
                            entry.label(),
                            entry.settings(),
                            clock.now());
                    return null;
                },
                null,
                ROW_BYTES + entry.settings().length());
    }

    @Override
    public CompletableFuture<Void> drop(String label) {
        return writer.submit(
                sql -> {
                    sql.update("DELETE FROM added_repository WHERE label = ?", label);
                    return null;
                },
                null,
                ROW_BYTES);
    }
}
