package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimStatus;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commits, refs, comparisons and statuses as REST answers and payloads show them. */
public final class CommitJson {

    private CommitJson() {}

    public static ObjectNode ref(SimRepository repository, String name, String sha) {
        String api = RepositoryJson.api(repository) + "/git/";
        ObjectNode node = Json.object()
                .put("ref", name)
                .put("node_id", Json.nodeId("Ref", repository.id() + ":" + name))
                .put("url", api + name);
        node.putObject("object").put("sha", sha).put("type", "commit").put("url", api + "commits/" + sha);
        return node;
    }

    /** A commit as git sees it, GET git/commits/{sha}. */
    public static ObjectNode gitCommit(SimRepository repository, GitCommit commit) {
        String api = RepositoryJson.api(repository) + "/git/";
        String html = RepositoryJson.html(repository) + "/commit/";
        ObjectNode node = Json.object()
                .put("sha", commit.oid())
                .put("node_id", nodeId(repository, commit.oid()))
                .put("url", api + "commits/" + commit.oid())
                .put("html_url", html + commit.oid());
        node.set("author", person(commit.author()));
        node.set("committer", person(commit.committer()));
        node.set("tree", tree(repository, commit));
        node.put("message", commit.message());
        ArrayNode parents = node.putArray("parents");
        for (String parent : commit.parents()) {
            parents.addObject()
                    .put("sha", parent)
                    .put("url", api + "commits/" + parent)
                    .put("html_url", html + parent);
        }
        node.set("verification", verification());
        return node;
    }

    /** A commit as GitHub sees it, with accounts; without the files it changed. */
    public static ObjectNode commit(SimRepository repository, GitCommit commit) {
        String api = RepositoryJson.api(repository) + "/commits/";
        String html = RepositoryJson.html(repository) + "/commit/";
        ObjectNode node = Json.object().put("sha", commit.oid()).put("node_id", nodeId(repository, commit.oid()));
        ObjectNode inner = node.putObject("commit");
        inner.set("author", person(commit.author()));
        inner.set("committer", person(commit.committer()));
        inner.put("message", commit.message());
        inner.set("tree", tree(repository, commit));
        inner.put("url", RepositoryJson.api(repository) + "/git/commits/" + commit.oid());
        inner.put("comment_count", 0);
        inner.set("verification", verification());
        node.put("url", api + commit.oid())
                .put("html_url", html + commit.oid())
                .put("comments_url", api + commit.oid() + "/comments");
        node.set("author", account(repository, commit.author()));
        node.set("committer", account(repository, commit.committer()));
        ArrayNode parents = node.putArray("parents");
        for (String parent : commit.parents()) {
            parents.addObject().put("sha", parent).put("url", api + parent).put("html_url", html + parent);
        }
        return node;
    }

    /** The same with the files that it changed against its first parent, GET commits/{ref} and POST merges. */
    public static ObjectNode commitWithFiles(SimRepository repository, GitCommit commit) {
        ObjectNode node = commit(repository, commit);
        Set<String> files = commit.parents().isEmpty()
                ? Set.of()
                : repository.changedFiles(commit.parents().get(0), commit.oid());
        node.putObject("stats")
                .put("total", files.size())
                .put("additions", files.size())
                .put("deletions", 0);
        node.set("files", files(repository, files, commit.oid()));
        return node;
    }

    private static ArrayNode files(SimRepository repository, Collection<String> paths, String sha) {
        ArrayNode result = Json.array();
        for (String path : paths) {
            result.addObject()
                    .put("sha", sha)
                    .put("filename", path)
                    .put("status", "modified")
                    .put("additions", 1)
                    .put("deletions", 0)
                    .put("changes", 1)
                    .put("blob_url", RepositoryJson.html(repository) + "/blob/" + sha + "/" + path)
                    .put("raw_url", RepositoryJson.html(repository) + "/raw/" + sha + "/" + path)
                    .put("contents_url", RepositoryJson.api(repository) + "/contents/" + path + "?ref=" + sha);
        }
        return result;
    }

    /** How two commits relate, GET compare/{base}...{head}. */
    public static ObjectNode comparison(
            SimRepository repository, String basehead, GitCommit base, GitCommit head, GitGraph.Comparison found) {
        String api = RepositoryJson.api(repository) + "/compare/" + basehead;
        String html = RepositoryJson.html(repository) + "/compare/" + basehead;
        String owner = repository.owner().login();
        ObjectNode node = Json.object()
                .put("url", api)
                .put("html_url", html)
                .put(
                        "permalink_url",
                        RepositoryJson.html(repository) + "/compare/" + owner + ":" + base.oid() + "..." + owner + ":"
                                + head.oid())
                .put("diff_url", html + ".diff")
                .put("patch_url", html + ".patch");
        String mergeBase = found.bases().get(0);
        node.set("base_commit", commit(repository, base));
        node.set(
                "merge_base_commit",
                commit(repository, repository.git().objects().commit(mergeBase).orElseThrow()));
        int ahead = found.onlyRight().size();
        int behind = found.onlyLeft().size();
        node.put("status", ahead == 0 ? behind == 0 ? "identical" : "behind" : behind == 0 ? "ahead" : "diverged")
                .put("ahead_by", ahead)
                .put("behind_by", behind)
                .put("total_commits", ahead);
        List<String> oldestFirst = new ArrayList<>(found.onlyRight());
        Collections.reverse(oldestFirst);
        node.set(
                "commits",
                Json.array(
                        oldestFirst.subList(Math.max(0, ahead - 250), ahead),
                        sha -> commit(
                                repository,
                                repository.git().objects().commit(sha).orElseThrow())));
        node.set("files", files(repository, repository.changedFiles(mergeBase, head.oid()), head.oid()));
        return node;
    }

    /** A status, as it is posted and listed. */
    public static ObjectNode status(SimRepository repository, SimStatus status, boolean withCreator) {
        ObjectNode node = Json.object()
                .put("url", RepositoryJson.api(repository) + "/statuses/" + status.sha())
                .put(
                        "avatar_url",
                        repository.simulator().url() + "/avatars/u/"
                                + status.creator().id() + "?v=4")
                .put("id", status.id())
                .put("node_id", Json.nodeId("StatusContext", status.id()))
                .put("state", status.state())
                .put("description", status.description())
                .put("target_url", status.url())
                .put("context", status.context())
                .put("created_at", Json.time(status.createdAt()))
                .put("updated_at", Json.time(status.createdAt()));
        if (withCreator) {
            node.set("creator", AccountJson.user(repository.simulator(), status.creator()));
        }
        return node;
    }

    /** The combined status of a commit, with one page of the latest statuses. */
    public static ObjectNode combined(SimRepository repository, String sha, List<SimStatus> page) {
        String api = RepositoryJson.api(repository) + "/commits/" + sha;
        ObjectNode node = Json.object().put("state", repository.statuses().combined(sha));
        node.set("statuses", Json.array(page, status -> status(repository, status, false)));
        node.put("sha", sha)
                .put("total_count", repository.statuses().latest(sha).size());
        node.set("repository", RepositoryJson.full(repository));
        return node.put("commit_url", api).put("url", api + "/status");
    }

    /** A branch with its commit, GET branches/{branch}. */
    public static ObjectNode branch(SimRepository repository, String name, GitCommit tip) {
        String api = RepositoryJson.api(repository) + "/branches/" + name;
        ObjectNode node = Json.object().put("name", name);
        node.set("commit", commit(repository, tip));
        ObjectNode links = node.putObject("_links");
        links.put("self", api);
        links.put("html", RepositoryJson.html(repository) + "/tree/" + name);
        boolean isProtected = repository.protection(name).isPresent();
        node.put("protected", isProtected);
        ObjectNode checks = node.putObject("protection")
                .put("enabled", isProtected)
                .putObject("required_status_checks")
                .put("enforcement_level", isProtected ? "everyone" : "off");
        ArrayNode contexts = checks.putArray("contexts");
        repository.protection(name).ifPresent(rules -> rules.contexts().forEach(contexts::add));
        checks.putArray("checks");
        return node.put("protection_url", api + "/protection");
    }

    static ObjectNode tree(SimRepository repository, GitCommit commit) {
        return Json.object()
                .put("sha", commit.tree())
                .put("url", RepositoryJson.api(repository) + "/git/trees/" + commit.tree());
    }

    private static String nodeId(SimRepository repository, String sha) {
        return Json.nodeId("Commit", repository.id() + ":" + sha);
    }

    private static ObjectNode person(GitCommit.Signature person) {
        return Json.object()
                .put("name", person.name())
                .put("email", person.email())
                .put("date", Json.time(person.when()));
    }

    /** The account that belongs to the signature, null when nobody has that name. */
    static ObjectNode account(SimRepository repository, GitCommit.Signature person) {
        Optional<SimUser> user = person.email().equals("noreply@github.com")
                ? Optional.of(repository.simulator().user("web-flow"))
                : repository.simulator().accounts().find(person.name());
        return user.map(found -> AccountJson.user(repository.simulator(), found))
                .orElse(null);
    }

    private static ObjectNode verification() {
        ObjectNode node = Json.object().put("verified", false).put("reason", "unsigned");
        node.putNull("signature");
        node.putNull("payload");
        node.putNull("verified_at");
        return node;
    }
}
