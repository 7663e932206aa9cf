package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes until it is killed, and says on standard output what was acknowledged, one {@code label revision} a line: the
 * delivery of that number was kept, and the step of that number was committed.
 */
final class CrashingWriter {
    static final int WRITERS = 4;

    private CrashingWriter() {}

    /** @param args a SQLite file, or a PostgreSQL URL whose user is postgres */
    public static void main(String[] args) throws InterruptedException {
        DatabaseSettings settings = args[0].startsWith("jdbc:")
                ? DatabaseSettings.postgresql(args[0], "postgres", "")
                : DatabaseSettings.file(Path.of(args[0]));
        StateStore store = JdbcStateStore.open(settings);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String label = "r" + i;
            Thread writer = new Thread(() -> write(store, label, out));
            writer.start();
            writers.add(writer);
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static void write(StateStore store, String label, PrintStream out) {
        RandomStates states = new RandomStates(label.hashCode());
        RepositoryState state = RepositoryState.empty(label);
        while (true) {
            RepositoryState next = states.next(state);
            long revision = next.revision();
            Delivery delivery = delivery(label, revision);
            store.receive(delivery).join();
            store.commit(new Commit(
                            state,
                            next,
                            List.of(delivery),
                            List.of(revision - 1),
                            List.of(new ReadPull(revision, 1)),
                            List.of(new HistoryEntry(
                                    Optional.empty(),
                                    "step",
                                    Optional.empty(),
                                    Long.toString(revision),
                                    Instant.EPOCH)),
                            Instant.EPOCH))
                    .join();
            out.println(label + " " + revision);
            state = next;
        }
    }

    static Delivery delivery(String label, long revision) {
        return new Delivery(label + "/" + revision, "test", "push", label, "{}", Instant.EPOCH);
    }

    /** The state that the writer of this label had at this revision. */
    static RepositoryState stateAt(String label, long revision) {
        RandomStates states = new RandomStates(label.hashCode());
        RepositoryState state = RepositoryState.empty(label);
        while (state.revision() < revision) {
            state = states.next(state);
        }
        return state;
    }
}
