package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ConfigurationFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static List<String> problems(Path file) {
        ConfigurationReader.Result result = ConfigurationReader.read(file, Map.of());
        assertThat(result.configuration()).isEmpty();
        return result.problems().stream()
                .map(problem -> problem.describe("cfg.toml"))
                .toList();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.newFile().toPath(), content);
    }

    @Test
    public void aMissingFileIsExplained() {
        assertThat(problems(folder.getRoot().toPath().resolve("nothing.toml")))
                .containsExactly(
                        "cfg.toml: error: there is no such file; write one after docs/cfg.sample.toml, or name another"
                                + " with --config");
    }

    @Test
    public void aDirectoryIsNoFile() {
        assertThat(problems(folder.getRoot().toPath()))
                .containsExactly("cfg.toml: error: can't be read: it is a directory; name another file with --config");
    }

    @Test
    public void anotherEncodingThanUtf8IsFoundWithItsLine() throws IOException {
        assertThat(problems(file("[github]\n# gr\u00FCn\n".getBytes(StandardCharsets.ISO_8859_1))))
                .containsExactly("cfg.toml:2: error: the file is not UTF-8 here; save it in that encoding");
        assertThat(problems(file(new byte[] {'\n', '\n', (byte) 0xE2, (byte) 0x82})))
                .containsExactly("cfg.toml:3: error: the file is not UTF-8 here; save it in that encoding");
    }

    @Test
    public void aByteOrderMarkIsNoSyntaxError() throws IOException {
        assertThat(problems(file("\uFEFFmax_priority = \"x\"\n".getBytes(StandardCharsets.UTF_8))))
                .contains("cfg.toml:1: error: max_priority: must be a whole number, not a string");
    }
}
