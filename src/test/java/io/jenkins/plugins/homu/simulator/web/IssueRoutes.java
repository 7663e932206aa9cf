package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimReaction;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.json.PullJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Issues, comments and labels. */
final class IssueRoutes {

    private static final String ISSUES = "/repos/{owner}/{repo}/issues";
    private static final String ISSUE = ISSUES + "/{issue_number}";
    /** GitHub's longest body. */
    private static final int LONGEST_BODY = 65536;

    private IssueRoutes() {}

    static void add(Routes routes) {
        routes.get(
                ISSUES + "/comments",
                request -> comments(request, request.repository().allComments()));
        routes.get(ISSUES + "/comments/{comment_id}", request -> {
            SimComment comment = comment(request);
            return ApiAnswer.ok(PullJson.comment(issue(request, comment), comment));
        });
        routes.add("PATCH", ISSUES + "/comments/{comment_id}", Permission.READ, request -> {
            SimComment comment = comment(request);
            mayChange(request, comment);
            SimIssue issue = issue(request, comment);
            return ApiAnswer.ok(
                    PullJson.comment(issue, issue.editComment(comment.id(), body(request), request.actor())));
        });
        routes.add("DELETE", ISSUES + "/comments/{comment_id}", Permission.READ, request -> {
            SimComment comment = comment(request);
            mayChange(request, comment);
            issue(request, comment).deleteComment(comment.id(), request.actor());
            return ApiAnswer.noContent();
        });
        for (String kind : List.of("issues", "pulls")) {
            String reactions = "/repos/{owner}/{repo}/" + kind + "/comments/{comment_id}/reactions";
            routes.get(reactions, request -> {
                List<SimReaction> all = request.repository().reactions(reactedTo(request, kind));
                return request.page(all, reaction -> PullJson.reaction(request.repository(), reaction));
            });
            routes.add("POST", reactions, Permission.READ, request -> react(request, reactedTo(request, kind)));
        }
        routes.get(ISSUE, request -> ApiAnswer.ok(PullJson.issue(request.issue())));
        routes.add("PATCH", ISSUE, Permission.TRIAGE, request -> {
            SimIssue issue = request.issue();
            issue.edit(request.optional("title"), request.optional("body"), request.actor());
            String state = request.optional("state");
            if ("closed".equals(state)) {
                issue.close(request.actor());
            } else if ("open".equals(state)) {
                issue.reopen(request.actor());
            }
            return ApiAnswer.ok(PullJson.issue(issue));
        });
        routes.get(
                ISSUE + "/comments",
                request -> comments(request, request.issue().comments()));
        routes.add("POST", ISSUE + "/comments", Permission.READ, request -> {
            SimComment comment = request.issue().comment(request.actor(), body(request));
            ObjectNode node = PullJson.comment(request.issue(), comment);
            return ApiAnswer.created(node).header("Location", node.get("url").textValue());
        });
        addLabels(routes);
    }

    private static void addLabels(Routes routes) {
        routes.get(
                ISSUE + "/labels",
                request -> request.page(
                        request.issue().labelList(), label -> PullJson.label(request.repository(), label)));
        routes.add("POST", ISSUE + "/labels", Permission.TRIAGE, request -> {
            names(request).forEach(name -> request.issue().addLabel(name, request.actor()));
            return ApiAnswer.ok(PullJson.labels(request.issue()));
        });
        routes.add("PUT", ISSUE + "/labels", Permission.TRIAGE, request -> {
            List<String> wanted = names(request);
            for (String old : request.issue().labels()) {
                if (wanted.stream().noneMatch(old::equalsIgnoreCase)) {
                    request.issue().removeLabel(old, request.actor());
                }
            }
            wanted.forEach(name -> request.issue().addLabel(name, request.actor()));
            return ApiAnswer.ok(PullJson.labels(request.issue()));
        });
        routes.add("DELETE", ISSUE + "/labels", Permission.TRIAGE, request -> {
            request.issue().labels().forEach(name -> request.issue().removeLabel(name, request.actor()));
            return ApiAnswer.noContent();
        });
        routes.add("DELETE", ISSUE + "/labels/{name}", Permission.TRIAGE, request -> {
            if (!request.issue().removeLabel(request.param("name"), request.actor())) {
                throw new Refusal(404, "Label does not exist");
            }
            return ApiAnswer.ok(PullJson.labels(request.issue()));
        });
    }

    /** The id of the comment, if there is one of that kind. */
    private static long reactedTo(ApiRequest request, String kind) {
        long id = request.number("comment_id");
        boolean known = kind.equals("issues")
                ? request.repository().findComment(id).isPresent()
                : request.repository().pulls().stream()
                        .flatMap(pull -> pull.reviewComments().stream())
                        .anyMatch(comment -> comment.id() == id);
        if (!known) {
            throw Refusal.notFound();
        }
        return id;
    }

    private static ApiAnswer react(ApiRequest request, long comment) {
        SimRepository repository = request.repository();
        String content = request.required("content");
        if (!SimReaction.CONTENTS.contains(content)) {
            throw Refusal.invalid("Reaction", "content", "invalid", "content is not a reaction");
        }
        boolean isNew = repository.react(comment, request.actor(), content);
        SimReaction reaction = repository.reactions(comment).stream()
                .filter(it -> it.user().equals(request.actor()) && it.content().equals(content))
                .findFirst()
                .orElseThrow();
        return ApiAnswer.of(isNew ? 201 : 200, PullJson.reaction(repository, reaction));
    }

    private static ApiAnswer comments(ApiRequest request, List<SimComment> all) {
        Instant since = request.since();
        List<SimComment> wanted = all.stream()
                .filter(comment -> since == null || !comment.updatedAt().isBefore(since))
                .toList();
        return request.page(wanted, comment -> PullJson.comment(issue(request, comment), comment));
    }

    private static SimComment comment(ApiRequest request) {
        return request.repository().findComment(request.number("comment_id")).orElseThrow(Refusal::notFound);
    }

    private static SimIssue issue(ApiRequest request, SimComment comment) {
        return request.repository().findIssue(comment.issue()).orElseThrow(Refusal::notFound);
    }

    private static void mayChange(ApiRequest request, SimComment comment) {
        SimRepository repository = request.repository();
        boolean own = comment.user().id() == request.actor().id();
        if (!own && !request.permission(repository).includes(Permission.WRITE)) {
            throw new Refusal(403, "Must have admin rights to Repository.");
        }
    }

    private static String body(ApiRequest request) {
        String body = request.required("body");
        if (body.isBlank()) {
            throw Refusal.invalid("IssueComment", "body", "custom", "body can't be blank");
        }
        if (body.length() > LONGEST_BODY) {
            throw Refusal.invalid("IssueComment", "body", "custom", "body is too long (maximum is 65536 characters)");
        }
        return body;
    }

    /** {@code {"labels": [..]}} or the bare array, of names or of objects with a name. */
    private static List<String> names(ApiRequest request) {
        JsonNode root = request.anyJson();
        JsonNode labels = root.isArray() ? root : root.path("labels");
        if (!labels.isArray()) {
            throw new Refusal(422, "Invalid request.\n\nlabels wasn't supplied.");
        }
        List<String> result = new ArrayList<>();
        labels.forEach(label -> result.add(
                label.isTextual() ? label.textValue() : label.path("name").asText()));
        return result;
    }
}
