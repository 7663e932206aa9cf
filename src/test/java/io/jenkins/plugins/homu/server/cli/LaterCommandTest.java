package io.jenkins.plugins.homu.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.Test;
import picocli.CommandLine;

public class LaterCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    public void whatIsNotThereYetIsRefusedInOneLineWhateverItsOptions() {
        String[][] later = {
            {"import"},
            {"import", "--db", "main.db"},
            {"import", "--config=x.toml", "main.db", "-v"},
            {"jcasc"},
            {"jcasc", "--config", "cfg.toml"},
            {"jcasc", "--help"}
        };
        for (String[] args : later) {
            err.getBuffer().setLength(0);
            assertThat(run(args)).as(String.join(" ", args)).isEqualTo(1);
            assertThat(err.toString().lines())
                    .as(String.join(" ", args))
                    .singleElement()
                    .asString()
                    .startsWith("homu: " + args[0] + ": this version ")
                    .contains(" yet")
                    .contains("; ");
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    public void itIsNotOfferedInTheHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("check", "parse").doesNotContain("import", "jcasc");
    }
}
