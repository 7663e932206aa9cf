package io.jenkins.plugins.homu.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Pages of a list, by first and after or by last and before, with opaque cursors that stand for an item's key. */
final class Connection {

    private static final String CURSOR = "cursor:v2:";

    private Connection() {}

    /**
     * The page that the arguments ask for.
     *
     * @param key a number that identifies an item and grows along the list, so that a cursor stays right when the list
     *     changes
     * @param ascending whether the keys grow along the list or shrink
     */
    static <T> Thing of(
            String type,
            DataFetchingEnvironment environment,
            List<T> all,
            Function<T, Long> key,
            boolean ascending,
            Function<T, Thing> each) {
        int from = 0;
        int to = all.size();
        String after = environment.getArgument("after");
        String before = environment.getArgument("before");
        if (after != null) {
            long limit = key(after);
            while (from < to && !beyond(key.apply(all.get(from)), limit, ascending)) {
                from++;
            }
        }
        if (before != null) {
            long limit = key(before);
            while (to > from && !beyond(limit, key.apply(all.get(to - 1)), ascending)) {
                to--;
            }
        }
        int low = from;
        int high = to;
        Integer first = environment.getArgument("first");
        Integer last = environment.getArgument("last");
        if (first != null) {
            to = Math.min(to, from + first);
        }
        if (last != null) {
            from = Math.max(from, to - last);
        }
        List<T> page = all.subList(from, to);
        boolean previous = from > low || (after != null && low > 0);
        boolean next = to < high || (before != null && high < all.size());
        Thing info = new Thing("PageInfo")
                .with("startCursor", page.isEmpty() ? null : cursor(key.apply(page.get(0))))
                .with("endCursor", page.isEmpty() ? null : cursor(key.apply(page.get(page.size() - 1))))
                .with("hasNextPage", next)
                .with("hasPreviousPage", previous);
        return new Thing(type)
                .with("totalCount", all.size())
                .with("pageInfo", info)
                .get("nodes", () -> page.stream().map(each).toList())
                .get("edges", () -> page.stream()
                        .map(item -> new Thing("Edge")
                                .with("cursor", cursor(key.apply(item)))
                                .with("node", each.apply(item)))
                        .toList());
    }

    private static boolean beyond(long key, long limit, boolean ascending) {
        return ascending ? key > limit : key < limit;
    }

    static String cursor(long key) {
        return Base64.getEncoder().encodeToString((CURSOR + key).getBytes(StandardCharsets.UTF_8));
    }

    private static long key(String cursor) {
        try {
            String plain = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Long.parseLong(plain.substring(CURSOR.length()));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new GraphQlRefusal(
                    "INVALID_CURSOR_ARGUMENTS", "`" + cursor + "` does not appear to be a valid cursor.");
        }
    }
}
