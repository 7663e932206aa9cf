package io.jenkins.plugins.homu.store;

/**
 * Other people's text as databases take it. PostgreSQL refuses U+0000, and neither database takes half of a surrogate
 * pair; both occur in what GitHub sends. Such characters are written as U+001B and four hexadecimal digits, as is U+001B
 * itself; all other text stands as it is.
 */
final class StoredText {
    private static final char ESCAPE = '\u001B';

    private StoredText() {}

    static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isTrouble(text, i)) {
                return encodeFrom(text, i);
            }
        }
        return text;
    }

    private static String encodeFrom(String text, int first) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isTrouble(text, i)) {
                out.append(ESCAPE).append(String.format("%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isTrouble(String text, int i) {
        char c = text.charAt(i);
        if (c == 0 || c == ESCAPE) {
            return true;
        }
        if (!Character.isSurrogate(c)) {
            return false;
        }
        boolean paired = Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        return !paired;
    }

    /** @throws IllegalArgumentException when it was not written by {@link #encode} */
    static String decode(String stored) {
        int next = stored.indexOf(ESCAPE);
        if (next < 0) {
            return stored;
        }
        StringBuilder out = new StringBuilder(stored.length());
        int done = 0;
        while (next >= 0) {
            if (next + 5 > stored.length()) {
                throw new IllegalArgumentException("A text in the database ends within an escaped character.");
            }
            out.append(stored, done, next).append((char) Integer.parseInt(stored.substring(next + 1, next + 5), 16));
            done = next + 5;
            next = stored.indexOf(ESCAPE, done);
        }
        return out.append(stored, done, stored.length()).toString();
    }
}
