package io.jenkins.plugins.homu.core.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other people's text made harmless for comments and commit messages: no markup, no ping, no command, no CI switch. */
public final class Markdown {
    private static final int LONGEST_DETAIL = 2000;
    private static final Pattern MENTION =
            Pattern.compile("(?<!\\w)@([A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]*[A-Za-z0-9])?)");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final Pattern IGNORED =
            Pattern.compile("<!--\\s*homu-ignore:start\\s*-->.*?(<!--\\s*homu-ignore:end\\s*-->|\\z)", Pattern.DOTALL);

    /** {@code [skip ci]}, {@code [ci skip]}, {@code [no ci]} and what other services have invented after them. */
    private static final Pattern CI_SWITCH = Pattern.compile(
            "\\[([^\\[\\]]{0,40}\\bskip\\b[^\\[\\]]{0,40}|\\s*no[\\s_-]*ci\\s*)\\]", Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_CI = Pattern.compile("\\*\\*\\*\\s*(no_ci)\\s*\\*\\*\\*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SKIP_TRAILER = Pattern.compile("(?im)^([ \\t]*skip-checks)([ \\t]*:)");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\x21-\\x7E&&[^\"'`\\\\]]+");
    private static final Pattern SIMPLE_WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]*");

    private Markdown() {}

    /** {@code [name](url)}, or the name alone where there is no address that a link may have. */
    public static String link(String name, Optional<String> url) {
        return url.filter(address -> ADDRESS.matcher(address).matches())
                .map(address -> "[" + name + "]("
                        + address.replace("(", "%28")
                                .replace(")", "%29")
                                .replace("<", "%3C")
                                .replace(">", "%3E")
                        + ")")
                .orElse(name);
    }

    /** Foreign text on one line as inline code, cut to a bearable length. */
    public static String code(String text) {
        String oneLine = cut(text, 200).replaceAll("\\p{Cntrl}+", " ").strip();
        String fence = fence(oneLine, 1);
        String pad = oneLine.startsWith("`") || oneLine.endsWith("`") ? " " : "";
        return oneLine.isEmpty() ? "" : fence + pad + oneLine + pad + fence;
    }

    /** Foreign text as a code block, cut to a bearable length; nothing in it can end the block. */
    public static String block(String text) {
        String body = cut(text, LONGEST_DETAIL).strip();
        String fence = fence(body, 3);
        return fence + "text\n" + body + "\n" + fence;
    }

    /** A sentence of ours which may hold a few foreign words: on one line, without markup of theirs and pinging nobody. */
    public static String sentence(String text) {
        return cut(text, 500)
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .replace("<", "&lt;")
                .replace("[", "\\[")
                .replace("@", "@\u200B")
                .strip();
    }

    /** A word as a shell takes it literally. */
    public static String shellWord(String text) {
        return SIMPLE_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Foreign text for a commit message: what stands between ignore marks is left out, mentions ping nobody, and
     * nothing in it switches CI off.
     */
    public static String forCommitMessage(String text) {
        String kept = IGNORED.matcher(text.replace("\r\n", "\n")).replaceAll("");
        // First, or else what is left out here would join what was apart before.
        kept = CONTROL.matcher(kept).replaceAll("");
        // Where there is code already, more of its marks could end it and let the mention out.
        kept = MENTION.matcher(kept).replaceAll(kept.contains("`") ? "@\u200B$1" : "`@$1`");
        return withoutSwitches(kept);
    }

    /** The same text, but nothing in it switches CI off. */
    public static String withoutSwitches(String text) {
        String kept = CI_SWITCH.matcher(text).replaceAll("($1)");
        kept = NO_CI.matcher(kept).replaceAll("$1");
        return SKIP_TRAILER.matcher(kept).replaceAll("$1 (not)$2");
    }

    private static String fence(String text, int shortest) {
        int longest = 0;
        Matcher runs = BACKTICKS.matcher(text);
        while (runs.find()) {
            longest = Math.max(longest, runs.end() - runs.start());
        }
        return "`".repeat(longest == 0 ? shortest : Math.max(shortest, longest + 1));
    }

    private static String cut(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length)) + "...";
    }
}
