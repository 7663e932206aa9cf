package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Branches and commits by REST. */
final class RestRefs {
    private static final int REMEMBERED_BRANCHES = 10_000;
    private static final String MERGING =
            "The bot needs the permission Contents (write), and Workflows (write) where a pull"
                    + " request changes files in .github/workflows; with a classic token, the scopes repo and workflow";

    private record BranchKey(RepositoryId repository, String branch) {}

    private final ApiHttp http;
    private final RestPulls pulls;

    /** Branches that were not there when we last looked: those are created at once, not first updated in vain. */
    private final Set<BranchKey> missing = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BranchKey, Boolean> eldest) {
            return size() > REMEMBERED_BRANCHES;
        }
    }));

    RestRefs(ApiHttp http, RestPulls pulls) {
        this.http = http;
        this.pulls = pulls;
    }

    Optional<CommitSha> tip(RepositoryId repository, String branch) throws GatewayException {
        ApiResponse response = http.send(ApiCall.get("ref", repository, path("git/ref/heads", branch)));
        // 409 is what an empty repository answers.
        if (response.status() == 404 || response.status() == 409) {
            missing.add(new BranchKey(repository, branch));
            return Optional.empty();
        }
        return Optional.of(response.read(
                json -> Fields.of(json, "the answer").object("object").sha("sha")));
    }

    Optional<Commit> commit(RepositoryId repository, CommitSha sha) throws GatewayException {
        ApiResponse response = http.send(ApiCall.get("commit", repository, "git", "commits", sha.value()));
        if (response.status() == 404 || response.status() == 409 || response.status() == 422) {
            return Optional.empty();
        }
        return Optional.of(response.read(json -> {
            Fields commit = Fields.of(json, "the answer");
            return commit(commit, commit);
        }));
    }

    /** @param inner where tree and message stand: in the commit itself, or in a part of it */
    private static Commit commit(Fields outer, Fields inner) throws Malformed {
        List<CommitSha> parents = new ArrayList<>();
        for (Fields parent : outer.list("parents")) {
            parents.add(parent.sha("sha"));
        }
        return new Commit(outer.sha("sha"), parents, inner.object("tree").text("sha"), inner.text("message"));
    }

    Optional<CommitSha> find(RepositoryId repository, AbbreviatedSha sha) throws GatewayException {
        Optional<CommitSha> complete = sha.complete();
        if (complete.isPresent()) {
            return commit(repository, complete.get()).map(Commit::sha);
        }
        // The second page of one file each: the first one would bring the changed files along.
        ApiResponse response = http.send(
                ApiCall.get("commit", repository, "commits", sha.digits()).query("per_page", "1", "page", "2"));
        if (response.status() == 404 || response.status() == 409 || response.status() == 422) {
            return Optional.empty();
        }
        CommitSha found = response.read(json -> Fields.of(json, "the answer").sha("sha"));
        // A branch or a tag of that name comes first with GitHub.
        return Optional.of(found).filter(sha::fits);
    }

    boolean isAncestor(RepositoryId repository, CommitSha ancestor, CommitSha descendant) throws GatewayException {
        if (ancestor.equals(descendant)) {
            return true;
        }
        // The second page of one commit each: the first one would bring the changed files along.
        ApiResponse response =
                http.send(ApiCall.get("compare", repository, "compare", ancestor.value() + "..." + descendant.value())
                        .query("per_page", "1", "page", "2"));
        if (response.status() == 404 || response.status() == 422) {
            return false;
        }
        String status = response.read(json -> Fields.of(json, "the answer").text("status"));
        return status.equals("ahead") || status.equals("identical");
    }

    Optional<String> setBranch(RepositoryId repository, String branch, CommitSha sha) throws GatewayException {
        BranchKey key = new BranchKey(repository, branch);
        if (!missing.contains(key)) {
            ApiResponse response = update(repository, branch, sha, true);
            boolean isMissing = response.status() == 404
                    || (response.status() == 422 && says(response, "reference does not exist"));
            if (!isMissing) {
                return refusal(response);
            }
        }
        ApiResponse created = create(repository, branch, sha);
        missing.remove(key);
        if (created.status() == 422 && says(created, "already exists")) {
            return refusal(update(repository, branch, sha, true));
        }
        return refusal(created);
    }

    private static Optional<String> refusal(ApiResponse response) throws GatewayException {
        if (response.status() == 409) {
            throw collision(response);
        }
        if (response.status() == 403 || response.status() == 422) {
            return Optional.of(response.message());
        }
        response.expectSuccess();
        return Optional.empty();
    }

    /** Somebody else was just writing to the same branch, or GitHub to the repository. */
    private static GatewayException collision(ApiResponse response) {
        return GatewayException.transientTrouble(
                409, response.place() + ": 409 " + response.message(), Optional.empty(), null);
    }

    private ApiResponse update(RepositoryId repository, String branch, CommitSha sha, boolean force)
            throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("sha", sha.value()).put("force", force);
        return http.send(ApiCall.of("PATCH", "ref", repository, body, path("git/refs/heads", branch)));
    }

    private ApiResponse create(RepositoryId repository, String branch, CommitSha sha) throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ref", "refs/heads/" + branch).put("sha", sha.value());
        return http.send(ApiCall.of("POST", "ref", repository, body, "git", "refs"));
    }

    MergeOutcome merge(RepositoryId repository, String branch, CommitSha head, String message) throws GatewayException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("base", branch).put("head", head.value()).put("commit_message", message);
        ApiResponse response = http.send(ApiCall.of("POST", "merge", repository, body, "merges"));
        return switch (response.status()) {
            case 201 ->
                response.read(json -> {
                    Fields merged = Fields.of(json, "the answer");
                    return new MergeOutcome.Merged(commit(merged, merged.object("commit")));
                });
            case 204 -> new MergeOutcome.AlreadyThere();
            // GitHub uses the same status for a missing permission to push.
            case 409 ->
                says(response, "not authorized")
                        ? new MergeOutcome.Refused(response.message())
                        : new MergeOutcome.Conflict(response.message());
            case 404 -> missingPart(new BranchKey(repository, branch), response);
            // GitHub does not say which permission is missing.
            case 403 -> new MergeOutcome.Refused(response.message() + ". " + MERGING);
            case 422 -> new MergeOutcome.Refused(response.message());
            default -> throw response.unexpected();
        };
    }

    private MergeOutcome missingPart(BranchKey branch, ApiResponse response) throws GatewayException {
        if (says(response, "head does not exist")) {
            return new MergeOutcome.HeadMissing(response.message());
        }
        if (says(response, "base does not exist")) {
            missing.add(branch);
            return new MergeOutcome.BranchMissing(response.message());
        }
        throw response.unexpected();
    }

    /**
     * REST has no compare-and-swap. Without force GitHub moves a branch to descendants of its tip only, and what we move
     * to has {@code from} for a parent: a base that others moved off our history is refused. One that was put back to a
     * commit before {@code from} would not be, and what was taken off would be on it again; so the tip is read just before.
     */
    MoveOutcome moveBase(
            RepositoryId repository,
            String branch,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> members,
            boolean verifyHeads)
            throws GatewayException {
        if (verifyHeads) {
            for (AttemptMember member : members) {
                Optional<MoveOutcome> changed = changed(
                        member,
                        branch,
                        pulls.pull(repository, member.number())
                                .filter(PullSnapshot::open)
                                .map(pull -> new Now(pull.head(), pull.baseRef())));
                if (changed.isPresent()) {
                    return changed.get();
                }
            }
        }
        Optional<CommitSha> tip = tip(repository, branch);
        if (tip.isPresent() && tip.get().equals(to)) {
            return new MoveOutcome.Moved();
        }
        if (tip.isPresent() && !tip.get().equals(from)) {
            return new MoveOutcome.NotFastForward(stands(branch, tip.get(), from));
        }
        ApiResponse response = update(repository, branch, to, false);
        return switch (response.status()) {
            case 403, 404, 409, 422 -> explain(repository, branch, from, to, response.message());
            default -> {
                response.expectSuccess();
                yield new MoveOutcome.Moved();
            }
        };
    }

    /** An open pull request as it is now. */
    record Now(CommitSha head, String baseRef) {}

    /** Whether a pull request is no longer what was approved. @param now empty: it is not open any more */
    static Optional<MoveOutcome> changed(AttemptMember member, String branch, Optional<Now> now) {
        String pull = "pull request #" + member.number();
        if (now.isEmpty()) {
            return Optional.of(new MoveOutcome.HeadChanged(
                    member.number(), "Pull request #" + member.number() + " is no longer open"));
        }
        if (!now.get().head().equals(member.head())) {
            return Optional.of(new MoveOutcome.HeadChanged(
                    member.number(),
                    "The head of " + pull + " is now " + now.get().head().abbreviated() + ", not "
                            + member.head().abbreviated()));
        }
        if (!now.get().baseRef().equals(branch)) {
            return Optional.of(new MoveOutcome.HeadChanged(
                    member.number(),
                    "The base of " + pull + " is now " + now.get().baseRef() + ", not " + branch));
        }
        return Optional.empty();
    }

    private static String stands(String branch, CommitSha tip, CommitSha from) {
        return branch + " is at " + tip.abbreviated() + ", not at " + from.abbreviated();
    }

    /** GitHub did not move a base. Its words differ with version and cause, so where the base stands decides. */
    MoveOutcome explain(RepositoryId repository, String branch, CommitSha from, CommitSha to, String words)
            throws GatewayException {
        if (words.toLowerCase(Locale.ROOT).contains("not a fast forward")) {
            return new MoveOutcome.NotFastForward(words);
        }
        Optional<CommitSha> tip = tip(repository, branch);
        if (tip.isPresent() && tip.get().equals(to)) {
            return new MoveOutcome.Moved();
        }
        if (tip.isPresent() && !tip.get().equals(from)) {
            return new MoveOutcome.NotFastForward(words + " (" + stands(branch, tip.get(), from) + ")");
        }
        return new MoveOutcome.Refused(words);
    }

    private static boolean says(ApiResponse response, String words) {
        return response.message().toLowerCase(Locale.ROOT).contains(words);
    }

    private static String[] path(String before, String branch) {
        return (before + "/" + branch).split("/", -1);
    }
}
