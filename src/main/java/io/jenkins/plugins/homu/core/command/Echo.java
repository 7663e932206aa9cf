package io.jenkins.plugins.homu.core.command;

/** Makes text of a comment fit to be said again: in an answer, or on a page. */
final class Echo {
    private static final String MARKUP = "`@#*~<>[](){}|\\&!$^";

    private Echo() {}

    /**
     * A word for an error: at most {@link CommandParser#MAX_WORD} characters, with a question mark for everything that
     * could be markup, a mention, a reference, a link, or can't be seen.
     */
    static String word(String text) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        int length = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (length == CommandParser.MAX_WORD - 1 && i < text.length()) {
                out.append('\u2026');
                break;
            }
            out.appendCodePoint(isHarmless(c) ? c : '?');
            length++;
        }
        return out.toString()
                .replace("://", ":??")
                .replaceAll("(?i)www\\.", "www?")
                .replaceAll("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", "?");
    }

    private static boolean isHarmless(int c) {
        if (c == ' ') {
            return true;
        }
        if (MARKUP.indexOf(c) >= 0) {
            return false;
        }
        if (Character.isLetterOrDigit(c)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL -> true;
            default -> false;
        };
    }

    /**
     * A remark: on one line, without control and invisible characters, at most {@link CommandParser#MAX_TEXT} characters.
     * It may still contain markup; who shows it escapes it for the place where it is shown.
     */
    static String text(String text) {
        StringBuilder out = new StringBuilder();
        boolean gap = false;
        int length = 0;
        for (int i = 0; i < text.length() && length < CommandParser.MAX_TEXT; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT && Chars.isSeparator((char) c)) {
                gap = length > 0;
            } else if (!Chars.isInvisible(c) && Character.getType(c) != Character.SURROGATE) {
                if (gap) {
                    out.append(' ');
                    length++;
                    gap = false;
                }
                out.appendCodePoint(c == Chars.PLACEHOLDER ? '\u2026' : c);
                length++;
            }
        }
        return out.toString();
    }
}
