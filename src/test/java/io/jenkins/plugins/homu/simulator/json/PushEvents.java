package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitRefs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The payloads of push, create and delete. */
public final class PushEvents {

    private static final String ZERO = "0".repeat(40);
    /** A push payload lists that many commits at most. */
    private static final int MOST_COMMITS = 2048;

    private PushEvents() {}

    /** Sends what GitHub sends when a ref moved: create or delete when it came or went, and push. */
    public static void emit(SimRepository repository, GitRefs.Move move, SimUser actor) {
        String ref = move.ref();
        boolean branch = ref.startsWith("refs/heads/");
        if (!branch && !ref.startsWith("refs/tags/")) {
            return;
        }
        String name = ref.substring(branch ? "refs/heads/".length() : "refs/tags/".length());
        if (move.before() == null || move.after() == null) {
            String event = move.before() == null ? "create" : "delete";
            repository
                    .simulator()
                    .webhooks()
                    .emit(repository, event, null, actor, () -> reference(repository, event, name, branch));
        }
        repository.simulator().webhooks().emit(repository, "push", null, actor, () -> push(repository, move, actor));
    }

    private static ObjectNode reference(SimRepository repository, String event, String name, boolean branch) {
        ObjectNode node = Json.object().put("ref", name).put("ref_type", branch ? "branch" : "tag");
        if (event.equals("create")) {
            node.put("master_branch", repository.defaultBranch()).put("description", "");
        }
        return node.put("pusher_type", "user");
    }

    private static ObjectNode push(SimRepository repository, GitRefs.Move move, SimUser actor) {
        String before = move.before() == null ? ZERO : move.before();
        String after = move.after() == null ? ZERO : move.after();
        List<String> news = news(repository, move);
        boolean forced = move.before() != null
                && move.after() != null
                && !repository.git().graph().isAncestor(move.before(), move.after());
        ObjectNode node =
                Json.object().put("ref", move.ref()).put("before", before).put("after", after);
        node.putObject("pusher").put("name", actor.login()).put("email", actor.email());
        node.put("created", move.before() == null)
                .put("deleted", move.after() == null)
                .put("forced", forced);
        node.putNull("base_ref");
        node.put(
                "compare",
                RepositoryJson.html(repository) + "/compare/" + before.substring(0, 12) + "..."
                        + after.substring(0, 12));
        ArrayNode commits = node.putArray("commits");
        news.forEach(sha -> commits.add(commit(repository, sha)));
        node.set("head_commit", move.after() == null ? null : commit(repository, move.after()));
        return node;
    }

    /** The commits that the push brought, oldest first. */
    private static List<String> news(SimRepository repository, GitRefs.Move move) {
        if (move.after() == null) {
            return List.of();
        }
        String from = move.before();
        if (from == null) {
            Optional<String> tip = repository.git().refs().get("refs/heads/" + repository.defaultBranch());
            if (tip.isEmpty() || move.ref().equals("refs/heads/" + repository.defaultBranch())) {
                return List.of(move.after());
            }
            from = tip.get();
        }
        List<String> result = new ArrayList<>(
                repository.git().graph().compare(from, move.after()).onlyRight());
        Collections.reverse(result);
        return result.subList(Math.max(0, result.size() - MOST_COMMITS), result.size());
    }

    private static ObjectNode commit(SimRepository repository, String sha) {
        GitCommit commit = repository.git().objects().commit(sha).orElseThrow();
        ObjectNode node = brief(commit).put("distinct", true);
        node.put("url", RepositoryJson.html(repository) + "/commit/" + sha);
        person(node, "author", repository, commit.author());
        person(node, "committer", repository, commit.committer());
        ArrayNode added = node.putArray("added");
        node.putArray("removed");
        ArrayNode modified = node.putArray("modified");
        if (commit.parents().size() == 1) {
            String parent = commit.parents().get(0);
            for (String path : repository.changedFiles(parent, sha)) {
                (repository.git().objects().file(parent, path).isEmpty() ? added : modified).add(path);
            }
        }
        return node;
    }

    private static void person(ObjectNode node, String key, SimRepository repository, GitCommit.Signature person) {
        ObjectNode who = node.putObject(key).put("name", person.name()).put("email", person.email());
        repository.simulator().accounts().find(person.name()).ifPresent(user -> who.put("username", user.login()));
    }

    /** The form of a commit in check suites and workflow runs. */
    static ObjectNode brief(GitCommit commit) {
        ObjectNode node = Json.object()
                .put("id", commit.oid())
                .put("tree_id", commit.tree())
                .put("message", commit.message())
                .put("timestamp", Json.time(commit.committer().when()));
        node.putObject("author")
                .put("name", commit.author().name())
                .put("email", commit.author().email());
        node.putObject("committer")
                .put("name", commit.committer().name())
                .put("email", commit.committer().email());
        return node;
    }
}
