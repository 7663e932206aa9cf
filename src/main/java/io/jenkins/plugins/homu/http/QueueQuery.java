package io.jenkins.plugins.homu.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What of a queue is wanted: the parameters of its page.
 *
 * @param search words that all have to occur in a row; empty: no search
 * @param filter one of {@link #FILTERS}
 * @param sort one of {@link #SORTS}
 * @param page from 1
 * @param whole all rows on one page
 * @param fragment without the layout around it, as the script asks for
 */
record QueueQuery(
        String search, String filter, String sort, boolean descending, int page, boolean whole, boolean fragment) {
    /** So many rows stand on one page unless all are asked for: a browser lays that many out without a pause. */
    static final int PAGE_SIZE = 500;

    static final List<String> FILTERS = List.of("all", "pending", "approved", "rollup", "failed", "none", "try");
    static final List<String> SORTS = List.of(
            "position",
            "repository",
            "number",
            "status",
            "title",
            "head",
            "priority",
            "approved",
            "mergeable",
            "assignee",
            "waiting");
    private static final int LONGEST_SEARCH = 200;

    /** Unknown values count as absent: an old link still shows a queue. */
    static QueueQuery of(Target target) {
        String search = target.parameter("q").orElse("").strip();
        String filter = target.parameter("status").filter(FILTERS::contains).orElse("all");
        String sort = target.parameter("sort").orElse("position");
        boolean descending = sort.startsWith("-");
        if (descending) {
            sort = sort.substring(1);
        }
        if (!SORTS.contains(sort)) {
            sort = "position";
            descending = false;
        }
        int page = target.parameter("page")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(1);
        return new QueueQuery(
                search.length() > LONGEST_SEARCH ? search.substring(0, LONGEST_SEARCH) : search,
                filter,
                sort,
                descending,
                Math.max(1, page),
                target.parameter("rows").filter("all"::equals).isPresent(),
                target.parameter("fragment").isPresent());
    }

    List<String> words() {
        return search.isEmpty()
                ? List.of()
                : List.of(search.toLowerCase(Locale.ROOT).split("\\s+"));
    }

    String sortParameter() {
        return (descending ? "-" : "") + sort;
    }

    QueueQuery filtered(String newFilter) {
        return new QueueQuery(search, newFilter, sort, descending, 1, whole, false);
    }

    /** Sorted by a column; downwards when it is sorted by it upwards already. */
    QueueQuery sorted(String newSort) {
        return new QueueQuery(search, filter, newSort, sort.equals(newSort) && !descending, 1, whole, false);
    }

    QueueQuery onPage(int newPage) {
        return new QueueQuery(search, filter, sort, descending, newPage, whole, false);
    }

    QueueQuery inWhole() {
        return new QueueQuery(search, filter, sort, descending, 1, true, false);
    }

    QueueQuery unfiltered() {
        return new QueueQuery("", "all", sort, descending, 1, whole, false);
    }

    /** {@code ?...}, only what differs from the defaults; empty where nothing does. To be put behind the page's address. */
    String toQuery() {
        List<String> pairs = new ArrayList<>();
        if (!search.isEmpty()) {
            pairs.add("q=" + Links.encode(search));
        }
        if (!filter.equals("all")) {
            pairs.add("status=" + filter);
        }
        if (!sortParameter().equals("position")) {
            pairs.add("sort=" + sortParameter());
        }
        if (page > 1) {
            pairs.add("page=" + page);
        }
        if (whole) {
            pairs.add("rows=all");
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }
}
