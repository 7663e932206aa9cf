package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** What the documents show is what the reader takes. */
public class ConfigurationDocumentTest {
    private static final Path SAMPLE = Path.of("docs/cfg.sample.toml");
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HOMU_TOKEN", "t", "HOMU_WEBHOOK_SECRET", "s", "HOMU_DB_PASSWORD", "p");

    @Test
    public void theSampleIsValid() {
        ConfigurationReader.Result result = ConfigurationReader.read(SAMPLE, ENVIRONMENT);
        assertThat(result.problems()).isEmpty();
        assertThat(result.configuration().orElseThrow().settings("homu")).hasSize(2);
    }

    @Test
    public void theDefaultsThatTheSampleShowsAreTheDefaults() throws IOException {
        String sample = Files.readString(SAMPLE);
        // Not the alternatives, which stand beside what they would replace.
        String shown = Pattern.compile(
                        "(?m)^#((?:max_priority|reconcile_interval|dry_run|api_url|graphql_url|html_url|timeout"
                                + "|start_timeout|auto|try|rollup) = .*)$")
                .matcher(sample)
                .replaceAll("$1");
        assertThat(shown).isNotEqualTo(sample);
        ConfigurationReader.Result with = ConfigurationReader.parse("cfg.toml", shown, ENVIRONMENT);
        assertThat(with.problems()).isEmpty();
        assertThat(with.configuration())
                .isEqualTo(ConfigurationReader.read(SAMPLE, ENVIRONMENT).configuration());
    }

    @Test
    public void everySettingInTheSampleIsDocumented() throws IOException {
        String document = Files.readString(DOCUMENT);
        Matcher keys = Pattern.compile("(?m)^#?([a-z_]+) = ").matcher(Files.readString(SAMPLE));
        List<String> missing = new ArrayList<>();
        while (keys.find()) {
            if (!document.contains("`" + keys.group(1) + "`")) {
                missing.add(keys.group(1));
            }
        }
        assertThat(missing).isEmpty();
        for (LabelEvent event : LabelEvent.values()) {
            assertThat(document).contains("`" + event.key() + "`");
            assertThat(Files.readString(SAMPLE)).contains(event.key());
        }
    }

    @Test
    public void everyDocumentedSettingIsInTheSample() throws IOException {
        Set<String> shown = new TreeSet<>();
        String table = "";
        for (String line : Files.readAllLines(SAMPLE)) {
            Matcher head = Pattern.compile("#?\\[([a-z.-]+)]").matcher(line);
            if (head.matches()) {
                table = documented(head.group(1));
            }
            Matcher keys = Pattern.compile("\\b([a-z_]+) = ").matcher(line);
            while (keys.find()) {
                shown.add(table + " " + keys.group(1));
            }
        }
        Set<String> described = described();
        assertThat(described).contains(" dry_run", "github access_token", "repo.LABEL.quay trigger_uuid");
        assertThat(shown).containsAll(described);
    }

    /** As the document calls a table. */
    private static String documented(String table) {
        return table.replaceFirst("^repo\\.[a-z]+", "repo.LABEL")
                .replaceFirst("^hooks\\..*", "hooks.NAME")
                .replaceFirst("\\.(status|checks)\\..*", ".$1")
                .replaceFirst("\\.labels\\..*", ".labels.EVENT");
    }

    /** Table and key of every setting that the document's tables describe. */
    private static Set<String> described() throws IOException {
        Set<String> described = new TreeSet<>();
        String table = "";
        boolean settings = false;
        boolean apart = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("#")) {
                Matcher named = Pattern.compile("\\[([A-Za-z.-]+)]").matcher(line);
                table = named.find() ? named.group(1) : "";
            }
            if (!line.startsWith("|")) {
                settings = false;
                continue;
            }
            List<String> cells = List.of(line.split("\\|", -1));
            if (line.contains("| setting |")) {
                settings = true;
                apart = line.startsWith("| table |");
            } else if (settings) {
                // The table is the heading's, or stands with the setting, or in a column of its own.
                Matcher words = Pattern.compile("`(?:\\[([A-Za-z.-]+)])? ?([a-z_]*)`")
                        .matcher(apart ? cells.get(1) + cells.get(2) : cells.get(1));
                while (words.find()) {
                    if (words.group(1) != null) {
                        table = documented(words.group(1));
                    }
                    if (!words.group(2).isEmpty()) {
                        described.add(table + " " + words.group(2));
                    }
                }
            }
        }
        return described;
    }
}
