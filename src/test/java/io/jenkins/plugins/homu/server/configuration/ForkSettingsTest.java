package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
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
    public void aPathOfTheCanonicalUrlLeadsNowhere() {
        assertThat(problems("[web]\ncanonical_url = \"https://bors.example/homu/\"\n"))
                .contains(
                        "cfg.toml:14: warning: web.canonical_url: only its host counts where people are sent to: the path"
                                + " \"/homu\" is not added to that of a page");
        assertThat(problems("[web]\ncanonical_url = \"https://bors.example/\"\n"))
                .isEqualTo(problems(""));
    }

    @Test
    public void anAddressHasNoPortAbove65535() {
        assertThat(problems("[web]\ncanonical_url = \"https://bors.example:70000\"\n"))
                .contains("cfg.toml:14: error: web.canonical_url: has a port above 65535");
        assertThat(problems("[hooks.deploy]\nendpoint = \"https://hooks.example:70000/?token=hidden\"\n"))
                .contains("cfg.toml:14: error: hooks.deploy.endpoint: has a port above 65535");
        assertThat(problems("[git]\nlocal_git = true\nremote_url = \"http://git.example:70000/{owner}/{name}\"\n"))
                .contains("cfg.toml:15: error: git.remote_url: has a port above 65535");
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

    private static final String ON_FORK = "[repo.widget.test-on-fork]\nowner = \"ci\"\nname = \"widget\"\n";

    private static final String LOCAL = "[git]\nlocal_git = true\n";

    @Test
    public void forkThatTestsRunInIsRead() {
        ConfigurationReader.Result result = read(ON_FORK + LOCAL);
        assertThat(result.problems()).isEmpty();
        RepositorySettings settings =
                result.configuration().orElseThrow().repositories().get(0).settings();
        assertThat(settings.branches().fork()).contains(new RepositoryId("ci", "widget"));
        assertThat(settings.testRepository()).isEqualTo(new RepositoryId("ci", "widget"));
        assertThat(settings.repository()).isEqualTo(new RepositoryId("acme", "widget"));
    }

    @Test
    public void withoutGitAForkIsRefused() {
        assertThat(problems(ON_FORK))
                .containsExactly(
                        "cfg.toml:13: error: repo.widget.test-on-fork: needs the git program, since GitHub's API"
                                + " can't merge into another repository; set local_git = true in [git]");
        assertThat(read(ON_FORK).configuration()).isEmpty();
    }

    @Test
    public void forkThatCanBeNoneIsRefused() {
        assertThat(problems(LOCAL + "[repo.widget.test-on-fork]\nowner = \"ACME\"\nname = \"Widget\"\n"))
                .containsExactly("cfg.toml:15: error: repo.widget.test-on-fork: is the repository itself; name the fork"
                        + " that tests are to run in, or remove the table");
        assertThat(problems(LOCAL + "[repo.widget.test-on-fork]\nowner = \"ci/x\"\nname = \"widget\"\n"))
                .containsExactly(
                        "cfg.toml:16: error: repo.widget.test-on-fork.owner: owner and name can't be those of a"
                                + " repository on GitHub; write them as in github.com/OWNER/NAME");
        assertThat(problems(LOCAL + "[repo.widget.test-on-fork]\nowner = \"ci\"\n"))
                .containsExactly(
                        "cfg.toml:15: error: repo.widget.test-on-fork.name: is missing: it is the second part of"
                                + " github.com/OWNER/NAME");
        assertThat(problems(LOCAL + "remote_url = \"git@github.com:acme/widget.git\"\n" + ON_FORK))
                .containsExactly("cfg.toml:16: error: repo.widget.test-on-fork: has the same address as the repository"
                        + " itself; remote_url in [git] must hold {owner} and {name}");
    }

    @Test
    public void forkBelongsToOneRepository() {
        String gadget =
                """
                [repo.gadget]
                owner = "acme"
                name = "gadget"
                reviewers = ["alice"]
                [repo.gadget.github]
                secret = "hook"
                [repo.gadget.status]
                context = "ci"
                """;
        assertThat(problems(LOCAL + ON_FORK + gadget + ON_FORK.replace("[repo.widget", "[repo.gadget")))
                .containsExactly("cfg.toml:26: error: repo.gadget.test-on-fork: the repository ci/widget is where"
                        + " [repo.widget] is tested already; use another");
        assertThat(problems(LOCAL + gadget + "[repo.widget.test-on-fork]\nowner = \"acme\"\nname = \"gadget\"\n"))
                .containsExactly(
                        "cfg.toml:23: error: repo.widget.test-on-fork: the repository acme/gadget has a queue of"
                                + " its own as [repo.gadget] already; use another");
    }
}
