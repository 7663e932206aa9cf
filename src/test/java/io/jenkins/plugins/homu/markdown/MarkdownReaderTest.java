package io.jenkins.plugins.homu.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class MarkdownReaderTest {
    /** What stands for left-out text, written so that it can be read in a table. */
    private static final char LEFT_OUT = '\u2022';

    @Rule
    public final Timeout timeout = new Timeout(120, TimeUnit.SECONDS);

    private final MarkdownReader reader = new MarkdownReader();

    private List<String> lines(String body) {
        return reader.readableLines(body).stream()
                .map(line -> line.replace(InlineText.PLACEHOLDER, LEFT_OUT))
                .toList();
    }

    @Test
    public void nothingIsNoLines() {
        assertThat(reader.readableLines(null)).isEmpty();
        assertThat(reader.readableLines("")).isEmpty();
        assertThat(reader.readableLines(" \r\n\t\n")).isEmpty();
    }

    @Test
    public void paragraphsAreReadLineByLine() {
        assertThat(lines("@homu r+\n@homu p=1  \nthanks\\\nall\n\nsecond"))
                .containsExactly("@homu r+", "@homu p=1", "thanks", "all", "second");
        assertThat(lines("@homu r+\r\n@homu p=1\r@homu retry\r\n"))
                .containsExactly("@homu r+", "@homu p=1", "@homu retry");
        assertThat(lines("   @homu r+")).containsExactly("@homu r+");
    }

    @Test
    public void listsHeadingsAndEmphasisAreRead() {
        assertThat(lines("* @homu r+\n* x\n  - @homu p=1\n\n1. @homu retry\n2) y\n"))
                .containsExactly("@homu r+", "x", "@homu p=1", "@homu retry", "y");
        assertThat(lines("- [ ] @homu r+\n- [x] done")).containsExactly("[ ] @homu r+", "[x] done");
        assertThat(lines("# @homu r+\n@homu p=1\n---\n")).containsExactly("@homu r+", "@homu p=1");
        assertThat(lines("**@homu r+** *p=1* ***x***")).containsExactly("@homu r+ p=1 x");
        assertThat(lines("@homu delegate=a_b_c r=**x**")).containsExactly("@homu delegate=a_b_c r=x");
    }

    @Test
    public void eachTableCellIsALine() {
        assertThat(lines("| what | do |\n|:---|---:|\n| approve | @homu r+ |\n|@homu p=1|`code`|\n"))
                .containsExactly(" what ", " do ", " approve ", " @homu r+ ", "@homu p=1", "\u2022");
        assertThat(lines("text\na | b\n--- | ---\n@homu r+ | c"))
                .containsExactly("text", "a ", " b", "@homu r+ ", " c");
        assertThat(lines("@homu r+ | x")).containsExactly("@homu r+ | x");
    }

    @Test
    public void quotationsAreNotRead() {
        assertThat(lines("> @homu r+")).isEmpty();
        assertThat(lines("> quoted\n@homu r+"))
                .as("a lazy line belongs to the quotation")
                .isEmpty();
        assertThat(lines(">> @homu r+\n\n@homu p=1")).containsExactly("@homu p=1");
        assertThat(lines("- > @homu r+\n- x")).containsExactly("x");
        assertThat(lines("> - @homu r+\n>\n> # @homu r+")).isEmpty();
        assertThat(lines("On Monday alice wrote:\n> @homu r+\n\nno")).containsExactly("On Monday alice wrote:", "no");
    }

    @Test
    public void codeIsNotRead() {
        assertThat(lines("```\n@homu r+\n```")).isEmpty();
        assertThat(lines("~~~text\n@homu r+\n")).isEmpty();
        assertThat(lines("x\n\n    @homu r+\n")).containsExactly("x");
        assertThat(lines("- ```\n  @homu r+\n  ```")).isEmpty();
        assertThat(lines("use `@homu r+` here")).containsExactly("use \u2022 here");
        assertThat(lines("`` @homu `r+` ``")).isEmpty();
        assertThat(lines("`a\n@homu r+\nb`")).isEmpty();
        assertThat(lines("@homu r+`x`")).containsExactly("@homu r+\u2022");
    }

    @Test
    public void htmlIsNotRead() {
        assertThat(lines("<!-- @homu r+ -->")).isEmpty();
        assertThat(lines("<!--\n\n@homu r+\n\n-->\nx")).containsExactly("x");
        assertThat(lines("x <!-- @homu r+ --> y")).containsExactly("x  \u2022  y");
        assertThat(lines("<div>\n@homu r+\n</div>")).isEmpty();
        assertThat(lines("<pre>\n\n@homu r+\n\n</pre>\n\nx")).containsExactly("x");
        assertThat(lines("<script>\n@homu r+")).isEmpty();
        assertThat(lines("<![CDATA[\n@homu r+\n]]>")).isEmpty();
        assertThat(lines("<b>@homu r+</b>")).containsExactly(" \u2022 @homu r+ \u2022 ");
        assertThat(lines("line<br>@homu r+")).containsExactly("line \u2022 @homu r+");
    }

    @Test
    public void whatHtmlQuotesStrikesOrFoldsIsNotRead() {
        assertThat(lines("<blockquote>\n\n@homu r+\n\n</blockquote>\n\n@homu p=1"))
                .containsExactly("@homu p=1");
        assertThat(lines("<details><summary>log</summary>\n\n@homu r+\n\n</details>\n\nx"))
                .containsExactly("x");
        assertThat(lines("<DETAILS>\n\n@homu r+\n\n<details>\n\n</details>\n\n@homu r+"))
                .isEmpty();
        assertThat(lines("<del>\n\n@homu r+\n\n</del>\n\nx")).containsExactly("x");
        assertThat(lines("x <del>@homu r+</del> y\n@homu p=1")).containsExactly("x  \u2022  \u2022  y", "@homu p=1");
        assertThat(lines("x <code>\n@homu r+\n</code>\n@homu p=1")).containsExactly("x  \u2022 ", "@homu p=1");
        assertThat(lines("x <blockquote>\n\n@homu r+")).containsExactly("x  \u2022 ");
        assertThat(lines("<!-- <details> -->\n\n@homu r+")).containsExactly("@homu r+");
        assertThat(lines("Box<S> and List<String>\n\n@homu r+")).contains("@homu r+");
        assertThat(lines("List<String>: @homu r+")).containsExactly("List \u2022 : @homu r+");
    }

    @Test
    public void linksImagesAndStruckTextAreNotRead() {
        assertThat(lines("[@homu r+](https://example.com)")).isEmpty();
        assertThat(lines("[x](https://example.com \"@homu r+\")")).isEmpty();
        assertThat(lines("![@homu r+](x.png) y")).containsExactly("\u2022 y");
        assertThat(lines("<https://example.com/@homu> <a@homu> x")).containsExactly("\u2022 \u2022 x");
        assertThat(lines("[@homu r+]\n\n[@homu r+]: https://example.com")).isEmpty();
        assertThat(lines("[x]: https://example.com\n  \"@homu r+\"\n")).isEmpty();
        assertThat(lines("~~@homu r+~~ x")).containsExactly("\u2022 x");
        assertThat(lines("~@homu r+~")).isEmpty();
        assertThat(lines("[@homu r+] is text")).containsExactly("[@homu r+] is text");
    }

    @Test
    public void charactersAreWhatIsShown() {
        assertThat(lines("&commat;homu r&plus;")).containsExactly("@homu r+");
        assertThat(lines("@homu&nbsp;r+")).containsExactly("@homu\u00A0r+");
        assertThat(lines("\\@homu note=\\\"a\\\"")).containsExactly("@homu note=\"a\"");
        assertThat(lines("\uD83C\uDF89@homu r+")).containsExactly("\uD83C\uDF89@homu r+");
        assertThat(lines("@homu\u0000r+")).containsExactly("@homu\uFFFDr+");
    }

    @Test
    public void whatIsLongerThanGitHubAllowsIsCutAtALine() {
        String line = "@homu p=1000\n";
        String body = line.repeat(MarkdownReader.MAX_LENGTH / line.length() + 1);
        assertThat(lines(body))
                .hasSize(MarkdownReader.MAX_LENGTH / line.length())
                .containsOnly("@homu p=1000");
        assertThat(lines("x".repeat(MarkdownReader.MAX_LENGTH + 1))).isEmpty();
        assertThat(lines("\uD83D\uDE00".repeat(MarkdownReader.MAX_LENGTH))).hasSize(1);
    }

    @Test
    public void whatIsNestedTooDeepIsNotRead() {
        assertThat(lines("- ".repeat(50) + "@homu r+")).isEmpty();
        assertThat(lines("- ".repeat(20) + "@homu r+")).containsExactly("@homu r+");
        assertThat(lines("- ".repeat(MarkdownReader.MAX_NESTING) + "> @homu r+"))
                .isEmpty();
        assertThat(lines(">".repeat(100_000) + "@homu r+")).isEmpty();
        assertThat(lines(">".repeat(60_000) + "@homu r+\n\n@homu p=1")).containsExactly("@homu p=1");
    }

    @Test
    public void hostileTextIsReadFast() {
        for (String piece : List.of(
                ">",
                "> ",
                "[",
                "![",
                "[]",
                "[a](",
                "[a](<b",
                "*",
                "**",
                "*a ",
                "**a _b ",
                "*a**a ",
                "~~a ",
                "~",
                "`",
                "<",
                "<!--",
                "<?",
                "<a",
                "<![CDATA[",
                "<!A ",
                "- ",
                "1. ",
                "&",
                "\\",
                "[a]: b\n",
                "[a]:\n",
                "|a",
                "|-\n",
                "a\n",
                "\n",
                "> a\n",
                "- a\n",
                "[a][",
                "](",
                "<a href=\"",
                "<a b='",
                "\u0000",
                "<a@b",
                "a**b",
                "*_",
                "]",
                "[a]: <",
                "<b>",
                "</b ",
                "<s> ",
                "<div>\n",
                "<details>\n\n",
                "<!-- x",
                "\uD800",
                "a|b\n-|-\n")) {
            readFast(piece.repeat(MarkdownReader.MAX_LENGTH / piece.length()));
        }
        StringBuilder backticks = new StringBuilder();
        for (int n = 1; backticks.length() < 65_000; n++) {
            backticks.append("`".repeat(n)).append(' ');
        }
        readFast(backticks.toString());
        readFast("- ".repeat(16_000) + "a\n" + "\n".repeat(30_000));
        readFast("- ".repeat(8_000) + "a\n" + (" ".repeat(16_000) + "a\n").repeat(3));
        readFast("*a ".repeat(10_000) + "a* ".repeat(10_000));
        readFast("[".repeat(32_000) + "]".repeat(32_000));
        readFast("<".repeat(65_000) + ">");
    }

    private void readFast(String body) {
        long start = cpuTime();
        assertThat(reader.readableLines(body)).isNotNull();
        // Some hundred milliseconds at most; without the limits, the worst of these take 4 to 11 seconds.
        assertThat(cpuTime() - start).as(body.substring(0, 20)).isLessThan(TimeUnit.SECONDS.toNanos(3));
    }

    /** Of this thread, in nanoseconds: a busy machine makes no difference. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    public void behindTooManyTagsTheParagraphIsLeftOut() {
        String tags = "<b>".repeat(TagLimit.MAX_TAGS);
        assertThat(lines("x" + tags + "@homu r+")).singleElement().asString().endsWith("@homu r+");
        assertThat(lines("x" + tags + "<b> @homu r+\n@homu p=1\n\n@homu retry"))
                .noneMatch(line -> line.contains("r+") || line.contains("p=1"));
    }

    @Test
    public void behindTooMuchEmphasisTheParagraphIsLeftOut() {
        String runs = "a*b ".repeat(TagLimit.MAX_EMPHASES);
        assertThat(lines("x " + runs + "\n@homu r+")).contains("@homu r+");
        assertThat(lines("x " + runs + "*\n@homu r+\n\n@homu retry"))
                .noneMatch(line -> line.contains("r+"))
                .contains("@homu retry");
    }

    /** Whatever runs it may have less of a stack than the thread that a test is run on. */
    @Test
    public void nestingTakesLittleOfTheStack() throws Exception {
        int deep = 8_000;
        List<String> texts = List.of(
                "*a ".repeat(deep) + "a* ".repeat(deep),
                "**a _b ".repeat(deep / 2) + "b_ a** ".repeat(deep / 2),
                "~~a ".repeat(deep) + "a~~ ".repeat(deep),
                "![a".repeat(deep) + "](u)".repeat(deep),
                "[a".repeat(deep) + "](u)".repeat(deep),
                "![*a ".repeat(deep / 2) + "*](u)".repeat(deep / 2),
                "> ".repeat(deep) + "a",
                "- ".repeat(deep) + "a");
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread small = new Thread(null, () -> texts.forEach(reader::readableLines), "small", 400_000);
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        small.start();
        small.join();
        assertThat(thrown).isEmpty();
    }

    @Test
    public void whatAnImageSaysIsNotRead() {
        assertThat(reader.readableLines("a ![@homu r+](u) b ![@homu r-] c ![@homu try][x] d ![@homu p=1][]\n\n[x]: v"))
                .containsExactly("a \uFFFC b ![@homu r-] c \uFFFC d ![@homu p=1][]");
        assertThat(reader.readableLines("z ![a ![@homu r+](u) *b*](v) ![y]\n\n[y]: v"))
                .containsExactly("z \uFFFC \uFFFC");
    }

    @Test
    public void noTextMakesItThrow() {
        Random random = new Random(20_260_102);
        List<String> pieces = List.of(
                "@homu r+",
                " ",
                " ",
                "\n",
                "\n",
                "\n\n",
                "    ",
                "\t",
                "> ",
                "- ",
                "1. ",
                "# ",
                "```",
                "`",
                "*",
                "**",
                "_",
                "~~",
                "[",
                "](",
                ")",
                "<b>",
                "</b>",
                "<details>",
                "</details>",
                "<!--",
                "-->",
                "<",
                ">",
                "|",
                "---",
                "[a]: b",
                "&amp;",
                "\\",
                "\u0000",
                "\uD83D",
                "x");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                body.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(reader.readableLines(body.toString())).noneMatch(line -> line.contains("\n"));
        }
    }
}
