package io.jenkins.plugins.homu.core.command;

/**
 * The character classes of comment lines. Digits, letters of words and names are ASCII on purpose: full-width or Cyrillic
 * look-alikes, the Kelvin sign and the like never make a command.
 */
final class Chars {
    /** Stands for what was left out of a line: code, links, images, struck text. */
    static final char PLACEHOLDER = '\uFFFC';

    private Chars() {}

    /** Whether words end here: white space of any script, no-break spaces, control characters. */
    static boolean isSeparator(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    /** Whether the character is invisible: marks of direction, zero-width spaces and joiners, byte-order marks. */
    static boolean isInvisible(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT;
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    static boolean isDoubleQuote(char c) {
        return c == '"' || c == '\u201C' || c == '\u201D' || c == '\u201E';
    }

    static boolean isSingleQuote(char c) {
        return c == '\'' || c == '\u2018' || c == '\u2019';
    }

    /** Compares without regard to case, in ASCII only; {@code String.regionMatches} would fold look-alikes. */
    static boolean asciiMatches(String line, int at, String name) {
        if (at + name.length() > line.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(line.charAt(at + i)) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
