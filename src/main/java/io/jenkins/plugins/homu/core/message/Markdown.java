package io.jenkins.plugins.homu.core.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other people's text made harmless for comments and commit messages: no markup, no ping, no command, no CI switch. */
public final class Markdown {
    private static final int LONGEST_DETAIL = 2000;
    private static final Pattern MENTION =
            Pattern.compile("(?<![\\w`/.-])@([A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]*[A-Za-z0-9])?)");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final Pattern IGNORED =
            Pattern.compile("<!--\\s*homu-ignore:start\\s*-->.*?(<!--\\s*homu-ignore:end\\s*-->|\\z)", Pattern.DOTALL);
    private static final Pattern CI_SWITCH = Pattern.compile(
            "\\[(skip[ -]ci|ci[ -]skip|no[ -]ci|skip[ -]actions|actions[ -]skip)\\]", Pattern.CASE_INSENSITIVE);
    private static final Pattern SKIP_TRAILER = Pattern.compile("(?im)^(skip-checks)(\\s*:)");

    private Markdown() {}

    /** {@code [name](url)}, or the name alone where there is no address that a link may have. */
    public static String link(String name, Optional<String> url) {
        return url.filter(address -> address.startsWith("https://") || address.startsWith("http://"))
                .map(address -> "[" + name + "]("
                        + address.replace("(", "%28")
                                .replace(")", "%29")
                                .replace(" ", "%20")
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

    /**
     * Foreign text for a commit message: what stands between ignore marks is left out, mentions ping nobody, and
     * nothing in it switches CI off.
     */
    public static String forCommitMessage(String text) {
        String kept = IGNORED.matcher(text.replace("\r\n", "\n")).replaceAll("");
        kept = MENTION.matcher(kept).replaceAll("`@$1`");
        kept = CI_SWITCH.matcher(kept).replaceAll("($1)");
        kept = SKIP_TRAILER.matcher(kept).replaceAll("$1 $2");
        return kept.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
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
