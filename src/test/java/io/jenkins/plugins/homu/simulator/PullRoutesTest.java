package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Pull requests, comments, labels and reviews over REST. */
public class PullRoutesTest extends SimulatorTestBase {

    private static final String PULLS = "/repos/acme/widget/pulls";

    @Test
    public void listsComeInPagesThatLinkToEachOther() throws Exception {
        widget.openManyPulls(5, "bob", "main");
        ApiClient.Answer first = homu().get(PULLS + "?state=open&per_page=2");
        assertThat(first.json()).extracting(pull -> pull.path("number").asInt()).containsExactly(5, 4);
        assertThat(first.json().get(0).has("mergeable")).isFalse();
        String link = first.header("Link");
        assertThat(link).contains("rel=\"next\"").contains("rel=\"last\"").contains("/repositories/" + widget.id());
        String next = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
        ApiClient.Answer second = homu().get(next);
        assertThat(second.json())
                .extracting(pull -> pull.path("number").asInt())
                .containsExactly(3, 2);
        assertThat(homu().get(PULLS + "?per_page=2&page=3").header("Link")).doesNotContain("next");
    }

    @Test
    public void mergeabilityIsUnknownAtFirstAndAgainAfterAPushToTheBase() throws Exception {
        SimPull pull = pullAdding("fix");
        assertThat(homu().get(PULLS + "/1").json().path("mergeable").isNull()).isTrue();
        JsonNode known = homu().get(PULLS + "/1").json();
        assertThat(known.path("mergeable").asBoolean()).isTrue();
        assertThat(known.path("mergeable_state").asText()).isEqualTo("clean");
        assertThat(known.path("merge_commit_sha").asText())
                .isEqualTo(widget.refs().tip("refs/pull/1/merge").orElseThrow());

        widget.pushDirectly("main", Map.of("fix.txt", "other\n"));
        assertThat(homu().get(PULLS + "/1").json().path("mergeable_state").asText())
                .isEqualTo("unknown");
        assertThat(homu().get(PULLS + "/1").json().path("mergeable").asBoolean(true))
                .isFalse();
        assertThat(pull.mergeableState()).isEqualTo("dirty");
    }

    @Test
    public void reactionIsKeptOnceAndCounted() throws Exception {
        SimPull pull = pullAdding("fix");
        String comment = "/repos/acme/widget/issues/comments/" + pull.comment("bob", "@homu p=1");

        ApiClient.Answer first = homu().post(comment + "/reactions", Map.of("content", "+1"));
        ApiClient.Answer second = homu().post(comment + "/reactions", Map.of("content", "+1"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(homu().get(comment).json().path("reactions").path("+1").asInt())
                .isEqualTo(1);
        assertThat(homu().get(comment + "/reactions").json()).hasSize(1);
        assertThat(homu().post(comment + "/reactions", Map.of("content", "yes")).status())
                .isEqualTo(422);
        assertThat(homu().post("/repos/acme/widget/pulls/comments/1/reactions", Map.of("content", "+1"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    public void mergeabilityMayTakeItsTime() {
        github.lag().mergeability(Duration.ofMillis(200));
        SimPull pull = pullAdding("fix");
        assertThat(pull.mergeable()).isNull();
        assertThat(pull.mergeable()).isNull();
        Await.untilEquals(true, () -> Boolean.TRUE.equals(pull.mergeable()));
    }

    @Test
    public void commentsAreWrittenReadAndEdited() throws Exception {
        SimPull pull = pullAdding("fix");
        pull.comment("alice", "first");
        ApiClient.Answer mine = homu().post("/repos/acme/widget/issues/1/comments", Map.of("body", "second"));
        assertThat(mine.status()).isEqualTo(201);
        long id = mine.json().path("id").asLong();
        assertThat(homu().patch("/repos/acme/widget/issues/comments/" + id, Map.of("body", "changed"))
                        .status())
                .isEqualTo(200);
        assertThat(homu().get("/repos/acme/widget/issues/1/comments").json())
                .extracting(comment -> comment.path("body").asText())
                .containsExactly("first", "changed");
        assertThat(homu().get("/repos/acme/widget/issues/comments?since=2100-01-01T00:00:00Z")
                        .json())
                .isEmpty();
        assertThat(homu().get("/repos/acme/widget/issues/comments?per_page=1").json())
                .hasSize(1);
        assertThat(homu().post("/repos/acme/widget/issues/1/comments", Map.of("body", " "))
                        .status())
                .isEqualTo(422);
        assertThat(homu().post("/repos/acme/widget/issues/9/comments", Map.of("body", "x"))
                        .status())
                .isEqualTo(404);
        pull.lock(true);
        assertThat(as("mallory")
                        .post("/repos/acme/widget/issues/1/comments", Map.of("body", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    public void labelsAreAddedReplacedAndRemoved() throws Exception {
        SimPull pull = pullAdding("fix");
        String labels = "/repos/acme/widget/issues/1/labels";
        assertThat(homu().post(labels, Map.of("labels", List.of("a", "b c"))).json())
                .hasSize(2);
        assertThat(homu().put(labels, List.of("b c", "d")).status()).isEqualTo(200);
        assertThat(pull.labels()).containsExactly("b c", "d");
        assertThat(homu().delete(labels + "/b%20c").json())
                .extracting(label -> label.path("name").asText())
                .containsExactly("d");
        assertThat(homu().delete(labels + "/gone").message()).isEqualTo("Label does not exist");
    }

    @Test
    public void reviewsAndTheirCommentsAreListed() throws Exception {
        SimPull pull = pullAdding("fix");
        pull.review("alice", "@homu r+");
        pull.reviewComment("carol", "fix.txt", "why?");
        assertThat(homu().get(PULLS + "/1/reviews").json())
                .extracting(review ->
                        review.path("state").asText() + review.path("body").asText())
                .containsExactly("COMMENTED@homu r+", "COMMENTED");
        assertThat(homu().get(PULLS + "/1/comments")
                        .json()
                        .get(0)
                        .path("original_commit_id")
                        .asText())
                .isEqualTo(pull.headSha());
        assertThat(homu().get(PULLS + "/comments").json()).hasSize(1);
    }

    @Test
    public void pullRequestsAreOpenedEditedAndMergedOverRest() throws Exception {
        widget.branch("one", "main", Map.of("one", "1\n"));
        ApiClient.Answer opened =
                as("bob").post(PULLS, Map.of("head", "one", "base", "main", "title", "One", "body", "text"));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(as("bob")
                        .patch(PULLS + "/1", Map.of("title", "First"))
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("First");
        assertThat(as("bob")
                        .post(PULLS, Map.of("head", "none", "base", "main", "title", "x"))
                        .status())
                .isEqualTo(422);
        assertThat(homu().put(PULLS + "/1/merge", Map.of("sha", "1".repeat(40))).status())
                .isEqualTo(409);
        assertThat(homu().put(PULLS + "/1/merge", Map.of())
                        .json()
                        .path("merged")
                        .asBoolean())
                .isTrue();
        Await.until(() -> widget.pull(1).isMerged());
        assertThat(homu().get(PULLS + "/1/merge").status()).isEqualTo(204);
    }

    @Test
    public void rightsAreToldToThoseWhoMayPush() throws Exception {
        widget.grant("carol", Permission.MAINTAIN);
        String path = "/repos/acme/widget/collaborators/";
        assertThat(homu().get(path + "carol").status()).isEqualTo(204);
        assertThat(homu().get(path + "homu/permission")
                        .json()
                        .path("permission")
                        .asText())
                .isEqualTo("write");
        JsonNode carol = homu().get(path + "carol/permission").json();
        assertThat(carol.path("permission").asText() + carol.path("role_name").asText())
                .isEqualTo("writemaintain");
        github.user("stranger");
        assertThat(homu().get(path + "stranger").status()).isEqualTo(404);
        assertThat(as("stranger").get(path + "carol/permission").message())
                .isEqualTo("Must have push access to view collaborator permission.");
        github.accounts().member("acme", "core", "carol", "active");
        github.accounts().member("acme", "core", "dave", "pending");
        String team = "/orgs/acme/teams/core/";
        assertThat(homu().get(team + "memberships/dave").json().path("state").asText())
                .isEqualTo("pending");
        assertThat(homu().get(team + "memberships/nobody").status()).isEqualTo(404);
        assertThat(homu().get(team + "members").json()).hasSize(1);
    }
}
