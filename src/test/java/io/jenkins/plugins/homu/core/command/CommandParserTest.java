package io.jenkins.plugins.homu.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/**
 * How comments become commands. Long, because it is mostly tables of what may be written, a line for each form, whose every
 * line is a promise of docs/commands.md.
 */
public class CommandParserTest {
    private static final String HEAD = "deca1f00d0123456789abcdef0123456789abcde";
    private static final String FULL = "0123456789abcdef0123456789abcdef01234567";
    private static final ParseContext CONTEXT = new ParseContext("homu", Set.of("deploy", "bench"), HEAD);

    @Rule
    public final Timeout timeout = new Timeout(60, TimeUnit.SECONDS);

    /** Comment and commands, by turns. Lines of a comment are separated by line feeds. */
    private static void check(String... rows) {
        for (int i = 0; i < rows.length; i += 2) {
            assertThat(shown(rows[i])).as(rows[i]).isEqualTo(rows[i + 1]);
        }
    }

    private static List<Command> parse(String comment) {
        return CommandParser.parse(Arrays.asList(comment.split("\n", -1)), CONTEXT);
    }

    private static String shown(String comment) {
        return Shown.of(parse(comment));
    }

    private static String message(String comment) {
        List<Command> commands = parse(comment);
        assertThat(commands).isNotEmpty();
        Command last = commands.get(commands.size() - 1);
        assertThat(last).isInstanceOf(Command.Invalid.class);
        return ((Command.Invalid) last).message();
    }

    @Test
    public void everyWordOfTheOriginalIsUnderstood() {
        check(
                "@homu r+", "approve(null,null)",
                "@homu r=alice", "approve(alice,null)",
                "@homu r-", "unapprove",
                "@homu p=5", "p(5)",
                "@homu p=-1", "p(-1)",
                "@homu delegate=alice", "delegate(alice,review)",
                "@homu delegate+", "delegate(null,review)",
                "@homu delegate-", "undelegate",
                "@homu retry", "retry",
                "@homu try", "try(null,[])",
                "@homu try-", "untry",
                "@homu rollup", "rollup(always)",
                "@homu rollup-", "rollup(maybe)",
                "@homu force", "force",
                "@homu clean", "clean");
    }

    @Test
    public void everyWordOfTheRustForkIsUnderstood() {
        check(
                "@homu rollup=always", "rollup(always)",
                "@homu rollup=maybe", "rollup(maybe)",
                "@homu rollup=iffy", "rollup(iffy)",
                "@homu rollup=never", "rollup(never)",
                "@homu treeclosed=10", "treeclosed(10,null)",
                "@homu treeclosed-", "treeopen",
                "@homu squash", "squash",
                "@homu squash-", "unsquash",
                "@homu ping", "ping",
                "@homu hello?", "ping",
                "@homu are you still there?", "ping",
                "@homu deploy", "hook(deploy,null)",
                "@homu deploy=to=all bench", "hook(deploy,to=all) hook(bench,null)",
                "@homu: r+", "approve(null,null)",
                "@homu r=@alice", "approve(alice,null)");
    }

    @Test
    public void theAdditionsAreUnderstood() {
        check(
                "@homu priority=7",
                "p(7)",
                "@homu cancel",
                "cancel",
                "@homu yield",
                "cancel",
                "@homu try cancel",
                "untry",
                "@homu try parent=last",
                "try(last,[])",
                "@homu try parent=" + FULL,
                "try(" + FULL + ",[])",
                "@homu try parent=ABCDEF1",
                "try(abcdef1,[])",
                "@homu try jobs=linux,windows",
                "try(null,[linux, windows])",
                "@homu try jobs=a parent=last",
                "try(last,[a])",
                "@homu try parent=last jobs=\"a b, c\" p=1",
                "try(last,[a b, c]) p(1)",
                "@homu delegate=try",
                "delegate(null,try)",
                "@homu delegate=review",
                "delegate(null,review)",
                "@homu delegate=@alice:try",
                "delegate(alice,try)",
                "@homu delegate=alice:review",
                "delegate(alice,review)",
                "@homu delegate=try:try",
                "delegate(try,try)",
                "@homu treeopen",
                "treeopen",
                "@homu info",
                "info",
                "@homu why",
                "why",
                "@homu help",
                "help",
                "@homu note=later",
                "note(later)",
                "@homu note=\"after the release\" p=1",
                "note(after the release) p(1)",
                "@homu note=\u201Cfrom a phone\u201D",
                "note(from a phone)",
                "@homu note='single quotes'",
                "note(single quotes)",
                "@homu note=\"\"",
                "note()");
    }

    @Test
    public void wordsAreReadFromLeftToRight() {
        check(
                "@homu p=1 p=2", "p(1) p(2)",
                "@homu r+ r-", "approve(null,null) unapprove",
                "@homu retry force clean", "retry force clean",
                "@homu try cancel cancel", "untry cancel",
                "@homu r+ p=5\n@homu rollup", "approve(null,null) p(5) rollup(always)",
                "@homu r+\nthanks\n@homu p=1", "approve(null,null) p(1)");
    }

    @Test
    public void readingEndsAtTheFirstUnknownWord() {
        check(
                "@homu r+ thanks retry", "approve(null,null)",
                "@homu r+ this is great, please clean up", "approve(null,null)",
                "@homu r+ add", "approve(null,null)",
                "@homu r+ bad dead face p=1", "approve(null,null)",
                "@homu r+ \uD83D\uDC4D p=1", "approve(null,null)",
                "@homu r+ x==y", "approve(null,null)",
                "@homu r+ note that this is slow", "approve(null,null)",
                "@homu r+ \uFFFC p=1", "approve(null,null)",
                "@homu \uFFFC r+", "",
                "@homu \uD83D\uDC4D r+", "",
                "@homu :tada: r+", "");
    }

    @Test
    public void onlyAMentionOfTheBotIsRead() {
        check(
                "r+", "",
                "@homurun try", "",
                "@homu-bot try", "",
                "@homu_ try", "",
                "x@homu try", "",
                "x.@homu try", "",
                "@homu/reviewers r+", "",
                "@homu's r+", "",
                "@homu. r+", "",
                "@ homu r+", "",
                "homu r+", "",
                "@@homu r+", "",
                "https://example.com/@homu r+", "",
                "https://example.com/a,@homu r+", "",
                "\"@homu r+ now\"", "",
                "\u201C@homu r+ now\u201D", "",
                "`@homu r+`", "",
                "@HOMU r+", "approve(null,null)",
                "@Homu, r+", "approve(null,null)",
                "@homu:r+", "approve(null,null)",
                "@homu[bot] r+", "approve(null,null)",
                "@homurun @homu r+", "approve(null,null)",
                "alice: @homu r+", "approve(null,null)",
                "(@homu r-", "unapprove",
                "\uD83C\uDF89@homu r+", "approve(null,null)",
                "\u8BF7@homu r+", "approve(null,null)",
                "[ ] @homu\tr+", "approve(null,null)",
                "@homu\u00A0r+\u00A0p=1", "approve(null,null) p(1)",
                "@homu\u3000r+", "approve(null,null)");
    }

    @Test
    public void wordsBeforeTheMentionAreNoCommands() {
        check("retry @homu p=1", "p(1)", "r+ @homu", "", "please @homu do not try", "", "p=1 r+ try-@homu", "");
    }

    @Test
    public void aBareMentionSaysNothing() {
        check("@homu", "", "@homu:", "", "thanks @homu", "", "thanks @homu!", "", "@homu @homu", "", "@homu ...", "");
    }

    @Test
    public void aFurtherMentionOfTheBotIsSkippedAndOfOthersEndsTheLine() {
        check(
                "@homu r+ @homu p=1", "approve(null,null) p(1)",
                "@homu @homu: r+", "approve(null,null)",
                "@homu r+ @alice p=1", "approve(null,null)",
                "@homu @alice r+", "",
                "@alice @homu r+", "approve(null,null)",
                "@homu r+ @homurun p=1", "approve(null,null)");
    }

    @Test
    public void aShaPinsTheApproval() {
        check(
                "@homu r+ 1234567",
                "approve(null,1234567)",
                "@homu r+ ABCDEF0",
                "approve(null,abcdef0)",
                "@homu r+ " + FULL + " p=1",
                "approve(null," + FULL + ") p(1)",
                "@homu r=alice abcdefa retry",
                "approve(alice,abcdefa) retry",
                // 4 to 6 digits: of the head, or with a digit.
                "@homu r+ deca",
                "approve(null,deca)",
                "@homu r+ DECA1",
                "approve(null,deca1)",
                "@homu r+ bad1 p=1",
                "approve(null,bad1) p(1)",
                "@homu r+ 2024",
                "approve(null,2024)",
                "@homu r+ dead",
                "approve(null,null)",
                "@homu r+ facade",
                "approve(null,null)",
                "@homu r+ 123",
                "approve(null,null)",
                "@homu r+ abc",
                "approve(null,null)");
        assertThat(Shown.of(CommandParser.parse(List.of("@homu r+ deca"), ParseContext.of("homu"))))
                .isEqualTo("approve(null,null)");
    }

    @Test
    public void whatWasMeantAsAShaButIsNoneApprovesNothing() {
        check(
                "@homu r+ " + FULL + "8",
                "error(0123456789abcdef0123456789abcdef012345678)",
                "@homu r=alice " + "a".repeat(60),
                "error(" + "a".repeat(49) + "\u2026)",
                "@homu r+ 1234567.",
                "error(1234567.)",
                "@homu r+ (abcd123)",
                "error(?abcd123?)",
                "@homu r+ `abcd123` p=1",
                "error(?abcd123?)");
        assertThat(message("@homu r+ 1234567.")).contains("Nothing was approved");
    }

    @Test
    public void rIsMeIsIgnored() {
        check(
                "@homu r=me", "",
                "@homu r=@ME when the tests pass", "",
                "@homu r=me 1234567 p=1", "p(1)",
                "@homu r=me p=1", "p(1)");
    }

    @Test
    public void namesAreThoseOfGitHub() {
        check(
                "@homu r=alice,bob", "approve(alice,bob,null)",
                "@homu r=@alice,@bob", "approve(alice,bob,null)",
                "@homu r=org/team", "approve(org/team,null)",
                "@homu r=alice_corp", "approve(alice_corp,null)",
                "@homu r=dependabot[bot]", "approve(dependabot[bot],null)",
                "@homu r=", "error(r=)",
                "@homu r=@", "error(r=?)",
                "@homu r=-x", "error(r=-x)",
                "@homu r=--upload-pack=x", "error(r=--upload-pack=x)",
                "@homu r=alice,,bob", "error(r=alice,,bob)",
                "@homu r=alice,", "error(r=alice,)",
                "@homu r=\u0430lice", "error(r=\u0430lice)",
                "@homu r=<b>", "error(r=?b?)",
                "@homu delegate=", "error(delegate=)",
                "@homu delegate=a,b", "error(delegate=a,b)",
                "@homu delegate=alice:all", "error(delegate=alice:all)",
                "@homu delegate=:try", "error(delegate=:try)");
    }

    @Test
    public void badValuesAreAnsweredAndEndTheLine() {
        check(
                "@homu p=",
                "error(p=)",
                "@homu p=abc r+",
                "error(p=abc)",
                "@homu r+ p=1.5 retry",
                "approve(null,null) error(p=1.5)",
                "@homu p=99999999999",
                "error(p=99999999999)",
                "@homu p=2147483647",
                "p(2147483647)",
                "@homu p=2147483648",
                "error(p=2147483648)",
                "@homu p=+3",
                "p(3)",
                "@homu p=--3",
                "error(p=--3)",
                "@homu p=\uFF15",
                "error(p=\uFF15)",
                "@homu rollup=foo",
                "error(rollup=foo)",
                "@homu rollup=",
                "error(rollup=)",
                "@homu rollup=Always",
                "error(rollup=Always)",
                "@homu treeclosed=",
                "error(treeclosed=)",
                "@homu treeclosed=soon",
                "error(treeclosed=soon)",
                "@homu treeclosed",
                "error(treeclosed)",
                "@homu r+ treeclosed",
                "approve(null,null) error(treeclosed)",
                "@homu note=",
                "error(note=)",
                "@homu note=\"open end",
                "error(note=\"open)",
                "@homu note=\"a\"b",
                "error(note=\"a\")",
                "@homu parent=last",
                "error(parent=last)",
                "@homu r+ jobs=a",
                "approve(null,null) error(jobs=a)",
                "@homu try parent=abc",
                "error(parent=abc)",
                "@homu try parent=",
                "error(parent=)",
                "@homu try parent=last parent=last",
                "error(parent=last)",
                "@homu try jobs=",
                "error(jobs=)",
                "@homu try jobs=a,,b",
                "error(jobs=a,,b)",
                "@homu try jobs=\"a",
                "error(jobs=\"a)",
                "@homu try jobs=a jobs=b",
                "error(jobs=b)",
                "@homu try parent=" + FULL + "0",
                "error(parent=" + FULL + "0)");
    }

    @Test
    public void anUnknownWordBehindAMentionThatBeginsTheLineIsAnswered() {
        check(
                "@homu do not try", "error(do)",
                "@homu frobnicate r+", "error(frobnicate)",
                "\uD83C\uDF89 @homu frobnicate", "error(frobnicate)",
                "@homu R+", "error(R+)",
                "@homu r+. p=1", "error(r+.)",
                "@homu p", "error(p)",
                "@homu are you there?", "error(are)",
                "@homu \uFF52+", "error(\uFF52+)",
                "I think @homu is slow", "",
                "I think @homu for once retyr", "",
                "hello @homu retyr", "error(retyr)");
    }

    @Test
    public void alaterWordIsAnsweredOnlyWhenItWasLikelyMeant() {
        check(
                "@homu r+ retyr", "approve(null,null) error(retyr)",
                "@homu r+ delgate+", "approve(null,null) error(delgate+)",
                "@homu p=1 r++", "p(1) error(r++)",
                "@homu r+ foo=bar", "approve(null,null) error(foo=bar)",
                "@homu r+ prioritty=3", "approve(null,null) error(prioritty=3)",
                "@homu r+ rol", "approve(null,null)",
                "@homu r+ tri", "approve(null,null)",
                "@homu r+ who", "approve(null,null)",
                "@homu r+ C", "approve(null,null)");
    }

    @Test
    public void errorsSuggestWhatWasMeant() {
        assertThat(message("@homu retyr")).isEqualTo("There is no command `retyr`. Did you mean `retry`?");
        assertThat(message("@homu r++")).contains("mean `r+`?");
        assertThat(message("@homu +r")).contains("mean `r+`?");
        assertThat(message("@homu R+")).contains("mean `r+`?");
        assertThat(message("@homu delgate+")).contains("mean `delegate+`?");
        assertThat(message("@homu delgate=alice")).contains("mean `delegate=`?");
        assertThat(message("@homu rollup=alwys")).contains("mean `rollup=always`?");
        assertThat(message("@homu prioritty=3")).contains("mean `priority=`?");
        assertThat(message("@homu deplyo")).contains("mean `deploy`?");
        assertThat(message("@homu benhc=1")).contains("mean `bench=`?");
        assertThat(message("@homu tyr")).contains("mean `try`?");
        assertThat(message("@homu untry")).contains("mean `try-`?");
        assertThat(message("@homu lgtm")).contains("mean `r+`?");
        assertThat(message("@homu hello")).contains("mean `hello?`?");
        assertThat(message("@homu priority")).contains("mean `priority=`?");
        assertThat(message("@homu xyzzyx"))
                .isEqualTo("There is no command `xyzzyx`. The command `help` lists all there are.");
        assertThat(message("@homu p=abc")).isEqualTo("The priority has to be a whole number, as in `p=5`.");
    }

    @Test
    public void theReasonOfAClosedTreeIsTheRestOfTheLine() {
        check(
                "@homu treeclosed=5 the disks are full", "treeclosed(5,the disks are full)",
                "@homu treeclosed=5 \"the disks are full\" r+", "treeclosed(5,the disks are full) approve(null,null)",
                "@homu treeclosed=5 \"no end", "error(\"no)",
                "@homu treeclosed=5 \"\"", "treeclosed(5,null)",
                "@homu treeclosed=5 r+", "treeclosed(5,null) approve(null,null)",
                "@homu treeclosed=5 p=1", "treeclosed(5,null) p(1)",
                "@homu treeclosed=5 p=x", "treeclosed(5,null) error(p=x)",
                "@homu treeclosed=5 @homu p=1", "treeclosed(5,null) p(1)",
                "@homu treeclosed=5 @alice repairs \uFFFC  it", "treeclosed(5,@alice repairs \u2026 it)",
                "@homu treeclosed=-3", "treeclosed(-3,null)");
    }

    @Test
    public void invisibleAndControlCharactersMakeNoCommands() {
        check(
                "@homu\u0000r+", "approve(null,null)",
                "@homu \u200Er+\u200F", "approve(null,null)",
                "\uFEFF@homu r+", "approve(null,null)",
                "@homu\u200B r+", "approve(null,null)",
                "@homu re\u200Btry", "error(re?try)",
                "@ho\u200Bmu r+", "",
                "@homu\u0301 r+", "",
                "@homu \u202E+r", "error(+r)",
                "@homu note=\"a\u0007\u202Eb\"", "note(a b)",
                "@homu p=\u0661", "error(p=\u0661)");
        ParseContext kelvin = ParseContext.of("kas");
        assertThat(CommandParser.parse(List.of("@\u212Aa\u017F r+"), kelvin)).isEmpty();
        assertThat(CommandParser.parse(List.of("@KAS r+"), kelvin)).hasSize(1);
    }

    @Test
    public void errorsCannotPingLinkOrFormat() {
        for (String hostile : List.of(
                "x`@alice`",
                "**x**",
                "[x](http://evil)",
                "x#12",
                "<!--x",
                "http://evil.example/x",
                "__x__",
                "~~x~~",
                "x|y",
                "&lt;x",
                "www.evil.example",
                "WWW.evil.example",
                "p=`@all`",
                "r=<img>",
                "\u202Ex\u200B",
                "x\uDC00y",
                "a\u0301\u0301")) {
            for (Command command : parse("@homu " + hostile)) {
                Command.Invalid invalid = (Command.Invalid) command;
                assertThat(invalid.word())
                        .doesNotContainPattern("[`@#*~<>\\[\\]()|\\\\&\\p{Cc}\\p{Cf}\\p{Cs}\\p{M}]|://|(?i)www\\.");
                assertThat(invalid.word()).doesNotContain("__");
                assertThat(invalid.message()).doesNotContain("@").doesNotContain("<");
            }
        }
        Command.Invalid cut =
                (Command.Invalid) parse("@homu " + "x".repeat(100_000)).get(0);
        assertThat(cut.word()).hasSize(CommandParser.MAX_WORD);
        assertThat(cut.message().length()).isLessThan(200);
    }

    @Test
    public void aCommentHoldsABoundedNumberOfCommandsAndText() {
        List<Command> many = parse("@homu " + "ping ".repeat(100_000));
        assertThat(many).hasSize(CommandParser.MAX_COMMANDS + 1);
        assertThat(many.get(CommandParser.MAX_COMMANDS)).isInstanceOf(Command.Invalid.class);
        assertThat(parse("@homu x\n".repeat(20_000))).hasSize(CommandParser.MAX_COMMANDS + 1);
        assertThat(parse("@homu note=\"" + "x".repeat(100_000) + "\""))
                .containsExactly(new Command.Note("x".repeat(CommandParser.MAX_TEXT)));
    }

    @Test
    public void hugeLinesAreReadInLinearTime() {
        for (String piece : List.of(
                "@",
                "@homu",
                "@homu,",
                "a@homu ",
                "://@homu",
                ",@homux",
                "x ",
                "r+ ",
                "p=1 ",
                "a=\" ",
                "note=\"x\" ",
                "r=a,",
                "r=",
                "jobs=a,",
                "\u200B",
                "treeclosed=1 ",
                "=",
                "\"",
                "\uD800",
                "f",
                "are you still ")) {
            String text = piece.repeat(1_000_000 / piece.length());
            long start = cpuTime();
            for (String line : List.of(
                    text, "@homu " + text, "@homu r+ " + text, "@homu note=\"" + text, "@homu try jobs=" + text)) {
                CommandParser.parse(List.of(line), CONTEXT);
            }
            // Five times a megabyte; anything quadratic would take minutes.
            assertThat(cpuTime() - start).as(piece).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    /** Of this thread, in nanoseconds: a busy machine makes no difference. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    public void noTextMakesItThrow() {
        Random random = new Random(20_260_101);
        List<String> pieces = List.of(
                "@homu",
                "@homu",
                "@Homu:",
                "@x",
                " ",
                " ",
                " ",
                "r+",
                "r=",
                "r-",
                "p=",
                "try",
                "parent=",
                "jobs=",
                "last",
                "cancel",
                "treeclosed=",
                "delegate=",
                "note=",
                "\"",
                "'",
                "\u201C",
                "=",
                ",",
                "deploy",
                "deploy=",
                "rollup",
                "abc1234",
                "dead",
                "\n",
                "\t",
                "\u0000",
                "\u200B",
                "\u202E",
                "\uFFFC",
                "\uD83D\uDE00",
                "\uD83D",
                "\u0301",
                "-",
                "+",
                "are",
                "you",
                "still",
                "there?",
                "99999999999",
                "5",
                "`",
                "<!--");
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "@homu " : "");
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(
                        random.nextInt(10) == 0
                                ? Character.toString(random.nextInt(0x3000))
                                : pieces.get(random.nextInt(pieces.size())));
            }
            List<Command> commands = parse(text.toString());
            assertThat(commands).doesNotContainNull();
            for (Command command : commands) {
                if (command instanceof Command.Approve approve && approve.sha() != null) {
                    assertThat(approve.sha()).matches("[0-9a-f]{4,40}");
                }
                if (command instanceof Command.Invalid invalid) {
                    assertThat(invalid.word().length()).isLessThanOrEqualTo(2 * CommandParser.MAX_WORD);
                    assertThat(invalid.word()).doesNotContainPattern("[`@<\\p{Cc}\\p{Cf}]");
                }
            }
        }
    }

    @Test
    public void noLinesAreNoCommands() {
        assertThat(CommandParser.parse(Collections.emptyList(), CONTEXT)).isEmpty();
        check("", "");
    }

    @Test
    public void theBotsNameIsItsLoginInAnyForm() {
        for (String name : List.of("homu", "@homu", "homu[bot]", "HOMU")) {
            assertThat(CommandParser.parse(List.of("@homu r-"), ParseContext.of(name)))
                    .hasSize(1);
        }
    }
}
