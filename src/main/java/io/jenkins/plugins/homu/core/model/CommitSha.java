package io.jenkins.plugins.homu.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** The full name of a commit: 40 lowercase hexadecimal digits (64 in a SHA-256 repository). */
public record CommitSha(String value) implements Comparable<CommitSha> {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** @throws IllegalArgumentException when it is not a full commit name */
    public CommitSha {
        value = value.toLowerCase(Locale.ROOT);
        if (!FULL.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a full commit name: " + LogLine.quote(value));
        }
    }

    /** The first seven digits, as people write them. */
    public String abbreviated() {
        return value.substring(0, 7);
    }

    /** Whether {@code prefix} (lowercase) is a beginning of this name. */
    public boolean startsWith(String prefix) {
        return value.startsWith(prefix);
    }

    /** GitHub's way to say "no commit": all zeros. */
    public boolean isZero() {
        return value.chars().allMatch(c -> c == '0');
    }

    @Override
    public int compareTo(CommitSha other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
