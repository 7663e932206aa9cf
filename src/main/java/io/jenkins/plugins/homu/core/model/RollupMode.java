package io.jenkins.plugins.homu.core.model;

import java.util.Optional;

/**
 * How far a pull request may be tested and merged together with others. The words are those of the comments, of the
 * JSON API and of the pages; the numbers are those that Rust's Homu keeps in its database, and that an import reads.
 */
public enum RollupMode {
    /** Meant to go into a rollup. */
    ALWAYS("always", 1),
    /** The default: may go into a rollup. */
    MAYBE("maybe", 0),
    /** Rather not into a rollup: likely to break or to change performance. */
    IFFY("iffy", -1),
    /** Must be tested alone. */
    NEVER("never", -2);

    private final String word;
    private final int number;

    RollupMode(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** The word in comments and in JSON, for example {@code iffy}. */
    public String word() {
        return word;
    }

    /** The number in the database of Rust's Homu: 1, 0, -1 or -2. */
    public int number() {
        return number;
    }

    /** The mode of this word (lower case), or empty when there is none. */
    public static Optional<RollupMode> ofWord(String word) {
        for (RollupMode mode : values()) {
            if (mode.word.equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** The mode of this number of Rust's Homu, or empty when there is none. */
    public static Optional<RollupMode> ofNumber(int number) {
        for (RollupMode mode : values()) {
            if (mode.number == number) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
