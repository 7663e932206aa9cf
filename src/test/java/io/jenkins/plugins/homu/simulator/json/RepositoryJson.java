package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;

/** Repositories as REST answers and payloads show them. */
public final class RepositoryJson {

    private static final String[][] URLS = {
        {"archive_url", "/{archive_format}{/ref}"},
        {"assignees_url", "/assignees{/user}"},
        {"blobs_url", "/git/blobs{/sha}"},
        {"branches_url", "/branches{/branch}"},
        {"collaborators_url", "/collaborators{/collaborator}"},
        {"comments_url", "/comments{/number}"},
        {"commits_url", "/commits{/sha}"},
        {"compare_url", "/compare/{base}...{head}"},
        {"contents_url", "/contents/{+path}"},
        {"contributors_url", "/contributors"},
        {"deployments_url", "/deployments"},
        {"downloads_url", "/downloads"},
        {"events_url", "/events"},
        {"forks_url", "/forks"},
        {"git_commits_url", "/git/commits{/sha}"},
        {"git_refs_url", "/git/refs{/sha}"},
        {"git_tags_url", "/git/tags{/sha}"},
        {"hooks_url", "/hooks"},
        {"issue_comment_url", "/issues/comments{/number}"},
        {"issue_events_url", "/issues/events{/number}"},
        {"issues_url", "/issues{/number}"},
        {"keys_url", "/keys{/key_id}"},
        {"labels_url", "/labels{/name}"},
        {"languages_url", "/languages"},
        {"merges_url", "/merges"},
        {"milestones_url", "/milestones{/number}"},
        {"notifications_url", "/notifications{?since,all,participating}"},
        {"pulls_url", "/pulls{/number}"},
        {"releases_url", "/releases{/id}"},
        {"stargazers_url", "/stargazers"},
        {"statuses_url", "/statuses/{sha}"},
        {"subscribers_url", "/subscribers"},
        {"subscription_url", "/subscription"},
        {"tags_url", "/tags"},
        {"teams_url", "/teams"},
        {"trees_url", "/git/trees{/sha}"},
    };

    private RepositoryJson() {}

    /** The REST address of a repository. */
    public static String api(SimRepository repository) {
        return repository.simulator().apiUrl() + "/repos/" + repository.fullName();
    }

    /** The address of its page. */
    public static String html(SimRepository repository) {
        return repository.simulator().url() + "/" + repository.fullName();
    }

    /** The form inside of pull requests and payloads. */
    public static ObjectNode full(SimRepository repository) {
        String api = api(repository);
        String html = html(repository);
        ObjectNode node = Json.object()
                .put("id", repository.id())
                .put("node_id", Json.nodeId("Repository", repository.id()))
                .put("name", repository.name())
                .put("full_name", repository.fullName())
                .put("private", repository.isPrivate());
        node.set("owner", AccountJson.user(repository.simulator(), repository.owner()));
        node.put("html_url", html)
                .put("description", "")
                .put("fork", repository.parent().isPresent())
                .put("url", api);
        for (String[] url : URLS) {
            node.put(url[0], api + url[1]);
        }
        node.put("created_at", Json.time(repository.createdAt()))
                .put("updated_at", Json.time(repository.pushedAt()))
                .put("pushed_at", Json.time(repository.pushedAt()))
                .put("git_url", html.replaceFirst("^https?", "git") + ".git")
                .put("ssh_url", "git@127.0.0.1:" + repository.fullName() + ".git")
                .put("clone_url", html + ".git")
                .put("svn_url", html);
        node.putNull("homepage");
        node.put("size", 100).put("stargazers_count", 0).put("watchers_count", 0);
        node.putNull("language");
        node.put("has_issues", true)
                .put("has_projects", true)
                .put("has_downloads", true)
                .put("has_wiki", true)
                .put("has_pages", false)
                .put("has_discussions", false)
                .put("forks_count", 0);
        node.putNull("mirror_url");
        node.put("archived", false).put("disabled", false).put("open_issues_count", repository.openIssues());
        node.putNull("license");
        node.put("allow_forking", true).put("is_template", false).put("web_commit_signoff_required", false);
        node.putArray("topics");
        node.putObject("custom_properties");
        return node.put("visibility", repository.isPrivate() ? "private" : "public")
                .put("forks", 0)
                .put("open_issues", repository.openIssues())
                .put("watchers", 0)
                .put("default_branch", repository.defaultBranch());
    }

    /** What GET /repos/{owner}/{repo} adds for the asking user. */
    public static ObjectNode alone(SimRepository repository, SimUser user) {
        ObjectNode node = full(repository);
        Permission permission = repository.permission(user);
        node.putObject("permissions")
                .put("admin", permission.includes(Permission.ADMIN))
                .put("maintain", permission.includes(Permission.MAINTAIN))
                .put("push", permission.includes(Permission.WRITE))
                .put("triage", permission.includes(Permission.TRIAGE))
                .put("pull", permission.includes(Permission.READ));
        node.put("temp_clone_token", "");
        merging(node);
        repository.parent().ifPresent(parent -> {
            node.set("parent", full(parent));
            node.set("source", full(parent));
        });
        return node.put("subscribers_count", 0).put("network_count", 0);
    }

    private static ObjectNode merging(ObjectNode node) {
        return node.put("allow_squash_merge", true)
                .put("allow_merge_commit", true)
                .put("allow_rebase_merge", true)
                .put("allow_auto_merge", false)
                .put("delete_branch_on_merge", false);
    }

    /** The form at the two ends of a pull request. */
    static ObjectNode end(SimRepository repository) {
        return merging(full(repository));
    }

    /** The form in a payload: that of a push has times in epoch seconds and a longer owner. */
    public static ObjectNode forEvent(SimRepository repository, String event) {
        ObjectNode node = full(repository);
        if (event.equals("push")) {
            node.put("created_at", repository.createdAt().getEpochSecond());
            node.put("pushed_at", repository.pushedAt().getEpochSecond());
            ObjectNode owner = Json.object()
                    .put("name", repository.owner().login())
                    .put("email", repository.owner().email());
            owner.setAll(AccountJson.user(repository.simulator(), repository.owner()));
            node.set("owner", owner);
            node.put("stargazers", 0).put("master_branch", repository.defaultBranch());
        }
        return node;
    }

    /** The three keys by which check runs refer to a repository. */
    static ObjectNode reference(SimRepository repository) {
        return Json.object()
                .put("id", repository.id())
                .put("url", api(repository))
                .put("name", repository.name());
    }
}
