package io.jenkins.plugins.homu.markdown;

import io.jenkins.plugins.homu.port.MarkupReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;

/**
 * Reads a comment as GitHub shows it: what its writer says, line by line, and not what is quoted, code, hidden or struck.
 * Read are paragraphs, headings, list items and table cells. Safe for use by several threads, and fast for hostile text:
 * the input, the nesting and the number of tags are bounded.
 */
public final class MarkdownReader implements MarkupReader {
    /** GitHub's own limit for comments, in characters. What is longer is not read, from its last whole line on. */
    static final int MAX_LENGTH = 65_536;

    /** Deeper lists and quotes are not told apart any more by the parser, and so are not read. */
    static final int MAX_NESTING = 100;

    private static final Set<Class<? extends Node>> UNREAD =
            Set.of(BlockQuote.class, FencedCodeBlock.class, IndentedCodeBlock.class, LinkReferenceDefinition.class);

    private final Parser parser = Parser.builder()
            .extensions(List.of(StrikethroughExtension.create()))
            .customInlineContentParserFactory(TagLimit.Factory.ofTags())
            .customInlineContentParserFactory(TagLimit.Factory.ofEmphasis())
            .linkProcessor(new Images())
            .maxOpenBlockParsers(MAX_NESTING)
            .build();

    /**
     * The lines of the comment that may hold commands. What is left out within a line (code, links, images, struck text,
     * HTML) is marked by U+FFFC.
     */
    @Override
    public List<String> readableLines(String body) {
        if (body == null || body.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        HiddenHtml hidden = new HiddenHtml();
        // Iterative, for the depth of the tree is its writer's choice.
        Node node = parser.parse(limited(body)).getFirstChild();
        int depth = 1;
        while (node != null) {
            boolean descend = false;
            if (node instanceof HtmlBlock) {
                hidden.block(((HtmlBlock) node).getLiteral());
            } else if (node instanceof Paragraph || node instanceof Heading) {
                if (depth < MAX_NESTING) {
                    lines.addAll(new InlineText(hidden).linesOf(node));
                }
            } else {
                descend = node.getFirstChild() != null && !UNREAD.contains(node.getClass());
            }
            if (descend) {
                node = node.getFirstChild();
                depth++;
            } else {
                while (node != null && node.getNext() == null) {
                    node = node.getParent();
                    depth--;
                }
                node = node == null ? null : node.getNext();
            }
        }
        return List.copyOf(lines);
    }

    private static String limited(String body) {
        if (body.length() <= MAX_LENGTH || body.codePointCount(0, body.length()) <= MAX_LENGTH) {
            return body;
        }
        // Half a line could mean something else than the whole one.
        int end = body.lastIndexOf('\n', body.offsetByCodePoints(0, MAX_LENGTH));
        return end < 0 ? "" : body.substring(0, end);
    }
}
