package io.jenkins.plugins.homu.core.command;

import io.jenkins.plugins.homu.core.command.Values.ShaKind;
import io.jenkins.plugins.homu.core.command.Words.Word;
import io.jenkins.plugins.homu.core.model.Delegation.Level;
import io.jenkins.plugins.homu.core.model.RollupMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one line from behind the mention. The methods that read a word say whether reading goes on. */
final class LineParser {
    private static final List<String> STILL_THERE = List.of("are", "you", "still", "there?");

    private final Words words;
    private final Mention mention;
    private final ParseContext context;
    private final List<Command> commands;

    LineParser(Words words, Mention mention, ParseContext context, List<Command> commands) {
        this.words = words;
        this.mention = mention;
        this.context = context;
        this.commands = commands;
    }

    /** Reads the line. In prose, the first word is no more likely a command than a later one. */
    void read(boolean inProse) {
        boolean first = true;
        for (Word word = words.next(); word != null; word = words.next()) {
            if (mention.isWholly(word.text())) {
                continue;
            }
            if (!read(word, first, first && !inProse)) {
                return;
            }
            first = false;
        }
    }

    private boolean read(Word word, boolean first, boolean meant) {
        String text = word.text();
        if (text.equals("r+")) {
            return approve(null);
        }
        if (text.equals("try")) {
            return tryBuild();
        }
        Command simple = Vocabulary.SIMPLE.get(text);
        if (simple != null) {
            return add(simple);
        }
        if (context.hooks().contains(text)) {
            return add(new Command.Hook(text, null));
        }
        if (isKnownKey(word.key())) {
            return readValue(word);
        }
        if (first && text.equals(STILL_THERE.get(0)) && readStillThere()) {
            return add(new Command.Ping());
        }
        return endOfCommands(word, meant);
    }

    private boolean isKnownKey(String key) {
        return key != null && (Vocabulary.KEYS.contains(key) || context.hooks().contains(key));
    }

    private boolean readValue(Word word) {
        if (word.problem() != null) {
            return error(word, "In " + code(word) + " " + word.problem() + ".");
        }
        return switch (word.key()) {
            case "r" -> approveAs(word);
            case "p", "priority" -> priority(word);
            case "rollup" -> rollup(word);
            case "delegate" -> delegate(word);
            case "treeclosed" -> treeClosed(word);
            case "note" -> note(word);
            case "parent", "jobs" ->
                error(word, code(word) + " belongs behind `try`, as in `try " + word.key() + "=...`.");
            default -> add(new Command.Hook(word.key(), Echo.text(word.value())));
        };
    }

    private boolean approveAs(Word word) {
        if (word.value().isEmpty()) {
            return error(word, "The name of the approver is missing: write `r=NAME`, or `r+` to approve yourself.");
        }
        String names = Values.names(word.value());
        if (names == null) {
            return error(word, code(word) + " does not name a GitHub user: write `r=NAME`.");
        }
        // "r=me when the tests pass" tells somebody else what to write, and always has.
        if (names.equalsIgnoreCase("me")) {
            Word next = words.peek();
            if (next != null && Values.shaKind(next.text(), context.headSha()) == ShaKind.SHA) {
                words.next();
            }
            return true;
        }
        return approve(names);
    }

    private boolean approve(String approver) {
        Word next = words.peek();
        ShaKind kind = next == null ? ShaKind.NONE : Values.shaKind(next.text(), context.headSha());
        return switch (kind) {
            case SHA -> {
                words.next();
                yield add(new Command.Approve(approver, next.text().toLowerCase(Locale.ROOT)));
            }
            // Somebody wanted to approve one commit only: without knowing which one, nothing is approved.
            case BROKEN ->
                error(
                        next,
                        code(next) + " is not a commit: write the 7 to 40 hex digits of the head alone."
                                + " Nothing was approved.");
            case NONE -> add(new Command.Approve(approver, null));
        };
    }

    private boolean priority(Word word) {
        OptionalInt value = number(word, "The priority", "p=5");
        return value.isPresent() && add(new Command.SetPriority(value.getAsInt()));
    }

    /** The number of this word; if it is none, an error was added. */
    private OptionalInt number(Word word, String what, String example) {
        if (!Values.isNumber(word.value())) {
            error(word, what + " has to be a whole number, as in `" + example + "`.");
            return OptionalInt.empty();
        }
        OptionalInt value = Values.number(word.value());
        if (value.isEmpty()) {
            error(word, what + " is out of range: write a number from -2147483648 to 2147483647.");
        }
        return value;
    }

    private boolean rollup(Word word) {
        Optional<RollupMode> mode = RollupMode.ofWord(word.value());
        if (mode.isPresent()) {
            return add(new Command.SetRollup(mode.get()));
        }
        List<String> modes =
                Arrays.stream(RollupMode.values()).map(RollupMode::word).toList();
        String hint = Suggestion.closest(word.value(), modes)
                .map(closest -> " Did you mean `rollup=" + closest + "`?")
                .orElse("");
        return error(word, "`rollup=` takes `" + String.join("`, `", modes) + "`." + hint);
    }

    private boolean delegate(Word word) {
        String value = word.value();
        if (value.isEmpty()) {
            return error(
                    word, "The name of the delegate is missing: write `delegate=NAME`, or `delegate+` for the author.");
        }
        Level level = levelOf(value);
        if (level != null) {
            return add(new Command.Delegate(null, level));
        }
        int colon = value.lastIndexOf(':');
        if (colon >= 0) {
            level = levelOf(value.substring(colon + 1));
            if (level == null) {
                return error(word, "A delegate gets `review` or `try`, as in `delegate=NAME:try`.");
            }
            value = value.substring(0, colon);
        }
        String name = Values.name(value);
        if (name == null) {
            return error(word, code(word) + " does not name a GitHub user: write `delegate=NAME`.");
        }
        return add(new Command.Delegate(name, level == null ? Level.REVIEW : level));
    }

    private static Level levelOf(String word) {
        for (Level level : Level.values()) {
            if (level.word().equalsIgnoreCase(word)) {
                return level;
            }
        }
        return null;
    }

    private boolean treeClosed(Word word) {
        OptionalInt below = number(word, "The priority below which the tree is closed", "treeclosed=100");
        if (below.isEmpty()) {
            return false;
        }
        Word next = words.peek();
        String reason = null;
        if (next != null && !isCommand(next)) {
            if (Chars.isDoubleQuote(next.text().charAt(0))) {
                reason = words.quotedText();
                if (reason == null) {
                    return error(next, "The closing quote of the reason is missing. The tree was left as it is.");
                }
            } else {
                reason = words.rest();
            }
            reason = Echo.text(reason);
        }
        return add(new Command.TreeClosed(below.getAsInt(), reason == null || reason.isEmpty() ? null : reason));
    }

    /** Whether a word begins a command, so that it isn't a reason. */
    private boolean isCommand(Word word) {
        String text = word.text();
        return Vocabulary.OPENING.contains(text)
                || Vocabulary.SIMPLE.containsKey(text)
                || context.hooks().contains(text)
                || isKnownKey(word.key())
                || mention.isWholly(text);
    }

    private boolean note(Word word) {
        if (word.value().isEmpty() && !word.quoted()) {
            return error(word, "The text of the note is missing: write `note=\"...\"`, or `note=\"\"` to remove it.");
        }
        return add(new Command.Note(Echo.text(word.value())));
    }

    private boolean tryBuild() {
        Word next = words.peek();
        if (next != null && next.text().equals("cancel")) {
            words.next();
            return add(new Command.CancelTry());
        }
        String parent = null;
        List<String> jobs = null;
        while (next != null && ("parent".equals(next.key()) || "jobs".equals(next.key()))) {
            words.next();
            if (next.problem() != null) {
                return error(next, "In " + code(next) + " " + next.problem() + ". No try build was started.");
            }
            if (next.key().equals("parent")) {
                if (parent != null) {
                    return error(next, "`try` takes one `parent=` only. No try build was started.");
                }
                if (!next.value().equals(Command.Try.LAST) && !Values.isSha(next.value())) {
                    return error(
                            next,
                            "`parent=` takes `last` or the 7 to 40 hex digits of a commit."
                                    + " No try build was started.");
                }
                parent = next.value().toLowerCase(Locale.ROOT);
            } else {
                if (jobs != null) {
                    return error(next, "`try` takes one `jobs=` only. No try build was started.");
                }
                jobs = Values.jobs(next.value());
                if (jobs == null) {
                    return error(
                            next,
                            "`jobs=` takes the names of jobs, separated by commas, as in `try jobs=linux,windows`."
                                    + " No try build was started.");
                }
            }
            next = words.peek();
        }
        return add(new Command.Try(parent, jobs == null ? List.of() : jobs));
    }

    /** Takes the rest of "are you still there?", if that is what stands here. */
    private boolean readStillThere() {
        for (String expected : STILL_THERE.subList(1, STILL_THERE.size())) {
            Word next = words.peek();
            if (next == null || !next.text().equals(expected)) {
                return false;
            }
            words.next();
        }
        return true;
    }

    /** Ends the line at a word that is no command, and says so if it was meant as one; always false. */
    private boolean endOfCommands(Word word, boolean meant) {
        String text = word.text();
        if (!isSpoken(text)) {
            return false;
        }
        boolean keyed = word.key() != null && !word.value().startsWith("=");
        Optional<String> near = keyed ? nearestKey(word.key()) : nearestWord(text, meant);
        if (meant || keyed || near.isPresent()) {
            String hint = near.map(other -> " Did you mean `" + other + "`?")
                    .orElse(" The command `help` lists all there are.");
            return error(word, "There is no command " + code(word) + "." + hint);
        }
        return false;
    }

    private Optional<String> nearestKey(String key) {
        return Suggestion.closest(key, Vocabulary.keys(context.hooks())).map(near -> near + "=");
    }

    private Optional<String> nearestWord(String text, boolean meant) {
        if (Vocabulary.KEYS.contains(text) && (meant || text.equals("treeclosed"))) {
            return Optional.of(text + "=");
        }
        if (!meant) {
            return Suggestion.unmistakable(text, Vocabulary.words(context.hooks()));
        }
        String here = Vocabulary.ELSEWHERE.get(text.toLowerCase(Locale.ROOT));
        return here != null ? Optional.of(here) : Suggestion.closest(text, Vocabulary.words(context.hooks()));
    }

    /** Whether a word could be meant for us at all: not a mention of somebody, not left-out text, not an emoji. */
    private static boolean isSpoken(String text) {
        char start = text.charAt(0);
        if (start == '@' || start == Chars.PLACEHOLDER) {
            return false;
        }
        if (text.length() > 2 && start == ':' && text.endsWith(":")) {
            return false;
        }
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static String code(Word word) {
        return "`" + Echo.word(word.text()) + "`";
    }

    private boolean add(Command command) {
        if (commands.size() < CommandParser.MAX_COMMANDS) {
            commands.add(command);
            return true;
        }
        commands.add(new Command.Invalid(
                "", "Only the first " + CommandParser.MAX_COMMANDS + " commands of a comment are read."));
        return false;
    }

    /** Adds an error; always false, because the rest of the line isn't read. */
    private boolean error(Word word, String message) {
        add(new Command.Invalid(Echo.word(word.text()), message));
        return false;
    }
}
