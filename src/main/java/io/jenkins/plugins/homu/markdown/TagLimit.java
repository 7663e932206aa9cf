package io.jenkins.plugins.homu.markdown;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * Bounds what one text may have of something: what is beyond is left out, as a whole. The parser looks for the end of each
 * tag again and again, which takes the square of their number; and it goes down into emphasis within emphasis by recursion,
 * which takes as much stack as the writer likes.
 */
final class TagLimit implements InlineContentParser {
    static final int MAX_TAGS = 500;

    /** Where emphasis or struck text may begin or end. Half of them may stand within each other. */
    static final int MAX_EMPHASES = 500;

    private final int most;
    private int count;

    private TagLimit(int most) {
        this.most = most;
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        count++;
        if (count <= most) {
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
        private final Set<Character> triggers;
        private final int most;

        private Factory(Set<Character> triggers, int most) {
            this.triggers = triggers;
            this.most = most;
        }

        static Factory ofTags() {
            return new Factory(Set.of('<'), MAX_TAGS);
        }

        static Factory ofEmphasis() {
            return new Factory(Set.of('*', '_', '~'), MAX_EMPHASES);
        }

        @Override
        public Set<Character> getTriggerCharacters() {
            return triggers;
        }

        @Override
        public InlineContentParser create() {
            return new TagLimit(most);
        }
    }
}
