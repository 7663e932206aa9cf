package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.StateStore;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.takeover.OriginalDatabase;
import io.jenkins.plugins.homu.server.takeover.RepositoryTakeover;
import io.jenkins.plugins.homu.server.takeover.Takeover;
import io.jenkins.plugins.homu.server.takeover.TakeoverException;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code homu import}: takes over what an original Homu's database knows of the configured repositories. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        description = {
            "Takes over approvals, priorities, delegations, tries and results from the database of an original Homu,"
                    + " or of its Rust fork, into the database that the configuration names. Stop both programs before.",
            "The original's file is only read. Each repository is taken over as a whole, or not at all."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:taken over; what was not, and why, is printed",
            "1:nothing could be taken over",
            "2:wrong usage"
        })
final class ImportCommand extends ConfiguredCommand {
    @Option(
            names = "--db",
            required = true,
            paramLabel = "FILE",
            description = "The original's database, often main.db.")
    private Path db;

    @Option(
            names = "--replace",
            description = "Replace what the database of this Homu knows of the same pull requests, as after a dry run.")
    private boolean replace;

    @Option(names = "--check", description = "Only print what would be taken over; write nothing.")
    private boolean check;

    @Override
    void run(ConfigurationReader.Result result, ServerConfiguration configuration, PrintWriter out)
            throws TakeoverException, InterruptedException {
        refuseOurOwn(configuration.database());
        OriginalDatabase database = OriginalDatabase.read(db);
        Takeover takeover = new Takeover(database, configuration.settings(""), Instant.now());
        out.println(db + ": the database of " + database.kind().words());
        if (!database.unknownTables().isEmpty()) {
            out.println("  tables that no Homu made are left alone: "
                    + String.join(
                            ", ",
                            database.unknownTables().stream()
                                    .map(LogLine::quote)
                                    .toList()));
        }
        int taken = check ? preview(takeover, out) : takeOver(takeover, configuration, out);
        notConfigured(takeover, out);
        if (taken == 0) {
            throw new TakeoverException("Nothing was taken over: none of the repositories of " + db
                    + " is configured. Give them the labels in " + result.file() + " that they had, and import again.");
        }
        if (!check) {
            out.println(
                    "Start the server now. It asks GitHub first, and begins nothing with a pull request before it has.");
        }
    }

    private void refuseOurOwn(DatabaseSettings database) throws TakeoverException {
        if (database instanceof DatabaseSettings.SqliteFile ours && isSame(ours.file(), db)) {
            throw new TakeoverException("The database " + db + " is the one that this Homu is configured with ([db]"
                    + " file). Name the original's; if it is that, give this Homu another file in the configuration, so"
                    + " that the original's is left as it is and you can go back to it.");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            if (Files.exists(one) && Files.exists(other)) {
                return Files.isSameFile(one, other);
            }
        } catch (IOException e) {
            // Then by name; whether it can be read is said later, in its own words.
            return absolute(one).equals(absolute(other));
        }
        return absolute(one).equals(absolute(other));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private int preview(Takeover takeover, PrintWriter out) {
        List<RepositorySettings> known = takeover.known();
        known.forEach(settings -> print(takeover.of(settings, RepositoryState.empty(settings.label())), out));
        return known.size();
    }

    private int takeOver(Takeover takeover, ServerConfiguration configuration, PrintWriter out)
            throws TakeoverException, InterruptedException {
        List<RepositorySettings> known = takeover.known();
        if (known.isEmpty()) {
            return 0;
        }
        try (StateStore store = JdbcStateStore.open(configuration.database())) {
            List<RepositoryTakeover> all = new ArrayList<>();
            List<String> full = new ArrayList<>();
            for (RepositorySettings settings : known) {
                RepositoryState before =
                        store.load(settings.label()).orElseGet(() -> RepositoryState.empty(settings.label()));
                if (!before.pulls().isEmpty()) {
                    full.add(settings.label() + " (" + before.pulls().size() + ")");
                }
                all.add(takeover.of(settings, before));
            }
            if (!full.isEmpty() && !replace) {
                throw new TakeoverException("Nothing was taken over: the database " + configuration.database()
                        + " has pull requests already, of " + String.join(", ", full)
                        + ". With --replace the original's word replaces what is known of the same pull requests; others"
                        + " stay.");
            }
            for (RepositoryTakeover one : all) {
                keep(store, one);
                print(one, out);
            }
            return known.size();
        } catch (StoreException e) {
            throw new TakeoverException(e.getMessage());
        }
    }

    private static void keep(StateStore store, RepositoryTakeover one) throws TakeoverException, InterruptedException {
        try {
            store.commit(new StateStore.Commit(
                            one.before(), one.after(), List.of(), List.of(), List.of(), one.history(), Instant.now()))
                    .get();
        } catch (ExecutionException e) {
            throw new TakeoverException("The repository " + one.after().label() + " and those after it were not taken"
                    + " over: " + e.getCause().getMessage());
        }
    }

    private static void print(RepositoryTakeover one, PrintWriter out) {
        out.println(one.after().label() + ": " + one.summary());
        one.notes().forEach(note -> out.println("  " + note));
    }

    private static void notConfigured(Takeover takeover, PrintWriter out) {
        takeover.notConfigured()
                .forEach(
                        (label, pulls) -> out.println(LogLine.quote(label) + ": left out, because nothing is configured"
                                + " for it (" + pulls + (pulls == 1 ? " pull request)" : " pull requests)")));
    }
}
