package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** GraphQL: the question about all open pull requests, and the mutations with their refusals. */
public class GraphQlTest extends SimulatorTestBase {

    private static final String OPEN =
            """
            query OpenPullRequests($owner: String!, $name: String!, $cursor: String) {
              rateLimit { cost remaining resetAt limit used nodeCount }
              repository(owner: $owner, name: $name) {
                id nameWithOwner
                defaultBranchRef { name target { oid } }
                pullRequests(states: OPEN, first: 50, after: $cursor, orderBy: {field: CREATED_AT, direction: ASC}) {
                  totalCount
                  pageInfo { hasNextPage endCursor }
                  nodes {
                    id number title body isDraft mergeable mergeStateStatus state
                    author { login __typename }
                    assignees(first: 5) { nodes { login } }
                    labels(first: 20) { nodes { name } }
                    headRefName headRefOid headRepository { nameWithOwner } headRepositoryOwner { login }
                    baseRefName baseRefOid
                    comments(last: 100) { totalCount pageInfo { hasPreviousPage startCursor }
                      nodes { databaseId body createdAt lastEditedAt url authorAssociation
                        author { login __typename ... on User { databaseId } } } }
                    reviews(last: 30, states: [APPROVED, CHANGES_REQUESTED, COMMENTED]) {
                      nodes { databaseId body state submittedAt author { login } commit { oid }
                        comments(first: 20) { nodes { databaseId body originalCommit { oid } author { login } } } } }
                    commits(last: 1) { nodes { commit { oid statusCheckRollup { state
                      contexts(first: 50) { nodes { __typename
                        ... on StatusContext { context state targetUrl creator { login } }
                        ... on CheckRun { name status conclusion detailsUrl databaseId } } } } } } }
                  }
                }
              }
            }
            """;

    private static final String UPDATE_REFS =
            """
            mutation Move($repo: ID!, $updates: [RefUpdate!]!) {
              updateRefs(input: {repositoryId: $repo, refUpdates: $updates}) { clientMutationId }
            }
            """;

    private JsonNode ask(String query, Map<String, Object> variables) throws Exception {
        ApiClient.Answer answer = homu().post("/graphql", Map.of("query", query, "variables", variables));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode open(String cursor) throws Exception {
        Map<String, Object> variables = new java.util.HashMap<>(Map.of("owner", "acme", "name", "widget"));
        variables.put("cursor", cursor);
        JsonNode answer = ask(OPEN, variables);
        assertThat(answer.has("errors")).as("%s", answer).isFalse();
        return answer.path("data");
    }

    private String repositoryId() throws Exception {
        return open(null).path("repository").path("id").asText();
    }

    @Test
    public void openPullRequestsComeWithTheirConversation() throws Exception {
        SimPull pull = pullAdding("fix");
        pull.comment("alice", "@homu r+");
        pull.review(github.user("alice"), "fine", "APPROVED", Map.of("fix.txt", "nit"));
        pull.label("S-waiting");
        widget.status(pull.headSha(), "ci", "success", "https://ci.example.org/1", null);
        widget.checkRun(pull.headSha(), "job", "failure", "https://ci.example.org/2");
        JsonNode node =
                open(null).path("repository").path("pullRequests").path("nodes").get(0);
        assertThat(node.path("mergeable").asText()).isEqualTo("UNKNOWN");
        assertThat(node.path("headRefOid").asText()).isEqualTo(pull.headSha());
        assertThat(node.path("author").path("__typename").asText()).isEqualTo("User");
        assertThat(node.path("comments").path("nodes").get(0).path("body").asText())
                .isEqualTo("@homu r+");
        JsonNode review = node.path("reviews").path("nodes").get(0);
        assertThat(review.path("state").asText()).isEqualTo("APPROVED");
        assertThat(review.path("comments").path("nodes").get(0).path("body").asText())
                .isEqualTo("nit");
        JsonNode rollup =
                node.path("commits").path("nodes").get(0).path("commit").path("statusCheckRollup");
        assertThat(rollup.path("state").asText()).isEqualTo("FAILURE");
        assertThat(rollup.path("contexts").path("nodes")).hasSize(2);
        JsonNode later = open(null);
        assertThat(later.path("repository")
                        .path("pullRequests")
                        .path("nodes")
                        .get(0)
                        .path("mergeable")
                        .asText())
                .isEqualTo("MERGEABLE");
        assertThat(later.path("rateLimit").path("cost").asInt()).isBetween(10, 25);
    }

    @Test
    public void pagesFollowACursor() throws Exception {
        widget.openManyPulls(120, "bob", "main");
        String cursor = null;
        int seen = 0;
        for (int page = 0; page < 3; page++) {
            JsonNode pulls = open(cursor).path("repository").path("pullRequests");
            assertThat(pulls.path("totalCount").asInt()).isEqualTo(120);
            seen += pulls.path("nodes").size();
            assertThat(pulls.path("pageInfo").path("hasNextPage").asBoolean()).isEqualTo(page < 2);
            cursor = pulls.path("pageInfo").path("endCursor").asText();
        }
        assertThat(seen).isEqualTo(120);
    }

    @Test
    public void refsMoveTogetherOnlyFromWhereTheyWereExpected() throws Exception {
        String old = widget.tip("main");
        String next = widget.branch("next", "main", Map.of("n", "n\n"));
        String id = repositoryId();
        List<Map<String, Object>> both = List.of(
                Map.of("name", "refs/heads/copy", "afterOid", next, "beforeOid", "0".repeat(40)),
                Map.of("name", "refs/heads/main", "afterOid", next, "beforeOid", next));
        JsonNode refused = ask(UPDATE_REFS, Map.of("repo", id, "updates", both));
        assertThat(refused.path("errors").get(0).path("type").asText()).isEqualTo("UNPROCESSABLE");
        assertThat(refused.path("errors").get(0).path("path").get(0).asText()).isEqualTo("updateRefs");
        assertThat(refused.path("data").path("updateRefs").isNull()).isTrue();
        assertThat(widget.findTip("copy")).isEmpty();
        assertThat(widget.tip("main")).isEqualTo(old);

        List<Map<String, Object>> right =
                List.of(Map.of("name", "refs/heads/main", "afterOid", next, "beforeOid", old));
        assertThat(ask(UPDATE_REFS, Map.of("repo", id, "updates", right)).has("errors"))
                .isFalse();
        assertThat(widget.tip("main")).isEqualTo(next);
        JsonNode backwards = ask(
                UPDATE_REFS,
                Map.of("repo", id, "updates", List.of(Map.of("name", "refs/heads/main", "afterOid", old))));
        assertThat(backwards.path("errors").get(0).path("message").asText()).isEqualTo("Update is not a fast forward");
    }

    @Test
    public void branchesAreMergedAndCommentsAdded() throws Exception {
        SimPull pull = pullAdding("fix");
        JsonNode data = open(null).path("repository");
        String merge =
                """
                mutation ($repo: ID!, $base: String!, $head: String!) {
                  mergeBranch(input: {repositoryId: $repo, base: $base, head: $head, commitMessage: "Auto merge"}) {
                    mergeCommit { oid message parents(first: 2) { nodes { oid } } } } }
                """;
        Map<String, Object> variables =
                Map.of("repo", data.path("id").asText(), "base", "main", "head", pull.headSha());
        JsonNode merged = ask(merge, variables).path("data").path("mergeBranch").path("mergeCommit");
        assertThat(merged.path("oid").asText()).isEqualTo(widget.tip("main"));
        assertThat(merged.path("parents").path("nodes")).hasSize(2);
        assertThat(ask(merge, variables).path("errors").get(0).path("message").asText())
                .contains("Already merged");
        JsonNode comment = ask(
                "mutation ($s: ID!) { addComment(input: {subjectId: $s, body: \"hello\"}) { commentEdge { node { databaseId url } } } }",
                Map.of(
                        "s",
                        data.path("pullRequests")
                                .path("nodes")
                                .get(0)
                                .path("id")
                                .asText()));
        assertThat(comment.has("errors")).as("%s", comment).isFalse();
        assertThat(pull.comments()).extracting(SimComment::body).containsExactly("hello");
    }

    @Test
    public void mistakesAreErrorsOfA200() throws Exception {
        assertThat(ask("query { repository(owner: \"acme\", name: \"none\") { id } }", Map.of())
                        .path("errors")
                        .get(0)
                        .path("type")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(ask("query { nothing }", Map.of()).path("errors")).hasSize(1);
        assertThat(ask("query { ", Map.of()).path("errors")).hasSize(1);
        assertThat(ask("{ repository(owner: \"acme\", name: \"widget\") { pullRequests { totalCount } } }", Map.of())
                        .path("errors")
                        .get(0)
                        .path("type")
                        .asText())
                .isEqualTo("MISSING_PAGINATION_BOUNDARIES");
        JsonNode forbidden = as("mallory")
                .post(
                        "/graphql",
                        Map.of(
                                "query",
                                UPDATE_REFS,
                                "variables",
                                Map.of(
                                        "repo",
                                        repositoryId(),
                                        "updates",
                                        List.of(Map.of("name", "refs/heads/x", "afterOid", widget.tip("main"))))))
                .json();
        assertThat(forbidden.path("errors").get(0).path("type").asText()).isEqualTo("FORBIDDEN");
        assertThat(ask("query { viewer { login } }", Map.of())
                        .path("data")
                        .path("viewer")
                        .path("login")
                        .asText())
                .isEqualTo("homu");
    }

    @Test
    public void operationsAreCountedByName() throws Exception {
        open(null);
        ask("query { viewer { login } }", Map.of());
        assertThat(github.requests().counts())
                .containsEntry("POST /graphql OpenPullRequests", 1L)
                .containsEntry("POST /graphql viewer", 1L);
    }

    @Test
    public void graphQlCanBeMissingLateOrUsedUp() throws Exception {
        SimPull pull = pullAdding("fix");
        github.lag().graphql(Duration.ofHours(1));
        String before = pull.headSha();
        pull.push(Map.of("more", "more\n"));
        assertThat(headShown()).isEqualTo(before);
        github.lag().graphql(Duration.ofMillis(50));
        Await.until(() -> headShown().equals(pull.headSha()));
        github.rateLimits().exhaust("homu", Duration.ofMinutes(1));
        assertThat(ask("query { viewer { login } }", Map.of())
                        .path("errors")
                        .get(0)
                        .path("type")
                        .asText())
                .isEqualTo("RATE_LIMITED");
        github.rateLimits().reset();
        github.graphql(false);
        assertThat(homu().post("/graphql", Map.of("query", "{ viewer { login } }"))
                        .status())
                .isEqualTo(404);
    }

    private String headShown() {
        try {
            return open(null)
                    .path("repository")
                    .path("pullRequests")
                    .path("nodes")
                    .get(0)
                    .path("headRefOid")
                    .asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
