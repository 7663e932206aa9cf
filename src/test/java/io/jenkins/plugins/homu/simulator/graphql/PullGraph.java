package io.jenkins.plugins.homu.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimLabel;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimReview;
import io.jenkins.plugins.homu.simulator.SimReviewComment;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.AccountJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import io.jenkins.plugins.homu.simulator.json.RepositoryJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Pull requests with their conversation as GraphQL shows them. */
final class PullGraph {

    private final GitHubSimulator github;
    private final Graph graph;
    private final SimUser viewer;

    PullGraph(GitHubSimulator github, Graph graph, SimUser viewer) {
        this.github = github;
        this.graph = graph;
        this.viewer = viewer;
    }

    private Duration lag() {
        return github.lag().graphql();
    }

    Thing one(SimRepository repository, int number) {
        return repository
                .findPull(number)
                .map(this::pull)
                .orElseThrow(() -> new GraphQlRefusal(
                        "NOT_FOUND", "Could not resolve to a PullRequest with the number of " + number + "."));
    }

    Thing list(SimRepository repository, DataFetchingEnvironment environment) {
        List<String> states = environment.getArgument("states");
        String base = environment.getArgument("baseRefName");
        String head = environment.getArgument("headRefName");
        List<String> labels = environment.getArgument("labels");
        List<SimPull> wanted = new ArrayList<>(repository.pulls().stream()
                .filter(pull -> states == null || states.contains(state(pull)))
                .filter(pull -> base == null || pull.baseRef().equals(base))
                .filter(pull -> head == null || pull.headRef().equals(head))
                .filter(pull -> labels == null || pull.labels().stream().anyMatch(labels::contains))
                .toList());
        Map<String, String> order = environment.getArgument("orderBy");
        boolean byUpdate = order != null && order.get("field").equals("UPDATED_AT");
        if (byUpdate) {
            wanted.sort(Comparator.comparing(PullGraph::updateKey));
        }
        boolean descending = order != null && order.get("direction").equals("DESC");
        if (descending) {
            Collections.reverse(wanted);
        }
        return Connection.of(
                "PullRequestConnection",
                environment,
                wanted,
                byUpdate ? PullGraph::updateKey : pull -> (long) pull.number(),
                !descending,
                this::pull);
    }

    private static long updateKey(SimPull pull) {
        return pull.updatedAt().getEpochSecond() * 1_000_000 + pull.number();
    }

    private String state(SimPull pull) {
        return pull.isOpen(lag()) ? "OPEN" : pull.isMerged() ? "MERGED" : "CLOSED";
    }

    Thing pull(SimPull pull) {
        SimRepository repository = pull.repository();
        boolean open = pull.isOpen(lag());
        Thing thing = new Thing("PullRequest")
                .with("id", Json.nodeId("PullRequest", pull.id()))
                .with("databaseId", (int) pull.id())
                .with("fullDatabaseId", Long.toString(pull.id()))
                .with("number", pull.number())
                .with("title", pull.title())
                .with("body", pull.body() == null ? "" : pull.body())
                .with("isDraft", pull.isDraft())
                .with("state", state(pull))
                .with("closed", !open)
                .with("merged", !open && pull.isMerged())
                .with("closedAt", open ? null : Json.time(pull.closedAt()))
                .with("mergedAt", open || !pull.isMerged() ? null : Json.time(pull.closedAt()))
                .with("createdAt", Json.time(pull.createdAt()))
                .with("updatedAt", Json.time(pull.updatedAt()))
                .with("url", RepositoryJson.html(repository) + "/pull/" + pull.number())
                .with("author", graph.account(pull.author()))
                .with("authorAssociation", AccountJson.association(repository, pull.author()))
                .get("mergedBy", () -> graph.account(pull.mergedBy()))
                .get("mergeCommit", () -> pull.isMerged() ? graph.commit(repository, pull.mergeCommit()) : null)
                .get(
                        "potentialMergeCommit",
                        () -> pull.isMerged() || pull.mergeCommit() == null
                                ? null
                                : graph.commit(repository, pull.mergeCommit()))
                .get("mergeable", () -> mergeable(pull))
                .get("mergeStateStatus", () -> Graph.upper(pull.mergeableState()));
        ends(thing, pull);
        lists(thing, pull);
        return thing;
    }

    private static String mergeable(SimPull pull) {
        Boolean answer = pull.mergeable();
        return answer == null || !pull.isOpen() ? "UNKNOWN" : answer ? "MERGEABLE" : "CONFLICTING";
    }

    private void ends(Thing thing, SimPull pull) {
        SimRepository repository = pull.repository();
        SimRepository source = pull.headRepository().orElse(null);
        thing.with("headRefName", pull.headRef())
                .with("headRefOid", pull.headSha(lag()))
                .get("headRef", () -> source == null ? null : graph.ref(source, "refs/heads/" + pull.headRef()))
                .get("headRepository", () -> graph.repository(source))
                .get("headRepositoryOwner", () -> graph.account(pull.headOwner()))
                .with("isCrossRepository", source != repository)
                .with("baseRefName", pull.baseRef())
                .with("baseRefOid", pull.baseSha())
                .get("baseRef", () -> graph.ref(repository, "refs/heads/" + pull.baseRef()))
                .get("baseRepository", () -> graph.repository(repository))
                .get("repository", () -> graph.repository(repository));
    }

    private void lists(Thing thing, SimPull pull) {
        SimRepository repository = pull.repository();
        thing.with(
                        "assignees",
                        environment -> Connection.of(
                                "UserConnection", environment, pull.assignees(), SimUser::id, true, graph::account))
                .with(
                        "labels",
                        environment -> Connection.of(
                                "LabelConnection",
                                environment,
                                pull.labelList(),
                                SimLabel::id,
                                true,
                                label -> label(repository, label)))
                .with(
                        "comments",
                        environment -> Connection.of(
                                "IssueCommentConnection",
                                environment,
                                pull.comments(),
                                SimComment::id,
                                true,
                                comment -> comment(pull, comment)))
                .with("reviews", environment -> {
                    List<String> states = environment.getArgument("states");
                    List<SimReview> wanted = pull.reviews().stream()
                            .filter(review -> states == null || states.contains(review.state()))
                            .toList();
                    return Connection.of(
                            "PullRequestReviewConnection",
                            environment,
                            wanted,
                            SimReview::id,
                            true,
                            review -> review(pull, review));
                })
                .with("commits", environment -> {
                    List<String> commits = pull.commits();
                    return Connection.of(
                            "PullRequestCommitConnection",
                            environment,
                            commits,
                            sha -> (long) commits.indexOf(sha),
                            true,
                            sha -> new Thing("PullRequestCommit")
                                    .with("id", Json.nodeId("PullRequestCommit", pull.id() + ":" + sha))
                                    .get("commit", () -> graph.commit(repository, sha))
                                    .get("pullRequest", () -> pull(pull))
                                    .with(
                                            "url",
                                            RepositoryJson.html(repository) + "/pull/" + pull.number() + "/commits/"
                                                    + sha));
                });
    }

    private static Thing label(SimRepository repository, SimLabel label) {
        return new Thing("Label")
                .with("id", Json.nodeId("Label", label.id()))
                .with("name", label.name())
                .with("color", label.color())
                .with("description", label.description())
                .with("url", RepositoryJson.html(repository) + "/labels");
    }

    Thing comment(SimIssue issue, SimComment comment) {
        SimRepository repository = issue.repository();
        boolean edited = comment.updatedAt().isAfter(comment.createdAt());
        return new Thing("IssueComment")
                .with("id", Json.nodeId("IssueComment", comment.id()))
                .with("databaseId", (int) comment.id())
                .with("fullDatabaseId", Long.toString(comment.id()))
                .with("body", comment.body())
                .with("createdAt", Json.time(comment.createdAt()))
                .with("updatedAt", Json.time(comment.updatedAt()))
                .with("lastEditedAt", edited ? Json.time(comment.updatedAt()) : null)
                .with(
                        "url",
                        RepositoryJson.html(repository) + "/pull/" + issue.number() + "#issuecomment-" + comment.id())
                .with("author", graph.account(comment.user()))
                .with("authorAssociation", AccountJson.association(repository, comment.user()))
                .with("isMinimized", false)
                .with(
                        "viewerDidAuthor",
                        viewer != null && viewer.id() == comment.user().id());
    }

    private Thing review(SimPull pull, SimReview review) {
        SimRepository repository = pull.repository();
        return new Thing("PullRequestReview")
                .with("id", Json.nodeId("PullRequestReview", review.id()))
                .with("databaseId", (int) review.id())
                .with("fullDatabaseId", Long.toString(review.id()))
                .with("body", review.body() == null ? "" : review.body())
                .with("state", review.state())
                .with("submittedAt", Json.time(review.submittedAt()))
                .with("createdAt", Json.time(review.submittedAt()))
                .with("updatedAt", Json.time(review.submittedAt()))
                .with("author", graph.account(review.user()))
                .with("authorAssociation", AccountJson.association(repository, review.user()))
                .with(
                        "url",
                        RepositoryJson.html(repository) + "/pull/" + pull.number() + "#pullrequestreview-"
                                + review.id())
                .get("commit", () -> graph.commit(repository, review.commit()))
                .with("comments", environment -> {
                    List<SimReviewComment> mine = pull.reviewComments().stream()
                            .filter(comment -> comment.review() == review.id())
                            .toList();
                    return Connection.of(
                            "PullRequestReviewCommentConnection",
                            environment,
                            mine,
                            SimReviewComment::id,
                            true,
                            comment -> reviewComment(pull, review, comment));
                });
    }

    private Thing reviewComment(SimPull pull, SimReview review, SimReviewComment comment) {
        SimRepository repository = pull.repository();
        return new Thing("PullRequestReviewComment")
                .with("id", Json.nodeId("PullRequestReviewComment", comment.id()))
                .with("databaseId", (int) comment.id())
                .with("fullDatabaseId", Long.toString(comment.id()))
                .with("body", comment.body())
                .with("path", comment.path())
                .with("createdAt", Json.time(comment.createdAt()))
                .with("updatedAt", Json.time(comment.updatedAt()))
                .with("author", graph.account(comment.user()))
                .with("authorAssociation", AccountJson.association(repository, comment.user()))
                .with(
                        "url",
                        RepositoryJson.html(repository) + "/pull/" + pull.number() + "#discussion_r" + comment.id())
                .get("commit", () -> graph.commit(repository, comment.commit()))
                .get("originalCommit", () -> graph.commit(repository, comment.originalCommit()))
                .get("pullRequestReview", () -> review(pull, review));
    }
}
