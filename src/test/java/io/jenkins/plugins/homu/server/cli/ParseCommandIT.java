package io.jenkins.plugins.homu.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The packaged jar, as one uses it. */
public class ParseCommandIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String run(String body, int exitCode, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                new File(System.getProperty("java.home"), "bin/java").getPath(),
                // Another charset than UTF-8 around it must not matter.
                "-Dfile.encoding=ISO-8859-1",
                "-jar",
                System.getProperty("homu.server.jar")));
        command.addAll(List.of(args));
        File out = folder.newFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        process.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = new String(Files.readAllBytes(out.toPath()), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }

    @Test
    public void theJarReadsAComment() throws IOException, InterruptedException {
        assertThat(run("> @homu try\n\n@homu r+ note=\"\u00FC\u4E2D\" p=x\n", 0, "parse", "--bot", "homu"))
                .isEqualTo("[{\"command\":\"approve\",\"approver\":null,\"sha\":null},"
                        + "{\"command\":\"note\",\"text\":\"\u00FC\u4E2D\"},"
                        + "{\"command\":\"error\",\"word\":\"p=x\",\"message\":"
                        + "\"The priority has to be a whole number, as in `p=5`.\"}]\n");
    }

    @Test
    public void theJarRefusesWrongUsage() throws IOException, InterruptedException {
        assertThat(run("", 2, "parse")).startsWith("homu: ").contains("--bot");
    }
}
