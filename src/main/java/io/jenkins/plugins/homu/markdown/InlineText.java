package io.jenkins.plugins.homu.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The lines of one paragraph or heading. */
final class InlineText {
    /** U+FFFC, the object replacement character: something is here that is not text. */
    static final char PLACEHOLDER = '\uFFFC';

    private final HiddenHtml hidden;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    InlineText(HiddenHtml hidden) {
        this.hidden = hidden;
    }

    List<String> linesOf(Node block) {
        Node node = block.getFirstChild();
        while (node != null) {
            boolean descend = false;
            if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                endLine();
            } else if (node instanceof HtmlInline) {
                // Spaces, so that a tag that touches a word is no part of it: <b>@homu r+</b>.
                line.append(' ').append(PLACEHOLDER).append(' ');
                hidden.inline(((HtmlInline) node).getLiteral());
            } else if (hidden.isHidden()) {
                if (line.length() == 0) {
                    line.append(PLACEHOLDER);
                }
            } else if (node instanceof Text) {
                line.append(((Text) node).getLiteral());
            } else if (node instanceof Emphasis || node instanceof StrongEmphasis) {
                descend = true;
            } else {
                line.append(PLACEHOLDER);
            }
            node = next(node, descend, block);
        }
        endLine();
        hidden.endOfParagraph();
        return splitTable(lines);
    }

    private static Node next(Node node, boolean descend, Node block) {
        if (descend && node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node last = node;
        while (last.getNext() == null) {
            last = last.getParent();
            if (last == block) {
                return null;
            }
        }
        return last.getNext();
    }

    private void endLine() {
        String text = line.toString();
        if (!text.replace(PLACEHOLDER, ' ').isBlank()) {
            lines.add(text);
        }
        line.setLength(0);
    }

    /** GitHub's tables are paragraphs to CommonMark: from the row above the ruler on, each cell is a line of its own. */
    private static List<String> splitTable(List<String> lines) {
        int ruler = 1;
        while (ruler < lines.size() && !isRuler(lines.get(ruler))) {
            ruler++;
        }
        if (ruler >= lines.size()) {
            return lines;
        }
        List<String> cells = new ArrayList<>(lines.subList(0, ruler - 1));
        for (int row = ruler - 1; row < lines.size(); row++) {
            for (String cell : lines.get(row).split("\\|", -1)) {
                if (row != ruler && !cell.isBlank()) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private static boolean isRuler(String line) {
        return line.indexOf('|') >= 0
                && line.indexOf('-') >= 0
                && line.chars().allMatch(c -> c == '|' || c == '-' || c == ':' || c == ' ' || c == '\t');
    }
}
