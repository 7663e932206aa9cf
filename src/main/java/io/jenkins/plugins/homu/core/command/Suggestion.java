package io.jenkins.plugins.homu.core.command;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word that is closest to a mistyped one. */
final class Suggestion {
    /** Longer words are never near to a command; it also bounds the work. */
    private static final int LONGEST = 24;

    private Suggestion() {}

    /** The closest of the words that is close enough to be suggested; the first one of equals. */
    static Optional<String> closest(String typed, Collection<String> words) {
        return closest(typed, words, false);
    }

    /**
     * The closest word that was almost surely meant although prose might follow here: only long words, and short ones
     * with a sign, where both have one ({@code r++}, {@code try--}).
     */
    static Optional<String> unmistakable(String typed, Collection<String> words) {
        return closest(typed, words, true);
    }

    private static Optional<String> closest(String typed, Collection<String> words, boolean strict) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = typed.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(lower, word);
            if (distance < bestDistance && distance <= (strict ? strictLimit(lower, word) : limit(word))) {
                best = word;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int limit(String word) {
        return word.length() < 5 ? 1 : 2;
    }

    private static int strictLimit(String typed, String word) {
        if (word.length() >= 5) {
            return word.length() >= 7 ? 2 : 1;
        }
        return hasSign(word) && hasSign(typed) ? 1 : -1;
    }

    private static boolean hasSign(String word) {
        return word.indexOf('+') >= 0 || word.indexOf('-') >= 0;
    }

    /** Insertions, deletions, replacements, and exchanges of neighbours. */
    static int distance(String a, String b) {
        int[] twoAgo = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int best = Math.min(previous[j - 1] + (same ? 0 : 1), Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, twoAgo[j - 2] + 1);
                }
                current[j] = best;
            }
            int[] spare = twoAgo;
            twoAgo = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
