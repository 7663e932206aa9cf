package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.simulator.git.GitRepository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The stories of the simulator's Java API, and that git itself agrees with what it wrote. */
public class GitHubSimulatorTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository widget;

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.getRoot().toPath());
        github.user("homu");
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n", "src/a.txt", "a\n"), "Initial commit");
    }

    @After
    public void stop() {
        github.close();
    }

    private ApiClient homu() {
        return new ApiClient(github, github.user("homu").token());
    }

    @Test
    public void pullRequestIsMergedOnASideBranchAndTheBaseIsMovedToIt() throws Exception {
        widget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        SimPull pull = widget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
        pull.comment("alice", "@homu r+");

        String base = widget.tip("main");
        ApiClient.Answer created =
                homu().post("/repos/acme/widget/git/refs", Map.of("ref", "refs/heads/auto", "sha", base));
        assertThat(created.status()).isEqualTo(201);
        ApiClient.Answer merged = homu().post(
                        "/repos/acme/widget/merges",
                        Map.of("base", "auto", "head", pull.headSha(), "commit_message", "Auto merge of #1"));
        assertThat(merged.status()).isEqualTo(201);
        String merge = merged.json().path("sha").asText();
        assertThat(merged.json().path("parents"))
                .extracting(parent -> parent.path("sha").asText())
                .containsExactly(base, pull.headSha());
        ApiClient.Answer moved =
                homu().patch("/repos/acme/widget/git/refs/heads/main", Map.of("sha", merge, "force", false));
        assertThat(moved.status()).isEqualTo(200);

        assertThat(widget.log("main")).containsExactly("Auto merge of #1", "Initial commit");
        io.jenkins.plugins.homu.testing.Await.until(pull::isMerged);
        assertThat(widget.file("main", "fix.txt")).contains("fixed\n");
        assertThat(GitRepository.run(widget.gitDir(), "fsck", "--strict", "--no-dangling"))
                .isEmpty();
        assertThat(GitRepository.run(widget.gitDir(), "rev-parse", "main")).isEqualTo(merge + "\n");
    }

    @Test
    public void everyoneIsAskedForAToken() throws Exception {
        JsonNode answer = new ApiClient(github, "wrong").get("/user").json();
        assertThat(answer.path("message").asText()).isEqualTo("Bad credentials");
        assertThat(homu().get("/user").json().path("login").asText()).isEqualTo("homu");
        assertThat(List.of(
                        homu().get("/repos/acme/nothing").status(),
                        new ApiClient(github, null).get("/user").status()))
                .containsExactly(404, 401);
    }
}
