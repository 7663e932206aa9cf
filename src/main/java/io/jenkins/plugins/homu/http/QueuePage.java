package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the page of one queue, or of several, shows. Filtering, searching, sorting and paging are done already, so that it
 * needs no script; the script only does the same without loading the page anew.
 *
 * @param url of the page without parameters
 * @param complete whether all rows of the queue are among {@code rows}: then the script need not ask for more
 * @param small whether all rows would fit on one page
 * @param emptyText why there are no rows; null: there are
 * @param rollupUrl where a rollup is asked for; null: the page is of several queues
 * @param withheld what repositories in dry run would have done
 */
record QueuePage(
        String heading,
        List<Repository> repositories,
        String url,
        String eventsUrl,
        boolean several,
        QueueQuery query,
        List<Chip> chips,
        List<Banner> banners,
        List<Column> columns,
        List<Choice> choices,
        List<RowView> rows,
        int total,
        int matching,
        int from,
        String resetUrl,
        String previousUrl,
        String nextUrl,
        String wholeUrl,
        boolean complete,
        boolean small,
        String emptyText,
        String rollupUrl,
        List<WithheldView> withheld) {

    /** A repository of the page, with its address on GitHub. */
    record Repository(String name, String url) {}

    /** A count that is a filter, too. @param current whether the page is filtered by it */
    record Chip(String key, String text, int count, String url, boolean current) {}

    /** Something to know before reading the table. @param style ends the name of the style class @param url null: none */
    record Banner(String style, String title, String text, String url) {}

    /** A column's head. @param direction ascending, descending or none @param kind how the script compares: text or number */
    record Column(String key, String text, String hint, String url, String direction, String kind) {
        public boolean isSorted() {
            return !direction.equals("none");
        }

        public boolean isDescending() {
            return direction.equals("descending");
        }
    }

    /** A way to sort, in the list beside the search. */
    record Choice(String value, String text, boolean current) {}

    private static final Map<String, String> NUMERIC = Map.of(
            "position",
            "number",
            "number",
            "number",
            "status",
            "number",
            "priority",
            "number",
            "mergeable",
            "number",
            "waiting",
            "number");

    static QueuePage of(
            Selection selection, List<Queue> queues, List<Health> health, QueueQuery query, Links links, Instant now) {
        boolean several = selection.isSeveral();
        List<RowView> all = rows(queues, several, links, now);
        List<String> words = query.words();
        List<RowView> matching = all.stream()
                .filter(row -> row.passes(query.filter()))
                .filter(row -> words.isEmpty() || containsAll(row.searchable(), words))
                .sorted(RowOrder.of(query))
                .toList();
        int pages = Math.max(1, (matching.size() + QueueQuery.PAGE_SIZE - 1) / QueueQuery.PAGE_SIZE);
        int page = query.whole() ? 1 : Math.min(query.page(), pages);
        int from = query.whole() ? 0 : (page - 1) * QueueQuery.PAGE_SIZE;
        int to = query.whole() ? matching.size() : Math.min(matching.size(), from + QueueQuery.PAGE_SIZE);
        List<RowView> shown = matching.subList(from, to);
        String url = links.queue(selection.spec());
        boolean paged = shown.size() < matching.size();
        return new QueuePage(
                heading(selection),
                queues.stream()
                        .map(queue -> new Repository(
                                queue.settings().repository().toString(),
                                links.repository(queue.settings().repository())))
                        .limit(8)
                        .toList(),
                url,
                links.events(selection.spec()),
                several,
                query,
                chips(all, query, url),
                banners(queues, health, several, now),
                columns(several, query, url),
                choices(several, query),
                shown,
                all.size(),
                matching.size(),
                shown.isEmpty() ? 0 : from + 1,
                url + query.unfiltered().toQuery(),
                paged && page > 1 ? url + query.onPage(page - 1).toQuery() : null,
                paged && page < pages ? url + query.onPage(page + 1).toQuery() : null,
                paged ? url + query.inWhole().toQuery() : null,
                shown.size() == all.size(),
                all.size() <= QueueQuery.PAGE_SIZE,
                shown.isEmpty() ? emptyText(all.isEmpty(), query) : null,
                selection.labels().size() == 1 ? links.rollup(selection.labels().get(0)) : null,
                List.of());
    }

    /** Several queues are put together: what runs comes first, then by place, so that nobody's turn is hidden. */
    private static List<RowView> rows(List<Queue> queues, boolean several, Links links, Instant now) {
        record Place(Queue queue, QueueView.Row row) {}
        List<Place> places = new ArrayList<>();
        for (Queue queue : queues) {
            for (QueueView.Row row : queue.rows()) {
                places.add(new Place(queue, row));
            }
        }
        if (several) {
            places.sort(Comparator.<Place>comparingInt(
                            place -> StatusView.rank(place.row().status()))
                    .thenComparingInt(place -> place.row().position().orElse(Integer.MAX_VALUE)));
        }
        List<RowView> rows = new ArrayList<>(places.size());
        Map<String, RowView.Common> common = new HashMap<>();
        for (Place place : places) {
            Queue queue = place.queue();
            rows.add(new RowView(
                    common.computeIfAbsent(
                            queue.label(),
                            label -> RowView.Common.of(
                                    queue.settings(), queue.state().tree(), links, now)),
                    place.row(),
                    rows.size()));
        }
        return rows;
    }

    private static boolean containsAll(String text, List<String> words) {
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static String heading(Selection selection) {
        return selection.spec().equals(Selection.ALL) ? "All repositories" : String.join(" + ", selection.labels());
    }

    private static List<Chip> chips(List<RowView> all, QueueQuery query, String url) {
        Map<String, String> texts = Map.of(
                "all", "Total",
                "pending", "Testing",
                "approved", "Approved",
                "rollup", "Rolled up",
                "failed", "Failed",
                "none", "Not approved",
                "try", "Tries");
        List<Chip> chips = new ArrayList<>();
        for (String filter : QueueQuery.FILTERS) {
            int count = (int) all.stream().filter(row -> row.passes(filter)).count();
            chips.add(new Chip(
                    filter,
                    texts.get(filter),
                    count,
                    url + query.filtered(filter).toQuery(),
                    query.filter().equals(filter)));
        }
        return chips;
    }

    /** So long it is told what became of the last wish for a rollup. */
    private static final Duration NOTICE_TIME = Duration.ofMinutes(30);

    private static List<Banner> banners(List<Queue> queues, List<Health> health, boolean several, Instant now) {
        Map<String, Health> byLabel =
                health.stream().collect(Collectors.toMap(Health::label, Function.identity(), (first, second) -> first));
        List<Banner> banners = new ArrayList<>();
        for (Queue queue : queues) {
            String of = several ? " of " + queue.label() : "";
            TreeState tree = queue.state().tree();
            tree.closedFor()
                    .ifPresent(whom -> banners.add(new Banner(
                            "closed",
                            "The tree" + of + " is closed for " + whom + ".",
                            tree.reason().orElse("No reason was given.")
                                    + tree.by()
                                            .map(by -> " (closed by " + by + ")")
                                            .orElse(""),
                            tree.source().flatMap(Links::foreign).orElse(null))));
            queue.state()
                    .rollups()
                    .notice()
                    .filter(notice -> notice.at().plus(NOTICE_TIME).isAfter(now))
                    .ifPresent(notice -> banners.add(new Banner(
                            notice.failed() ? "trouble" : "notice",
                            notice.failed() ? "No rollup" + of + " was made." : "Rollup" + of + ":",
                            notice.text(),
                            null)));
            if (queue.settings().dryRun()) {
                banners.add(new Banner(
                        "dry",
                        "The queue" + of + " is in dry run.",
                        "Nothing is written to GitHub, merged or tested; what would have been done stands below the table.",
                        null));
            }
            Health state = byLabel.get(queue.label());
            if (state != null && state.trouble().isPresent()) {
                banners.add(new Banner(
                        "trouble",
                        "The queue" + of + " has trouble.",
                        state.trouble().get(),
                        null));
            }
        }
        return banners;
    }

    private static String columnText(String key) {
        return switch (key) {
            case "position" -> "Place";
            case "number" -> "#";
            case "head" -> "Head ref";
            case "approved" -> "Approved by";
            default -> key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
        };
    }

    private static String columnHint(String key) {
        return switch (key) {
            case "position" -> "Place in the queue";
            case "number" -> "Number of the pull request";
            case "waiting" -> "Time since the approval";
            default -> columnText(key);
        };
    }

    private static List<Column> columns(boolean several, QueueQuery query, String url) {
        List<Column> columns = new ArrayList<>();
        for (String key : QueueQuery.SORTS) {
            if (several || !key.equals("repository")) {
                String direction = !query.sort().equals(key) ? "none" : query.descending() ? "descending" : "ascending";
                columns.add(new Column(
                        key,
                        columnText(key),
                        columnHint(key),
                        url + query.sorted(key).toQuery(),
                        direction,
                        NUMERIC.getOrDefault(key, "text")));
            }
        }
        return columns;
    }

    private static List<Choice> choices(boolean several, QueueQuery query) {
        List<Choice> choices = new ArrayList<>();
        for (String key : QueueQuery.SORTS) {
            if (several || !key.equals("repository")) {
                String text = columnHint(key);
                choices.add(new Choice(key, text, query.sortParameter().equals(key)));
                choices.add(new Choice(
                        "-" + key, text + ", reversed", query.sortParameter().equals("-" + key)));
            }
        }
        return choices;
    }

    private static String emptyText(boolean nothingAtAll, QueueQuery query) {
        if (nothingAtAll) {
            return "There are no open pull requests.";
        }
        return query.search().isEmpty()
                ? "No pull request is in this group at present."
                : "No pull request matches the search.";
    }

    /** The same with what was not done because of a dry run. */
    QueuePage with(List<WithheldView> lines) {
        return new QueuePage(
                heading,
                repositories,
                url,
                eventsUrl,
                several,
                query,
                chips,
                banners,
                columns,
                choices,
                rows,
                total,
                matching,
                from,
                resetUrl,
                previousUrl,
                nextUrl,
                wholeUrl,
                complete,
                small,
                emptyText,
                rollupUrl,
                lines);
    }

    public boolean hasWithheld() {
        return !withheld.isEmpty();
    }

    /** The last row's place in the list of matching ones. */
    public int to() {
        return rows.isEmpty() ? 0 : from + rows.size() - 1;
    }

    /** The filter as the form repeats it; null for the default. */
    public String filter() {
        return query.filter().equals("all") ? null : query.filter();
    }

    public boolean hasBanners() {
        return !banners.isEmpty();
    }

    /** How many rows these are; the script says it in the same words. */
    public String summary() {
        String of = matching + " of " + total + " pull requests";
        if (!hasPages()) {
            return of;
        }
        return from + " to " + to() + " of " + (filtered() ? matching + " matching, of " : "") + total
                + " pull requests";
    }

    /** Whether rows may be hidden by the search or a filter. */
    public boolean filtered() {
        return !query.search().isEmpty() || !query.filter().equals("all");
    }

    public boolean hasRows() {
        return !rows.isEmpty();
    }

    public boolean hasPages() {
        return wholeUrl != null;
    }
}
