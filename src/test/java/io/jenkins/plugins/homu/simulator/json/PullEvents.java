package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimLabel;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimReview;
import io.jenkins.plugins.homu.simulator.SimReviewComment;
import io.jenkins.plugins.homu.simulator.SimUser;
import java.util.Map;

/** The payloads about pull requests and issues, without repository and sender, which every payload gets. */
public final class PullEvents {

    private PullEvents() {}

    /**
     * The event pull_request.
     *
     * @param details what the action adds: label, assignee, requested_reviewer, before and after, or changes
     */
    public static ObjectNode pull(SimPull pull, String action, Map<String, Object> details) {
        ObjectNode node = Json.object().put("action", action).put("number", pull.number());
        node.set("pull_request", PullJson.full(pull, false));
        add(node, pull.repository(), details);
        return node;
    }

    /** The event issues. */
    public static ObjectNode issue(
            SimRepository repository, String action, SimIssue issue, Map<String, Object> details) {
        ObjectNode node = Json.object().put("action", action);
        node.set("issue", PullJson.issue(issue));
        add(node, repository, details);
        return node;
    }

    private static void add(ObjectNode node, SimRepository repository, Map<String, Object> details) {
        details.forEach((key, value) -> {
            if (value instanceof SimUser user) {
                node.set(key, AccountJson.user(repository.simulator(), user));
            } else if (value instanceof SimLabel label) {
                node.set(key, PullJson.label(repository, label));
            } else if (value instanceof Map<?, ?> changes) {
                node.set(key, changes(changes));
            } else {
                node.put(key, String.valueOf(value));
            }
        });
    }

    /** {@code {"title": {"from": "old"}}}, and for the base {@code {"ref": {"from": ..}, "sha": {"from": ..}}}. */
    private static ObjectNode changes(Map<?, ?> changes) {
        ObjectNode node = Json.object();
        changes.forEach((field, old) -> {
            if (old instanceof Map<?, ?> inner) {
                node.set(field.toString(), changes(inner));
            } else {
                node.putObject(field.toString()).put("from", old.toString());
            }
        });
        return node;
    }

    /**
     * The event issue_comment.
     *
     * @param oldBody the text before an edit, else null
     */
    public static ObjectNode issueComment(
            SimRepository repository, String action, SimIssue issue, SimComment comment, String oldBody) {
        ObjectNode node = Json.object().put("action", action);
        if (oldBody != null) {
            node.putObject("changes").putObject("body").put("from", oldBody);
        }
        node.set("issue", PullJson.issue(issue));
        node.set("comment", PullJson.comment(issue, comment));
        return node;
    }

    /** The event pull_request_review. */
    public static ObjectNode review(SimPull pull, String action, SimReview review) {
        ObjectNode node = Json.object().put("action", action);
        node.set("review", PullJson.review(pull, review, true));
        node.set("pull_request", PullJson.simple(pull));
        return node;
    }

    /** The event pull_request_review_comment. */
    public static ObjectNode reviewComment(SimPull pull, String action, SimReviewComment comment, String oldBody) {
        ObjectNode node = Json.object().put("action", action);
        if (oldBody != null) {
            node.putObject("changes").putObject("body").put("from", oldBody);
        }
        node.set("comment", PullJson.reviewComment(pull, comment));
        node.set("pull_request", PullJson.simple(pull));
        return node;
    }
}
