package io.jenkins.plugins.homu.markdown;

import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Text;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.beta.LinkInfo;
import org.commonmark.parser.beta.LinkProcessor;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.beta.Scanner;

/**
 * Leaves a placeholder where an image is, and nothing of what it says: nobody reads that here, and the parser goes down
 * into images within images by recursion, which takes as much stack as the writer likes.
 */
final class Images implements LinkProcessor {
    @Override
    public LinkResult process(LinkInfo link, Scanner scanner, InlineParserContext context) {
        Text marker = link.marker();
        if (marker == null || !marker.getLiteral().equals("!") || !leadsSomewhere(link, context)) {
            return LinkResult.none();
        }
        return LinkResult.replaceWith(new Text(String.valueOf(InlineText.PLACEHOLDER)), scanner.position())
                .includeMarker();
    }

    private static boolean leadsSomewhere(LinkInfo link, InlineParserContext context) {
        if (link.destination() != null) {
            return true;
        }
        String label = link.label() == null || link.label().isEmpty() ? link.text() : link.label();
        return context.getDefinition(LinkReferenceDefinition.class, label) != null;
    }
}
