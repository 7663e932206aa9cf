package io.jenkins.plugins.homu.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the commands of a comment.
 *
 * <p>A line is read from the bot's mention on, word by word, until the first word that isn't a command. That word is
 * answered with a {@link Command.Invalid} when it was likely meant as one, and is the beginning of prose otherwise. Right
 * behind a mention that begins its line, every word is meant as one; in the midst of a sentence ("I think @homu is slow"),
 * only what is mistyped.
 * Lines without a mention are not read. The time is linear in the length of the comment, and no text makes it throw.
 */
public final class CommandParser {
    /** How much of a word is repeated in an error, in characters. */
    public static final int MAX_WORD = 50;

    /** The longest note, reason or hook data, in characters; the rest is cut off. */
    public static final int MAX_TEXT = 500;

    /** The most commands of one comment; what is beyond is answered with an error and not read. */
    public static final int MAX_COMMANDS = 100;

    private CommandParser() {}

    /** Whether the bot itself has a command of that word, so that the configuration can add none. */
    public static boolean isCommand(String word) {
        ParseContext context = new ParseContext("bot", Set.of(), null);
        return List.of(word + " x", word + "=1").stream()
                .map(text -> parse(List.of("@bot " + text), context))
                .anyMatch(read -> !read.isEmpty() && !(read.get(0) instanceof Command.Invalid));
    }

    /**
     * The commands and errors of a comment, in the order of its text.
     *
     * @param readableLines the lines that are text, not quotation nor code. What was left out inside a line is marked by
     *     U+FFFC, which ends the reading of the line
     */
    public static List<Command> parse(List<String> readableLines, ParseContext context) {
        List<Command> commands = new ArrayList<>();
        Mention mention = new Mention(context.botName());
        for (String line : readableLines) {
            int start = mention.endOfFirst(line);
            if (start >= 0) {
                int at = line.lastIndexOf('@', start - 1);
                boolean inProse = line.substring(0, at).codePoints().anyMatch(Character::isLetterOrDigit);
                new LineParser(new Words(line, start), mention, context, commands).read(inProse);
            }
            if (commands.size() > MAX_COMMANDS) {
                break;
            }
        }
        return List.copyOf(commands);
    }
}
