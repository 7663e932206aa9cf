package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Settings of the original's forks that are taken in another way, or only heard: whoever has them is told what follows. */
public class ForkSettingsTest {
    private static final String LEAST =
            """
            [github]
            access_token = "token"
            [repo.widget]
            owner = "acme"
            name = "widget"
            reviewers = ["alice"]
            status_based_exemption = true
            [repo.widget.github]
            secret = "hook"
            [repo.widget.status.ci]
            context = "ci/test"
            pr_context = "ci/pr"
            """;

    private static ConfigurationReader.Result read(String more) {
        return ConfigurationReader.parse("cfg.toml", LEAST + more, Map.of());
    }

    private static List<String> problems(String more) {
        return read(more).problems().stream()
                .map(problem -> problem.describe("cfg.toml"))
                .toList();
    }

    @Test
    public void canonicalUrlStandsInForBaseUrl() {
        String canonical = "[web]\ncanonical_url = \"https://bors.example/\"\n";
        assertThat(read(canonical).configuration().orElseThrow().web().baseUrl())
                .contains("https://bors.example");
        assertThat(read(canonical + "base_url = \"https://homu.example\"\n")
                        .configuration()
                        .orElseThrow()
                        .web()
                        .baseUrl())
                .contains("https://homu.example");
    }

    @Test
    public void whatHappensAnywayIsTakenInSilence() {
        assertThat(problems("[web]\nsync_on_start = true\n")).isEqualTo(problems(""));
    }

    @Test
    public void whatStandsInTheForksConfigurationOnlyIsAnEventHere() {
        assertThat(problems("[repo.widget.labels.rollup_made]\nadd = [\"rollup\"]\n"))
                .noneMatch(problem -> problem.contains("rollup_made"));
    }

    @Test
    public void theQuayForksDatabaseIsNamedAsOurs() {
        assertThat(problems("[database]\npath = \"homu.db\"\n"))
                .contains("cfg.toml:13: warning: database: is the Quay fork's; write [db] file instead");
        assertThat(read("[database]\npath = \"homu.db\"\n").configuration()).isPresent();
    }

    @Test
    public void testsOnAForkAreNotOffered() {
        assertThat(problems("[repo.widget.test-on-fork]\nowner = \"ci\"\nname = \"widget\"\n"))
                .contains("cfg.toml:13: warning: repo.widget.test-on-fork: is not supported yet by this version, and is"
                        + " ignored: the branches to be tested are pushed to the repository itself");
    }
}
