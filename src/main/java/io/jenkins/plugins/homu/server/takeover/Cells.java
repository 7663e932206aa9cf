package io.jenkins.plugins.homu.server.takeover;

import java.util.Map;
import java.util.Optional;

/**
 * One row of a SQLite table, whose cells may hold anything whatever the column is declared as. What isn't of the kind
 * asked for reads as absent; {@link #isOdd} tells that from an empty cell.
 */
record Cells(Map<String, Object> values) {
    /** More than any text of GitHub has. */
    private static final int LONGEST_TEXT = 262_144;

    /** Empty for NULL, for an empty text, and for bytes. */
    Optional<String> text(String column) {
        Object value = values.get(column);
        if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            return Optional.of(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text)
                    .filter(some -> !some.isEmpty());
        }
        return Optional.empty();
    }

    /** Empty for NULL, and for anything that is no whole number. */
    Optional<Long> whole(String column) {
        Object value = values.get(column);
        if (value instanceof Integer || value instanceof Long) {
            return Optional.of(((Number) value).longValue());
        }
        return Optional.empty();
    }

    /** The same within the bounds of an int. */
    Optional<Integer> integer(String column) {
        return whole(column)
                .filter(value -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /** Whether something is in the cell which {@link #integer} can't read. */
    boolean isOdd(String column) {
        return values.get(column) != null && integer(column).isEmpty();
    }

    /** Python's truth. */
    boolean isTrue(String column) {
        return whole(column).filter(value -> value != 0).isPresent();
    }
}
