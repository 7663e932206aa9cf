package io.jenkins.plugins.homu.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.core.command.ParseContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.Test;
import picocli.CommandLine;

public class ParseCommandTest {
    private static final String HEAD = "deca1f00d0123456789abcdef0123456789abcde";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private int run(String body, String... args) {
        CommandLine line = HomuCommand.commandLine();
        line.getCommandSpec().removeSubcommand("parse");
        line.addSubcommand(new ParseCommand(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8)));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private static void check(String... rows) throws IOException {
        ParseContext context = new ParseContext("homu", Set.of("a"), HEAD);
        for (int i = 0; i < rows.length; i += 2) {
            assertThat(ParseCommand.json("@homu " + rows[i], context))
                    .as(rows[i])
                    .isEqualTo("[" + rows[i + 1] + "]");
        }
    }

    @Test
    public void everyCommandHasItsObject() throws IOException {
        check(
                "r+", "{\"command\":\"approve\",\"approver\":null,\"sha\":null}",
                "r=@bob abc1234", "{\"command\":\"approve\",\"approver\":\"bob\",\"sha\":\"abc1234\"}",
                "r+ deca", "{\"command\":\"approve\",\"approver\":null,\"sha\":\"deca\"}",
                "r-", "{\"command\":\"unapprove\"}",
                "p=5", "{\"command\":\"priority\",\"value\":5}",
                "delegate+", "{\"command\":\"delegate\",\"to\":null,\"level\":\"review\"}",
                "delegate=bob", "{\"command\":\"delegate\",\"to\":\"bob\",\"level\":\"review\"}",
                "delegate=try", "{\"command\":\"delegate\",\"to\":null,\"level\":\"try\"}",
                "delegate-", "{\"command\":\"undelegate\"}",
                "retry", "{\"command\":\"retry\"}",
                "try", "{\"command\":\"try\",\"parent\":null,\"jobs\":[]}",
                "try parent=last jobs=x,y", "{\"command\":\"try\",\"parent\":\"last\",\"jobs\":[\"x\",\"y\"]}",
                "try-", "{\"command\":\"untry\"}",
                "rollup=iffy", "{\"command\":\"rollup\",\"value\":\"iffy\"}",
                "treeclosed=10", "{\"command\":\"treeclosed\",\"value\":10,\"reason\":null}",
                "treeclosed=10 no disk", "{\"command\":\"treeclosed\",\"value\":10,\"reason\":\"no disk\"}",
                "treeclosed-", "{\"command\":\"treeopen\"}",
                "force", "{\"command\":\"force\"}",
                "clean", "{\"command\":\"clean\"}",
                "yield", "{\"command\":\"cancel\"}",
                "squash", "{\"command\":\"squash\"}",
                "squash-", "{\"command\":\"unsquash\"}",
                "info", "{\"command\":\"info\"}",
                "why", "{\"command\":\"why\"}",
                "help", "{\"command\":\"help\"}",
                "hello?", "{\"command\":\"ping\"}",
                "note=\"\u00FC \\\"", "{\"command\":\"note\",\"text\":\"\u00FC\"}",
                "a", "{\"command\":\"hook\",\"name\":\"a\",\"data\":null}",
                "a=b", "{\"command\":\"hook\",\"name\":\"a\",\"data\":\"b\"}",
                "p=x",
                        "{\"command\":\"error\",\"word\":\"p=x\",\"message\":"
                                + "\"The priority has to be a whole number, as in `p=5`.\"}",
                "r+ p=1",
                        "{\"command\":\"approve\",\"approver\":null,\"sha\":null},"
                                + "{\"command\":\"priority\",\"value\":1}",
                "@alice", "");
    }

    @Test
    public void standardInputBecomesAnArrayOnStandardOutput() throws IOException {
        int exit = run(
                "Hi\r\n\r\n> @bot r+\r\n\r\n```\r\n@bot r+\r\n```\r\n<!-- @bot r+ -->\r\n\r\n* @Bot: p=1 a=\u00FC x\r\n",
                "parse",
                "--bot",
                "bot",
                "--hooks",
                "a, b");

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(new ObjectMapper().readTree(out.toByteArray()))
                .isEqualTo(new ObjectMapper()
                        .readTree("[{\"command\":\"priority\",\"value\":1},"
                                + "{\"command\":\"hook\",\"name\":\"a\",\"data\":\"\u00FC\"}]"));
    }

    @Test
    public void anEmptyCommentIsAnEmptyArray() {
        assertThat(run("", "parse", "--bot", "homu")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]\n");
    }

    @Test
    public void theHeadMakesAShortShaOne() {
        assertThat(run("@homu r+ deca", "parse", "--bot=homu", "--head=" + HEAD))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"sha\":\"deca\"");
    }

    @Test
    public void wrongUsageIsOneLineAndTwo() {
        String[][] wrong = {
            {"parse"},
            {"parse", "--bot", "@"},
            {"parse", "--bot", "x", "--head", "xyz"},
            {"parse", "--bto", "x"},
            {"prase"}
        };
        for (String[] args : wrong) {
            err.getBuffer().setLength(0);
            assertThat(run("@homu r+", args)).isEqualTo(2);
            assertThat(err.toString().strip())
                    .startsWith("homu: ")
                    .contains("--help")
                    .doesNotContain("\n");
        }
        assertThat(out.size()).isZero();
    }
}
