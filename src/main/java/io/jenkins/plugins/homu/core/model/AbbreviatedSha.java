package io.jenkins.plugins.homu.core.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A commit as people name it: the first digits of its name, seven at least, or all of them. Only GitHub knows whether
 * there is one, and one only.
 */
public record AbbreviatedSha(String digits) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{7,64}");

    /** @throws IllegalArgumentException when it can't be the beginning of a commit's name */
    public AbbreviatedSha {
        digits = digits.toLowerCase(Locale.ROOT);
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("Not the beginning of a commit's name: " + LogLine.quote(digits));
        }
    }

    public static AbbreviatedSha of(CommitSha sha) {
        return new AbbreviatedSha(sha.value());
    }

    /** The commit, if these are all the digits of its name. */
    public Optional<CommitSha> complete() {
        return digits.length() == 40 || digits.length() == 64 ? Optional.of(new CommitSha(digits)) : Optional.empty();
    }

    public boolean fits(CommitSha sha) {
        return sha.startsWith(digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
