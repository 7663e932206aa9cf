package io.jenkins.plugins.homu.core.command;

/** Finds where a line addresses the bot. */
final class Mention {
    /** Before the {@code @}: part of a mail address, a path, a query, or the opening of a quotation. */
    private static final String NOT_BEFORE = "_.-/+@#=&?%~`\"'\u201C\u201D\u201E\u2018\u2019\u00AB\u00BB";

    private final String name;

    Mention(String name) {
        this.name = name;
    }

    /**
     * The position behind the first mention of the bot and the colon or comma that may follow it, or -1 when there is
     * none. One pass over the line.
     */
    int endOfFirst(String line) {
        boolean inUrl = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Chars.isSeparator(c)) {
                inUrl = false;
            } else if (c == ':' && line.startsWith("//", i + 1)) {
                inUrl = true;
            } else if (c == '@' && !inUrl && isFree(line, i)) {
                int end = endAt(line, i);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return -1;
    }

    /** Whether this word is nothing but a mention of the bot. */
    boolean isWholly(String word) {
        return word.startsWith("@") && endAt(word, 0) == word.length();
    }

    private static boolean isFree(String line, int at) {
        if (at == 0) {
            return true;
        }
        char before = line.charAt(at - 1);
        if (NOT_BEFORE.indexOf(before) >= 0) {
            return false;
        }
        // Scripts without spaces between words write the mention right behind a letter.
        return !Character.isLetterOrDigit(before) || Character.isIdeographic(before) || isKana(before);
    }

    private static boolean isKana(char c) {
        return c >= '\u3040' && c <= '\u30FF';
    }

    private int endAt(String line, int at) {
        if (!Chars.asciiMatches(line, at + 1, name)) {
            return -1;
        }
        int end = at + 1 + name.length();
        if (line.startsWith(ParseContext.APP_SUFFIX, end)) {
            end += ParseContext.APP_SUFFIX.length();
        }
        if (end == line.length()) {
            return end;
        }
        char after = line.charAt(end);
        if (after == ':' || after == ',') {
            return end + 1;
        }
        return Chars.isSeparator(after) || Chars.isInvisible(after) ? end : -1;
    }
}
