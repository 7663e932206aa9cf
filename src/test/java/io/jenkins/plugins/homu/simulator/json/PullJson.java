package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimLabel;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimReaction;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimReview;
import io.jenkins.plugins.homu.simulator.SimReviewComment;
import io.jenkins.plugins.homu.simulator.SimUser;
import java.util.List;
import java.util.Locale;

/** Issues, pull requests, comments, reviews and labels as REST answers and payloads show them. */
public final class PullJson {

    private PullJson() {}

    private static String html(SimIssue issue) {
        return RepositoryJson.html(issue.repository())
                + (issue instanceof SimPull ? "/pull/" : "/issues/")
                + issue.number();
    }

    /** The form in lists, in reviews' payloads and as the beginning of the full one: no mergeability. */
    public static ObjectNode simple(SimPull pull) {
        SimRepository repository = pull.repository();
        GitHubSimulator github = repository.simulator();
        String api = RepositoryJson.api(repository) + "/pulls/" + pull.number();
        String issue = RepositoryJson.api(repository) + "/issues/" + pull.number();
        String statuses = RepositoryJson.api(repository) + "/statuses/" + pull.headSha();
        ObjectNode node = Json.object()
                .put("url", api)
                .put("id", pull.id())
                .put("node_id", Json.nodeId("PullRequest", pull.id()))
                .put("html_url", html(pull))
                .put("diff_url", html(pull) + ".diff")
                .put("patch_url", html(pull) + ".patch")
                .put("issue_url", issue)
                .put("number", pull.number())
                .put("state", pull.isOpen() ? "open" : "closed")
                .put("locked", pull.isLocked())
                .put("title", pull.title());
        node.set("user", AccountJson.user(github, pull.author()));
        node.put("body", pull.body())
                .put("created_at", Json.time(pull.createdAt()))
                .put("updated_at", Json.time(pull.updatedAt()))
                .put("closed_at", Json.time(pull.closedAt()))
                .put("merged_at", pull.isMerged() ? Json.time(pull.closedAt()) : null)
                .put("merge_commit_sha", pull.mergeCommit());
        assignees(node, pull);
        node.putArray("requested_reviewers");
        node.putArray("requested_teams");
        node.set("labels", labels(pull));
        node.putNull("milestone");
        node.put("draft", pull.isDraft())
                .put("commits_url", api + "/commits")
                .put("review_comments_url", api + "/comments")
                .put("review_comment_url", RepositoryJson.api(repository) + "/pulls/comments{/number}")
                .put("comments_url", issue + "/comments")
                .put("statuses_url", statuses);
        SimRepository source = pull.headRepository().orElse(null);
        node.set("head", side(github, pull.headOwner(), source, pull.headRef(), pull.headSha()));
        node.set("base", side(github, repository.owner(), repository, pull.baseRef(), pull.baseSha()));
        ObjectNode links = node.putObject("_links");
        links.set("self", Json.href(api));
        links.set("html", Json.href(html(pull)));
        links.set("issue", Json.href(issue));
        links.set("comments", Json.href(issue + "/comments"));
        links.set("review_comments", Json.href(api + "/comments"));
        links.set("review_comment", Json.href(RepositoryJson.api(repository) + "/pulls/comments{/number}"));
        links.set("commits", Json.href(api + "/commits"));
        links.set("statuses", Json.href(statuses));
        node.put("author_association", AccountJson.association(repository, pull.author()));
        node.putNull("auto_merge");
        node.putNull("active_lock_reason");
        return node;
    }

    private static ObjectNode side(
            GitHubSimulator github, SimUser owner, SimRepository source, String ref, String sha) {
        ObjectNode node = Json.object()
                .put("label", owner.login() + ":" + ref)
                .put("ref", ref)
                .put("sha", sha);
        // GitHub no longer knows the user either when the fork's account is gone; a deleted fork alone keeps it
        node.set("user", AccountJson.user(github, owner));
        node.set("repo", source == null ? null : RepositoryJson.end(source));
        return node;
    }

    /**
     * The form of GET pulls/N and of pull_request's payloads.
     *
     * @param asking whether this is a question about mergeability, which starts its computation
     */
    public static ObjectNode full(SimPull pull, boolean asking) {
        // first of all: the answer decides merge_commit_sha too
        Boolean mergeable = asking ? pull.mergeable() : pull.knownMergeable();
        ObjectNode node = simple(pull);
        node.put("merged", pull.isMerged());
        node.put("mergeable", pull.isOpen() ? mergeable : null);
        node.put("rebaseable", pull.isOpen() ? mergeable : null);
        node.put("mergeable_state", pull.isOpen() ? pull.mergeableState() : "unknown");
        node.set("merged_by", AccountJson.user(pull.repository().simulator(), pull.mergedBy()));
        int files = pull.changedFiles().size();
        return node.put("comments", pull.comments().size())
                .put("review_comments", pull.reviewComments().size())
                .put("maintainer_can_modify", false)
                .put("commits", pull.commits().size())
                // line counts would need a diff; nobody who merges looks at them
                .put("additions", files)
                .put("deletions", 0)
                .put("changed_files", files);
    }

    private static void assignees(ObjectNode node, SimIssue issue) {
        GitHubSimulator github = issue.repository().simulator();
        List<SimUser> assignees = issue.assignees();
        node.set("assignee", assignees.isEmpty() ? null : AccountJson.user(github, assignees.get(0)));
        node.set("assignees", Json.array(assignees, user -> AccountJson.user(github, user)));
    }

    public static ArrayNode labels(SimIssue issue) {
        return Json.array(issue.labelList(), label -> label(issue.repository(), label));
    }

    public static ObjectNode label(SimRepository repository, SimLabel label) {
        return Json.object()
                .put("id", label.id())
                .put("node_id", Json.nodeId("Label", label.id()))
                .put(
                        "url",
                        RepositoryJson.api(repository) + "/labels/"
                                + java.net.URLEncoder.encode(label.name(), java.nio.charset.StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                .put("name", label.name())
                .put("color", label.color())
                .put("default", false)
                .put("description", label.description());
    }

    /** An issue, which a pull request also is. */
    public static ObjectNode issue(SimIssue issue) {
        SimRepository repository = issue.repository();
        GitHubSimulator github = repository.simulator();
        String api = RepositoryJson.api(repository) + "/issues/" + issue.number();
        ObjectNode node = Json.object()
                .put("url", api)
                .put("repository_url", RepositoryJson.api(repository))
                .put("labels_url", api + "/labels{/name}")
                .put("comments_url", api + "/comments")
                .put("events_url", api + "/events")
                .put("html_url", html(issue))
                .put("id", issue.id())
                .put("node_id", Json.nodeId(issue instanceof SimPull ? "PullRequest" : "Issue", issue.id()))
                .put("number", issue.number())
                .put("title", issue.title());
        node.set("user", AccountJson.user(github, issue.author()));
        node.set("labels", labels(issue));
        node.put("state", issue.isOpen() ? "open" : "closed").put("locked", issue.isLocked());
        assignees(node, issue);
        node.putNull("milestone");
        node.put("comments", issue.comments().size())
                .put("created_at", Json.time(issue.createdAt()))
                .put("updated_at", Json.time(issue.updatedAt()))
                .put("closed_at", Json.time(issue.closedAt()))
                .put("author_association", AccountJson.association(repository, issue.author()));
        node.putNull("active_lock_reason");
        if (issue instanceof SimPull pull) {
            node.put("draft", pull.isDraft());
            node.putObject("pull_request")
                    .put("url", RepositoryJson.api(repository) + "/pulls/" + pull.number())
                    .put("html_url", html(pull))
                    .put("diff_url", html(pull) + ".diff")
                    .put("patch_url", html(pull) + ".patch")
                    .put("merged_at", pull.isMerged() ? Json.time(pull.closedAt()) : null);
        }
        node.put("body", issue.body());
        node.set("closed_by", AccountJson.user(github, issue.closedBy()));
        node.set("reactions", Json.reactions(api, List.of()));
        node.put("timeline_url", api + "/timeline");
        node.putNull("performed_via_github_app");
        node.putNull("state_reason");
        return node;
    }

    public static ObjectNode reaction(SimRepository repository, SimReaction reaction) {
        ObjectNode node = Json.object().put("id", reaction.id()).put("node_id", Json.nodeId("Reaction", reaction.id()));
        node.set("user", AccountJson.user(repository.simulator(), reaction.user()));
        return node.put("content", reaction.content()).put("created_at", Json.time(reaction.createdAt()));
    }

    public static ObjectNode comment(SimIssue issue, SimComment comment) {
        SimRepository repository = issue.repository();
        String api = RepositoryJson.api(repository) + "/issues/comments/" + comment.id();
        ObjectNode node = Json.object()
                .put("url", api)
                .put("html_url", html(issue) + "#issuecomment-" + comment.id())
                .put("issue_url", RepositoryJson.api(repository) + "/issues/" + issue.number())
                .put("id", comment.id())
                .put("node_id", Json.nodeId("IssueComment", comment.id()));
        node.set("user", AccountJson.user(repository.simulator(), comment.user()));
        node.put("created_at", Json.time(comment.createdAt()))
                .put("updated_at", Json.time(comment.updatedAt()))
                .put("author_association", AccountJson.association(repository, comment.user()))
                .put("body", comment.body());
        node.set("reactions", Json.reactions(api, repository.reactions(comment.id())));
        node.putNull("performed_via_github_app");
        return node;
    }

    /** A review; its state is in capitals in REST answers and in small letters in payloads. */
    public static ObjectNode review(SimPull pull, SimReview review, boolean inPayload) {
        SimRepository repository = pull.repository();
        String api = RepositoryJson.api(repository) + "/pulls/" + pull.number();
        String html = html(pull) + "#pullrequestreview-" + review.id();
        ObjectNode node =
                Json.object().put("id", review.id()).put("node_id", Json.nodeId("PullRequestReview", review.id()));
        node.set("user", AccountJson.user(repository.simulator(), review.user()));
        String body = review.body();
        node.put("body", inPayload && body != null && body.isEmpty() ? null : body)
                .put("commit_id", review.commit())
                .put("submitted_at", Json.time(review.submittedAt()))
                .put("state", inPayload ? review.state().toLowerCase(Locale.ROOT) : review.state())
                .put("html_url", html)
                .put("pull_request_url", api)
                .put("author_association", AccountJson.association(repository, review.user()));
        ObjectNode links = node.putObject("_links");
        links.set("html", Json.href(html));
        links.set("pull_request", Json.href(api));
        return node;
    }

    public static ObjectNode reviewComment(SimPull pull, SimReviewComment comment) {
        SimRepository repository = pull.repository();
        String api = RepositoryJson.api(repository) + "/pulls/comments/" + comment.id();
        String pullApi = RepositoryJson.api(repository) + "/pulls/" + pull.number();
        String html = html(pull) + "#discussion_r" + comment.id();
        ObjectNode node = Json.object()
                .put("url", api)
                .put("pull_request_review_id", comment.review())
                .put("id", comment.id())
                .put("node_id", Json.nodeId("PullRequestReviewComment", comment.id()))
                .put("diff_hunk", "@@ -0,0 +1 @@")
                .put("path", comment.path())
                .put("position", 1)
                .put("original_position", 1)
                .put("commit_id", comment.commit())
                .put("original_commit_id", comment.originalCommit());
        node.set("user", AccountJson.user(repository.simulator(), comment.user()));
        node.put("body", comment.body())
                .put("created_at", Json.time(comment.createdAt()))
                .put("updated_at", Json.time(comment.updatedAt()))
                .put("html_url", html)
                .put("pull_request_url", pullApi)
                .put("author_association", AccountJson.association(repository, comment.user()));
        ObjectNode links = node.putObject("_links");
        links.set("self", Json.href(api));
        links.set("html", Json.href(html));
        links.set("pull_request", Json.href(pullApi));
        node.set("reactions", Json.reactions(api, repository.reactions(comment.id())));
        node.putNull("start_line");
        node.putNull("original_start_line");
        node.putNull("start_side");
        return node.put("line", 1).put("original_line", 1).put("side", "RIGHT").put("subject_type", "line");
    }
}
