package io.jenkins.plugins.homu.core.command;

/**
 * The words of a line, read one after the other. A word may be {@code key="quoted value"} with spaces in the value;
 * typographic quotes, which phones write, do as well.
 */
final class Words {
    private final String line;
    private int position;
    private Word peeked;
    private int peekedStart;

    Words(String line, int from) {
        this.line = line;
        this.position = from;
    }

    /**
     * @param text the word as written, without invisible characters around it
     * @param key what is before the first {@code =}, if that is shaped like a key; else null
     * @param value what is behind it, without its quotes; null when there is no key
     * @param quoted whether the value stood in quotes
     * @param problem what is wrong with the quotes; null: nothing
     */
    record Word(String text, String key, String value, boolean quoted, String problem) {}

    /** The next word without taking it, or null at the end. */
    Word peek() {
        if (peeked == null) {
            peeked = read();
        }
        return peeked;
    }

    /** Takes the next word; null at the end. */
    Word next() {
        Word word = peek();
        peeked = null;
        return word;
    }

    /** Takes everything from the next word to the end of the line, as written. */
    String rest() {
        int start = peek() == null ? line.length() : peekedStart;
        peeked = null;
        position = line.length();
        return line.substring(start);
    }

    /**
     * Takes a quoted text, if the next word begins with a double quote.
     *
     * @return the text between the quotes; null when there is no closing quote, and then nothing was taken
     */
    String quotedText() {
        peek();
        int end = closingQuote(peekedStart);
        if (end < 0) {
            return null;
        }
        String text = line.substring(peekedStart + 1, end);
        peeked = null;
        position = end + 1;
        return text;
    }

    private Word read() {
        while (true) {
            while (position < line.length() && Chars.isSeparator(line.charAt(position))) {
                position++;
            }
            if (position == line.length()) {
                peekedStart = position;
                return null;
            }
            int start = position;
            int end = endOfWord(start);
            String text = trimInvisible(line.substring(start, end));
            int lead = text.isEmpty() ? 0 : line.indexOf(text, start) - start;
            start += lead;
            int equals = keyEnd(text);
            if (equals > 0 && start + equals + 1 < line.length()) {
                int quote = start + equals + 1;
                char c = line.charAt(quote);
                if (Chars.isDoubleQuote(c) || Chars.isSingleQuote(c)) {
                    peekedStart = start;
                    return readQuoted(text, equals, start, quote, end);
                }
            }
            position = end;
            if (!text.isEmpty()) {
                peekedStart = start;
                return equals > 0
                        ? new Word(text, text.substring(0, equals), text.substring(equals + 1), false, null)
                        : new Word(text, null, null, false, null);
            }
        }
    }

    private Word readQuoted(String text, int equals, int start, int quote, int end) {
        String key = text.substring(0, equals);
        int closing = closingQuote(quote);
        if (closing < 0) {
            position = end;
            return new Word(text, key, "", true, "the closing quote is missing");
        }
        position = closing + 1;
        String value = line.substring(quote + 1, closing);
        String whole = line.substring(start, closing + 1);
        if (position < line.length()
                && !Chars.isSeparator(line.charAt(position))
                && !Chars.isInvisible(line.charAt(position))) {
            return new Word(whole, key, value, true, "a space is missing behind the closing quote");
        }
        return new Word(whole, key, value, true, null);
    }

    private int closingQuote(int opening) {
        boolean twofold = Chars.isDoubleQuote(line.charAt(opening));
        for (int i = opening + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (twofold ? Chars.isDoubleQuote(c) : Chars.isSingleQuote(c)) {
                return i;
            }
        }
        return -1;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < line.length() && !Chars.isSeparator(line.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The position of the first {@code =} if a key stands before it, or -1. */
    private static int keyEnd(String text) {
        int i = 0;
        while (i < text.length() && i <= CommandParser.MAX_WORD) {
            char c = text.charAt(i);
            if (c == '=') {
                return i;
            }
            boolean inside = Chars.isAsciiDigit(c) || c == '-' || c == '_' || c == '.';
            if (!Chars.isAsciiLetter(c) && !(inside && i > 0)) {
                return -1;
            }
            i++;
        }
        return -1;
    }

    private static String trimInvisible(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && Chars.isInvisible(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && Chars.isInvisible(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }
}
