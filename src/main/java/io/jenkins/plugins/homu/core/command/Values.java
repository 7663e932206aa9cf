package io.jenkins.plugins.homu.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what stands behind the {@code =} of a word. */
final class Values {
    private static final int SHA_SHORTEST = 4;
    private static final int SHA_UNMISTAKABLE = 7;
    private static final int SHA_FULL = 40;
    private static final int MAX_JOBS = 50;

    /** A login, also of an enterprise or an App, or a team. Never begins with a sign that git or a shell could read as an option. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_./-]{0,98}[A-Za-z0-9_-])?(?:\\[bot])?");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern JOB = Pattern.compile("[^\\p{Cc}\\p{Cf}\",]{1,100}");

    private Values() {}

    /** What a word behind {@code r+} is. */
    enum ShaKind {
        /** A commit to pin the approval to. */
        SHA,
        /** Meant as a commit, but can't be one. */
        BROKEN,
        /** Some other word. */
        NONE
    }

    /** Tells whether a word behind {@code r+} is a commit. The head may be null. */
    static ShaKind shaKind(String word, String head) {
        if (!Chars.isHex(word)) {
            String core = word.replaceAll("^[\\p{Punct}\\u2026]{1,3}|[\\p{Punct}\\u2026]{1,3}$", "");
            boolean likely = core.length() >= SHA_UNMISTAKABLE && Chars.hasDigit(core);
            return likely && Chars.isHex(core) ? ShaKind.BROKEN : ShaKind.NONE;
        }
        if (word.length() > SHA_FULL) {
            return ShaKind.BROKEN;
        }
        if (word.length() >= SHA_UNMISTAKABLE) {
            return ShaKind.SHA;
        }
        if (word.length() < SHA_SHORTEST) {
            return ShaKind.NONE;
        }
        boolean ofHead = head != null && head.startsWith(word.toLowerCase(Locale.ROOT));
        // With a digit in it, it's rather a mistyped commit than a word: better refuse it than approve the head
        // unpinned.
        return ofHead || Chars.hasDigit(word) ? ShaKind.SHA : ShaKind.NONE;
    }

    /** Whether this is 7 to 40 hex digits. */
    static boolean isSha(String word) {
        return Chars.isHex(word) && word.length() >= SHA_UNMISTAKABLE && word.length() <= SHA_FULL;
    }

    /** Whether this has the form of a whole number, of whatever size. */
    static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }

    /** The number, or empty when it doesn't fit into 32 bits. Only for what {@link #isNumber}. */
    static OptionalInt number(String value) {
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The login without its {@code @}, or null when it can't be one. */
    static String name(String value) {
        String name = value.startsWith("@") ? value.substring(1) : value;
        return NAME.matcher(name).matches() ? name : null;
    }

    /** The comma list of logins without their {@code @}, or null when one of them can't be one. */
    static String names(String value) {
        List<String> names = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            String name = name(part);
            if (name == null) {
                return null;
            }
            names.add(name);
        }
        return String.join(",", names);
    }

    /** The names of a comma list, or null when one is empty or can't be a job, or there are too many. */
    static List<String> jobs(String value) {
        List<String> jobs = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            String job = part.strip();
            if (jobs.size() == MAX_JOBS || !JOB.matcher(job).matches()) {
                return null;
            }
            if (!jobs.contains(job)) {
                jobs.add(job);
            }
        }
        return jobs;
    }
}
