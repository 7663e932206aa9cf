package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitGraph;
import io.jenkins.plugins.homu.simulator.json.AccountJson;
import io.jenkins.plugins.homu.simulator.json.CommitJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import io.jenkins.plugins.homu.simulator.json.RepositoryJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The repository itself, its collaborators, branches, comparisons and forks. */
final class RepositoryRoutes {

    private static final String REPO = "/repos/{owner}/{repo}";
    /** So many digits git takes for the beginning of a name. */
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{4,39}");

    private RepositoryRoutes() {}

    static void add(Routes routes) {
        routes.get(REPO, request -> {
            ObjectNode node = RepositoryJson.full(request.repository());
            return ApiAnswer.ok(
                    request.user() == null ? node : RepositoryJson.alone(request.repository(), request.user()));
        });
        routes.get(REPO + "/collaborators/{username}", request -> {
            pushersOnly(request);
            SimUser user = find(request);
            if (!request.repository().access().isCollaborator(user)) {
                throw Refusal.notFound();
            }
            return ApiAnswer.noContent();
        });
        routes.get(REPO + "/collaborators/{username}/permission", RepositoryRoutes::permission);
        routes.get(REPO + "/branches/{branch...}", request -> {
            SimRepository repository = request.repository();
            String sha = repository
                    .refs()
                    .seen(
                            "refs/heads/" + request.param("branch"),
                            repository.simulator().lag().refs())
                    .orElseThrow(() -> new Refusal(404, "Branch not found"));
            return ApiAnswer.ok(CommitJson.branch(
                    repository,
                    request.param("branch"),
                    repository.git().objects().commit(sha).orElseThrow()));
        });
        routes.get(REPO + "/compare/{basehead...}", RepositoryRoutes::compare);
        routes.add("POST", REPO + "/forks", Permission.READ, request -> {
            SimUser user = request.actor();
            SimRepository fork = request.repository()
                    .simulator()
                    .find(user.login(), request.repository().name())
                    .orElseGet(() -> request.repository().fork(user.login()));
            return ApiAnswer.of(202, RepositoryJson.full(fork));
        });
    }

    private static void pushersOnly(ApiRequest request) {
        request.actor();
        if (!request.permission(request.repository()).includes(Permission.WRITE)) {
            throw new Refusal(403, "Must have push access to view repository collaborators.");
        }
    }

    private static SimUser find(ApiRequest request) {
        return request.github().accounts().find(request.param("username")).orElseThrow(Refusal::notFound);
    }

    private static ApiAnswer permission(ApiRequest request) {
        request.actor();
        if (!request.permission(request.repository()).includes(Permission.WRITE)) {
            throw new Refusal(403, "Must have push access to view collaborator permission.");
        }
        SimUser user = request.github()
                .accounts()
                .find(request.param("username"))
                .orElseThrow(() -> new Refusal(404, request.param("username") + " is not a user"));
        Permission permission = request.repository().permission(user);
        ObjectNode node =
                Json.object().put("permission", permission.legacyName()).put("role_name", permission.roleName());
        node.set("user", AccountJson.user(request.github(), user).put("role_name", permission.roleName()));
        return ApiAnswer.ok(node);
    }

    private static ApiAnswer compare(ApiRequest request) {
        SimRepository repository = request.repository();
        String[] ends = request.param("basehead").split("\\.\\.\\.", 2);
        if (ends.length < 2) {
            throw Refusal.notFound();
        }
        GitCommit base = resolve(repository, ends[0]).orElseThrow(Refusal::notFound);
        GitCommit head = resolve(repository, ends[1]).orElseThrow(Refusal::notFound);
        GitGraph.Comparison found = repository.git().graph().compare(base.oid(), head.oid());
        if (found.bases().isEmpty()) {
            throw new Refusal(404, "No common ancestor between " + ends[0] + " and " + ends[1] + ".");
        }
        return ApiAnswer.ok(CommitJson.comparison(repository, request.param("basehead"), base, head, found));
    }

    /** The commit that a branch, ref, full or unique short SHA, or {@code owner:branch} of a fork names. */
    static Optional<GitCommit> resolve(SimRepository repository, String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            return repository
                    .simulator()
                    .find(text.substring(0, colon), repository.name())
                    .flatMap(fork -> resolve(fork, text.substring(colon + 1)));
        }
        for (String prefix : new String[] {"refs/heads/", "refs/", "refs/tags/", ""}) {
            Optional<String> sha = repository.refs().tip(prefix + text);
            if (sha.isPresent()) {
                return repository.git().objects().commit(sha.get());
            }
        }
        if (ABBREVIATED.matcher(text).matches()) {
            List<GitCommit> found = repository.git().commitsStartingWith(text);
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        }
        return repository.git().objects().commit(text);
    }
}
