package io.jenkins.plugins.homu.markdown;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * Bounds how often CommonMark's parser looks for the end of a tag: each {@code <} makes it read to the end of the
 * paragraph, so that a comment of nothing else takes seconds. Behind the last one allowed, the paragraph is left out.
 */
final class TagLimit implements InlineContentParser {
    static final int MAX_TAGS = 500;

    private int count;

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        count++;
        if (count <= MAX_TAGS) {
            return ParsedInline.none();
        }
        Scanner scanner = state.scanner();
        while (scanner.hasNext()) {
            scanner.next();
        }
        return ParsedInline.of(new Text(String.valueOf(InlineText.PLACEHOLDER)), scanner.position());
    }

    /** Makes a limit for each text that is parsed. */
    static final class Factory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('<');
        }

        @Override
        public InlineContentParser create() {
            return new TagLimit();
        }
    }
}
