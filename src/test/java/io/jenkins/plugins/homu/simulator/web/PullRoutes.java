package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimReviewComment;
import io.jenkins.plugins.homu.simulator.json.CommitJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import io.jenkins.plugins.homu.simulator.json.PullJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Pull requests with their reviews. */
final class PullRoutes {

    private static final String PULLS = "/repos/{owner}/{repo}/pulls";
    private static final String PULL = PULLS + "/{pull_number}";

    private PullRoutes() {}

    static void add(Routes routes) {
        routes.get(PULLS, PullRoutes::list);
        routes.add("POST", PULLS, Permission.READ, PullRoutes::create);
        // before pulls/{pull_number}/comments: "comments" is no number
        routes.get(PULLS + "/comments", request -> {
            List<SimReviewComment> all = new ArrayList<>();
            request.repository().pulls().forEach(pull -> all.addAll(pull.reviewComments()));
            return comments(request, all);
        });
        routes.get(PULL, request -> ApiAnswer.ok(PullJson.full(request.pull(), true)));
        routes.add("PATCH", PULL, Permission.READ, PullRoutes::update);
        routes.add("PUT", PULL + "/merge", Permission.WRITE, PullRoutes::merge);
        routes.get(PULL + "/merge", request -> {
            if (!request.pull().isMerged()) {
                throw Refusal.notFound();
            }
            return ApiAnswer.noContent();
        });
        routes.get(PULL + "/commits", request -> {
            SimRepository repository = request.repository();
            return request.page(
                    request.pull().commits(),
                    sha -> CommitJson.commit(
                            repository, repository.git().objects().commit(sha).orElseThrow()));
        });
        routes.get(
                PULL + "/files",
                request -> request.page(
                        List.copyOf(request.pull().changedFiles()),
                        path -> Json.object().put("filename", path).put("status", "modified")));
        routes.get(
                PULL + "/reviews",
                request -> request.page(
                        request.pull().reviews(), review -> PullJson.review(request.pull(), review, false)));
        routes.get(PULL + "/reviews/{review_id}", request -> {
            long id = request.number("review_id");
            return request.pull().reviews().stream()
                    .filter(review -> review.id() == id)
                    .findFirst()
                    .map(review -> ApiAnswer.ok(PullJson.review(request.pull(), review, false)))
                    .orElseThrow(Refusal::notFound);
        });
        routes.get(
                PULL + "/comments", request -> comments(request, request.pull().reviewComments()));
    }

    private static ApiAnswer comments(ApiRequest request, List<SimReviewComment> all) {
        Instant since = request.since();
        List<SimReviewComment> wanted = all.stream()
                .filter(comment -> since == null || !comment.updatedAt().isBefore(since))
                .sorted(Comparator.comparing(SimReviewComment::id))
                .toList();
        return request.page(
                wanted, comment -> PullJson.reviewComment(request.repository().pull(comment.pull()), comment));
    }

    private static ApiAnswer list(ApiRequest request) {
        String state = request.query("state", "open");
        String base = request.query("base", null);
        String head = request.query("head", null);
        List<SimPull> wanted = new ArrayList<>(request.repository().pulls().stream()
                .filter(pull -> state.equals("all") || pull.isOpen() == state.equals("open"))
                .filter(pull -> base == null || pull.baseRef().equals(base))
                .filter(pull -> head == null || (pull.headOwner().login() + ":" + pull.headRef()).equals(head))
                .toList());
        String sort = request.query("sort", "created");
        if (sort.equals("updated")) {
            wanted.sort(Comparator.comparing(SimPull::updatedAt).thenComparing(SimPull::number));
        }
        // GitHub lists the newest first, but a chosen order ascending
        String direction = request.query("direction", request.query("sort", "").isEmpty() ? "desc" : "asc");
        if (direction.equals("desc")) {
            Collections.reverse(wanted);
        }
        return request.page(wanted, PullJson::simple);
    }

    private static ApiAnswer create(ApiRequest request) {
        SimPull pull = request.repository()
                .openPull(
                        request.actor(),
                        request.required("head"),
                        request.optional("head_repo"),
                        request.required("base"),
                        request.required("title"),
                        request.optional("body"),
                        request.flag("draft"));
        return ApiAnswer.created(PullJson.full(pull, false));
    }

    private static ApiAnswer update(ApiRequest request) {
        SimPull pull = request.pull();
        mayEdit(request, pull);
        String state = request.optional("state");
        pull.edit(request.optional("title"), request.optional("body"), request.actor());
        if (request.optional("base") != null) {
            pull.retarget(request.optional("base"), request.actor());
        }
        if ("closed".equals(state)) {
            pull.close(request.actor());
        } else if ("open".equals(state)) {
            pull.reopen(request.actor());
        }
        return ApiAnswer.ok(PullJson.full(pull, false));
    }

    private static void mayEdit(ApiRequest request, SimPull pull) {
        boolean own = pull.author().id() == request.actor().id();
        if (!own && !request.permission(request.repository()).includes(Permission.WRITE)) {
            throw Refusal.notFound();
        }
    }

    private static ApiAnswer merge(ApiRequest request) {
        SimPull pull = request.pull();
        String expected = request.optional("sha");
        if (expected != null && !expected.equals(pull.headSha())) {
            throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
        }
        if (!pull.isOpen() || pull.isDraft()) {
            throw new Refusal(405, "Pull Request is not mergeable");
        }
        String title = request.optional("commit_title");
        String message = title == null
                ? "Merge pull request #" + pull.number() + " from "
                        + pull.headOwner().login() + "/" + pull.headRef()
                : title;
        String more = request.optional("commit_message");
        Merging.Outcome outcome;
        try {
            outcome = Merging.merge(
                    request.repository(),
                    pull.baseRef(),
                    pull.headSha(),
                    message + "\n\n" + (more == null ? pull.title() : more),
                    request.actor());
        } catch (Refusal refusal) {
            throw refusal.status() == 409 ? new Refusal(405, "Pull Request is not mergeable") : refusal;
        }
        return ApiAnswer.ok(Json.object()
                .put("sha", outcome.commit())
                .put("merged", true)
                .put("message", "Pull Request successfully merged"));
    }
}
