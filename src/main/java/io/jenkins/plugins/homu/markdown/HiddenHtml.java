package io.jenkins.plugins.homu.markdown;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Follows the HTML elements that quote, strike, fold away or hide what is between their tags. Markdown between them is
 * text to CommonMark, but not something that the writer says.
 */
final class HiddenHtml {
    /** These last until they are closed, over paragraphs. */
    private static final Set<String> BLOCKS = Set.of(
            "blockquote",
            "details",
            "pre",
            "template",
            "script",
            "style",
            "textarea",
            "title",
            "noscript",
            "iframe",
            "svg",
            "math",
            "object",
            "select");

    /** These last until they are closed, or their paragraph ends: in prose they are often type parameters. */
    private static final Set<String> SPANS = Set.of("a", "code", "del", "kbd", "q", "s", "samp", "strike", "tt", "var");

    private final Map<String, Integer> openBlocks = new HashMap<>();
    private final Map<String, Integer> openSpans = new HashMap<>();

    boolean isHidden() {
        return !openBlocks.isEmpty() || !openSpans.isEmpty();
    }

    void endOfParagraph() {
        openSpans.clear();
    }

    /** A tag, comment or the like within a paragraph. */
    void inline(String tag) {
        apply(tag, 0, tag.length(), openSpans);
    }

    /** A block of HTML, with any number of tags. */
    void block(String html) {
        int at = html.indexOf('<');
        while (at >= 0) {
            int end;
            if (html.startsWith("<!--", at)) {
                end = html.indexOf("-->", at);
            } else {
                end = html.indexOf('>', at);
                // A span that a block of its own opens holds paragraphs, so it lasts as long as a block does.
                apply(html, at, end < 0 ? html.length() : end, openBlocks);
            }
            at = end < 0 ? -1 : html.indexOf('<', end);
        }
    }

    private void apply(String html, int at, int end, Map<String, Integer> spans) {
        boolean closing = html.startsWith("</", at);
        int start = at + (closing ? 2 : 1);
        int stop = start;
        while (stop < end && Character.isLetterOrDigit(html.charAt(stop))) {
            stop++;
        }
        String name = html.substring(start, stop).toLowerCase(Locale.ROOT);
        boolean isBlock = BLOCKS.contains(name);
        if (!isBlock && !SPANS.contains(name)) {
            return;
        }
        if (!closing) {
            (isBlock ? openBlocks : spans).merge(name, 1, Integer::sum);
        } else if (openSpans.containsKey(name)) {
            close(openSpans, name);
        } else {
            close(openBlocks, name);
        }
    }

    private static void close(Map<String, Integer> open, String name) {
        open.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
}
