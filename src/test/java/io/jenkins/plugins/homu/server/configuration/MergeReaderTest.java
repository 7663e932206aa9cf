package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.git.GitSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** How a repository merges, and what of that contradicts itself. */
public class MergeReaderTest {
    private static ConfigurationReader.Result read(String repo, String git) {
        return ConfigurationReader.parse(
                "cfg.toml",
                """
                [github]
                access_token = "t"
                %s
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                %s
                [repo.widget.github]
                secret = "s"
                [repo.widget.status]
                context = "ci"
                """
                        .formatted(git, repo),
                Map.of());
    }

    private static MergeSettings merges(String repo, String git) {
        ConfigurationReader.Result result = read(repo, git);
        assertThat(result.problems()).isEmpty();
        return result.configuration().orElseThrow().settings("homu").get(0).merges();
    }

    private static GitSettings git(String git) {
        return read("", git).configuration().orElseThrow().git().orElseThrow();
    }

    private static List<String> problems(String repo, String git) {
        return read(repo, git).problems().stream()
                .map(problem -> problem.describe("cfg.toml").replaceAll("^cfg.toml:\\d+: ", ""))
                .toList();
    }

    private static final String LOCAL = "[git]\nlocal_git = true";

    @Test
    public void usualIsAMergeCommitByTheApi() {
        assertThat(merges("", "")).isEqualTo(MergeSettings.DEFAULT);
        assertThat(read("", "").configuration().orElseThrow().git()).isEmpty();
    }

    @Test
    public void originalsWordsAndOursMeanTheSame() {
        assertThat(merges("linear = true\nautosquash = true", LOCAL))
                .isEqualTo(new MergeSettings(
                        Method.LINEAR, true, true, Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(merges("merge_method = \"linear\"\nautosquash = true", LOCAL));
        assertThat(merges("merge_method = \"squash\"", "").method()).isEqualTo(Method.SQUASH);
        assertThat(merges("merge_method = \"fast-forward\"", "").method()).isEqualTo(Method.FAST_FORWARD);
    }

    @Test
    public void templatesAndCommitter() {
        MergeSettings settings = merges(
                "merge_message = \"{title} {number}\"\nsquash_message = \"{title}\\n\\n{co_authors}\"",
                LOCAL + "\nname = \"Bors\"\nemail = \"bors@example.org\"");
        assertThat(settings.mergeMessage()).contains("{title} {number}");
        assertThat(settings.squashMessage()).contains("{title}\n\n{co_authors}");
        assertThat(settings.committer()).contains(new Committer("Bors", "bors@example.org"));
    }

    /** As the fork has it, where either may be left out. */
    @Test
    public void committersNameOrAddressAlone() {
        assertThat(merges("", LOCAL + "\nname = \"Bors\"").committer()).contains(new Committer("Bors", ""));
        assertThat(merges("", LOCAL + "\nemail = \"bors@example.org\"").committer())
                .contains(new Committer("", "bors@example.org"));
    }

    @Test
    public void gitGoesToGitHubOverHttpsOrByTheKeyOverSsh() {
        assertThat(git(LOCAL).remoteUrl()).isEqualTo("https://github.com/{owner}/{name}.git");
        assertThat(git(LOCAL).directory()).isEqualTo(Path.of("cache"));
        GitSettings ssh = git(LOCAL + "\nssh_key = \"-----BEGIN KEY\"\ncache_dir = \"/var/cache/homu\"");
        assertThat(ssh.remoteUrl()).isEqualTo("git@github.com:{owner}/{name}.git");
        assertThat(ssh.directory()).isEqualTo(Path.of("/var/cache/homu"));
        assertThat(ssh.toString()).doesNotContain("BEGIN KEY");
        assertThat(git(LOCAL + "\nremote_url = \"ssh://git@ghe.example/{owner}/{name}\"")
                        .remoteUrl())
                .isEqualTo("ssh://git@ghe.example/{owner}/{name}");
        assertThat(git(LOCAL + "\nssh_key = \"-----BEGIN KEY\"\nknown_hosts = \"github.com ssh-ed25519 AAAA\"")
                        .knownHosts())
                .contains("github.com ssh-ed25519 AAAA");
    }

    @Test
    public void whatNeedsGitIsAnErrorWithoutIt() {
        for (String repo : List.of("linear = true", "autosquash = true", "merge_method = \"linear\"")) {
            assertThat(problems(repo, ""))
                    .hasSize(1)
                    .allMatch(text -> text.startsWith("error: repo.widget." + repo.replaceAll(" .*", ""))
                            && text.contains("local_git = true"));
        }
    }

    @Test
    public void contradictionsAreErrors() {
        assertThat(problems("linear = true\nmerge_method = \"squash\"", LOCAL))
                .containsExactly(
                        "error: repo.widget.linear: contradicts merge_method = \"squash\"; remove one of the two");
        assertThat(problems("autosquash = true\nmerge_method = \"fast-forward\"", LOCAL))
                .hasSize(1)
                .allMatch(text -> text.startsWith("error: repo.widget.autosquash: contradicts"));
        assertThat(problems("merge_method = \"rebase\"", LOCAL))
                .containsExactly("error: repo.widget.merge_method: must be one of merge, linear, squash, fast-forward");
        assertThat(problems("squash_message = \"{titel}\"", ""))
                .hasSize(1)
                .allMatch(text -> text.contains("{titel}") && text.contains("{title}"));
        assertThat(problems("merge_message = \"{co_authors}\"", "")).hasSize(1);
        assertThat(problems("merge_message = \"{titel}\"", ""))
                .hasSize(1)
                .noneMatch(text -> text.contains("{co_authors}"));
        assertThat(problems("", LOCAL + "\nremote_url = \"ext::sh -c id\"")).hasSize(1);
        assertThat(problems("", LOCAL + "\nssh_key = \"k\"\nremote_url = \"https://github.com/{owner}/{name}\""))
                .hasSize(1);
    }

    @Test
    public void hostKeysAreOfNoUseToHttps() {
        assertThat(problems("", LOCAL + "\nknown_hosts = \"github.com ssh-ed25519 AAAA\""))
                .containsExactly(
                        "error: git.known_hosts: is of no use to an address that is not one of SSH; remove it");
    }

    @Test
    public void whatHasNoEffectIsSaid() {
        assertThat(problems("", "[git]\nssh_key = \"k\""))
                .containsExactly("warning: git.ssh_key: has no effect without local_git = true");
    }
}
