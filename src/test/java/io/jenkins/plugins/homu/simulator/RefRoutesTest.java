package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

/** Refs and merges with the refusals that GitHub has for them. */
public class RefRoutesTest extends SimulatorTestBase {

    private static final String REFS = "/repos/acme/widget/git/refs";
    private static final String MERGES = "/repos/acme/widget/merges";
    private static final String NOBODY = "1".repeat(40);

    private void refused(ApiClient.Answer answer, int status, String message) throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.json().path("documentation_url").asText()).startsWith("https://docs.github.com/");
        assertThat(answer.json().path("status").asText()).isEqualTo(Integer.toString(status));
    }

    @Test
    public void refsAreCreatedMovedAndDeletedOrRefused() throws Exception {
        String first = widget.tip("main");
        String second = widget.pushDirectly("main", Map.of("b.txt", "b\n"));
        assertThat(homu().post(REFS, Map.of("ref", "refs/heads/auto", "sha", second))
                        .status())
                .isEqualTo(201);
        refused(homu().post(REFS, Map.of("ref", "refs/heads/auto", "sha", second)), 422, "Reference already exists");
        refused(homu().post(REFS, Map.of("ref", "refs/heads/other", "sha", NOBODY)), 422, "Object does not exist");
        refused(
                homu().post(REFS, Map.of("ref", "refs/heads/auto/deeper", "sha", first)),
                422,
                "Reference update failed");
        refused(homu().patch(REFS + "/heads/auto", Map.of("sha", first)), 422, "Update is not a fast forward");
        assertThat(homu().patch(REFS + "/heads/auto", Map.of("sha", first, "force", true))
                        .status())
                .isEqualTo(200);
        refused(homu().patch(REFS + "/heads/none", Map.of("sha", first)), 422, "Reference does not exist");
        refused(homu().patch(REFS + "/heads/auto", Map.of("sha", NOBODY)), 422, "Object does not exist");
        assertThat(homu().delete(REFS + "/heads/auto").status()).isEqualTo(204);
        refused(homu().delete(REFS + "/heads/auto"), 422, "Reference does not exist");
        assertThat(homu().get("/repos/acme/widget/git/ref/heads/auto").status()).isEqualTo(404);
        assertThat(homu().post(REFS, Map.of("ref", "refs/heads/../x", "sha", first))
                        .status())
                .isEqualTo(422);
        refused(as("mallory").post(REFS, Map.of("ref", "refs/heads/x", "sha", first)), 404, "Not Found");
    }

    @Test
    public void refNamesMayHaveSlashesEncodedOrNot() throws Exception {
        String sha = widget.branch("feature/one#two", "main", Map.of("x", "x\n"));
        for (String path : new String[] {"heads/feature/one%23two", "heads%2Ffeature%2Fone%23two"}) {
            assertThat(homu().get("/repos/acme/widget/git/ref/" + path)
                            .json()
                            .path("object")
                            .path("sha")
                            .asText())
                    .isEqualTo(sha);
        }
        assertThat(homu().get("/repos/acme/widget/git/matching-refs/heads/fea").json())
                .extracting(ref -> ref.path("ref").asText())
                .containsExactly("refs/heads/feature/one#two");
        assertThat(homu().get("/repos/acme/widget/commits/heads/main/status")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("pending");
    }

    @Test
    public void mergesSayWhatIsWrong() throws Exception {
        SimPull pull = pullAdding("fix");
        widget.branch("clash", "main", Map.of("src/a.txt", "clash\n"));
        refused(homu().post(MERGES, Map.of("base", "none", "head", pull.headSha())), 404, "Base does not exist");
        refused(homu().post(MERGES, Map.of("base", "main", "head", NOBODY)), 404, "Head does not exist");
        assertThat(homu().post(MERGES, Map.of("base", "main", "head", "fix")).status())
                .isEqualTo(201);
        ApiClient.Answer again = homu().post(MERGES, Map.of("base", "main", "head", "fix"));
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.response().body()).isEmpty();
        widget.pushDirectly("main", Map.of("src/a.txt", "ours\n"));
        refused(homu().post(MERGES, Map.of("base", "main", "head", "clash")), 409, "Merge Conflict");
        assertThat(homu().post(MERGES, Map.of("head", "fix")).status()).isEqualTo(422);
    }

    @Test
    public void protectedBranchTakesOnlyWhatPassed() throws Exception {
        widget.protect("main").requireStatus("ci");
        String next = widget.branch("next", "main", Map.of("n", "n\n"));
        refused(
                homu().patch(REFS + "/heads/main", Map.of("sha", next)),
                422,
                "Required status check \"ci\" is expected.");
        widget.status(next, "ci", "success", null, null);
        assertThat(homu().patch(REFS + "/heads/main", Map.of("sha", next)).status())
                .isEqualTo(200);
        widget.protect("main").requirePullRequest();
        widget.branch("late", "main", Map.of("l", "l\n"));
        refused(
                homu().post(MERGES, Map.of("base", "main", "head", "late")),
                409,
                "Changes must be made through a pull request.");
    }

    @Test
    public void commitsAreNamedByBranchesByAllDigitsOrByTheFirst() throws Exception {
        String fix = widget.branch("fix", "main", Map.of("a", "1\n", "b", "2\n"));
        String commits = "/repos/acme/widget/commits/";
        for (String name : new String[] {"fix", "heads/fix", fix, fix.substring(0, 7)}) {
            ApiClient.Answer answer = homu().get(commits + name);
            assertThat(answer.json().path("sha").asText()).isEqualTo(fix);
            assertThat(answer.json().path("files")).hasSize(2);
        }
        assertThat(homu().get(commits + fix + "?per_page=1&page=2").json().path("files"))
                .hasSize(1);
        assertThat(homu().get(commits + fix + "?per_page=1&page=3").json().path("files"))
                .isEmpty();
        refused(homu().get(commits + "1234567"), 422, "No commit found for SHA: 1234567");
        refused(homu().get(commits + NOBODY), 422, "No commit found for SHA: " + NOBODY);
    }

    @Test
    public void readersOfRefsMayBeLate() throws Exception {
        String before = widget.tip("main");
        github.lag().refs(Duration.ofHours(1));
        String after = widget.pushDirectly("main", Map.of("b.txt", "b\n"));
        assertThat(shownTip()).isEqualTo(before);
        assertThat(widget.tip("main")).isEqualTo(after);
        github.lag().refs(Duration.ofMillis(50));
        Await.until(() -> shownTip().equals(after));
    }

    private String shownTip() {
        try {
            return homu().get("/repos/acme/widget/git/ref/heads/main")
                    .json()
                    .path("object")
                    .path("sha")
                    .asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void comparisonsCountWhatIsAheadAndBehind() throws Exception {
        widget.branch("topic", "main", Map.of("t", "t\n"));
        widget.pushDirectly("main", Map.of("b.txt", "b\n"));
        var json = homu().get("/repos/acme/widget/compare/main...topic").json();
        assertThat(json.path("status").asText()).isEqualTo("diverged");
        assertThat(json.path("ahead_by").asInt()).isEqualTo(1);
        assertThat(json.path("behind_by").asInt()).isEqualTo(1);
        assertThat(json.path("files"))
                .extracting(file -> file.path("filename").asText())
                .containsExactly("t");
        String commit = "/repos/acme/widget/git/commits/" + widget.tip("topic");
        assertThat(homu().get(commit).json().path("parents")).hasSize(1);
        assertThat(homu().get("/repos/acme/widget/branches/topic")
                        .json()
                        .path("protected")
                        .asBoolean())
                .isFalse();
    }
}
