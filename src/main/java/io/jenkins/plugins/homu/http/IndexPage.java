package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.command.CommandHelp;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the first page shows: the repositories, how they fare, and how to talk to the bot.
 *
 * @param bot how the bot is called in comments, with its @
 * @param trouble how many repositories have any
 */
record IndexPage(
        List<Row> rows,
        String indexUrl,
        String allUrl,
        String eventsUrl,
        String bot,
        int open,
        int testing,
        int trouble,
        List<Command> commands) {

    /**
     * One repository.
     *
     * @param closedFor null: the tree is open
     * @param trouble null: none
     */
    record Row(
            String label,
            String url,
            String repository,
            String repositoryUrl,
            int open,
            int testing,
            int approved,
            int failed,
            String closedFor,
            boolean dryRun,
            String trouble) {}

    /** A line of the command help. */
    record Command(List<String> usages, String who, String what) {}

    static IndexPage of(QueueReader reader, Links links, Instant now) {
        Map<String, Health> health = reader.health().stream()
                .collect(Collectors.toMap(Health::label, Function.identity(), (first, second) -> first));
        List<Row> rows = new ArrayList<>();
        Set<String> bots = new LinkedHashSet<>();
        boolean tries = false;
        boolean squashing = false;
        for (String label : reader.labels()) {
            Optional<RepositorySettings> settings = reader.settings(label);
            Optional<RepositoryState> state = reader.state(label);
            if (settings.isPresent() && state.isPresent()) {
                bots.add(settings.get().botName());
                tries |= !settings.get().buildersFor(true).isEmpty();
                squashing |= settings.get().merges().maySquash();
                rows.add(row(settings.get(), state.get(), health.get(label), links, now));
            }
        }
        return new IndexPage(
                rows,
                links.index(),
                links.queue(Selection.ALL),
                links.events(Selection.ALL),
                "@" + bots.stream().findFirst().orElse("homu"),
                rows.stream().mapToInt(Row::open).sum(),
                rows.stream().mapToInt(Row::testing).sum(),
                (int) rows.stream().filter(row -> row.trouble() != null).count(),
                commands(tries, squashing));
    }

    /**
     * @param tries whether any repository has builders for tries
     * @param squashing whether any merges in a way that leaves the choice
     */
    private static List<Command> commands(boolean tries, boolean squashing) {
        return CommandHelp.offered(tries, squashing).stream()
                .map(entry -> new Command(entry.forms(), entry.access().words(), Queue.plain(entry.effect())))
                .toList();
    }

    private static Row row(
            RepositorySettings settings, RepositoryState state, Health health, Links links, Instant now) {
        String label = settings.label();
        Map<String, Long> counts = QueueView.of(state, settings, now).rows().stream()
                .collect(Collectors.groupingBy(QueueView.Row::status, Collectors.counting()));
        return new Row(
                label,
                links.queue(label),
                settings.repository().toString(),
                links.repository(settings.repository()),
                state.pulls().size(),
                count(counts, "pending"),
                count(counts, "approved"),
                count(counts, "failure") + count(counts, "error"),
                state.tree().closedFor().orElse(null),
                settings.dryRun(),
                health == null ? null : health.trouble().orElse(null));
    }

    private static int count(Map<String, Long> counts, String status) {
        return counts.getOrDefault(status, 0L).intValue();
    }

    public boolean hasRows() {
        return !rows.isEmpty();
    }

    public boolean several() {
        return rows.size() > 1;
    }

    public boolean healthy() {
        return trouble == 0;
    }

    public boolean oneInTrouble() {
        return trouble == 1;
    }
}
