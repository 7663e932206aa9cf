package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimApp;
import io.jenkins.plugins.homu.simulator.SimInstallation;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import java.util.List;

/** Accounts as REST answers and payloads show them. */
public final class AccountJson {

    private static final List<String> APP_EVENTS = List.of(
            "check_run", "check_suite", "issue_comment", "pull_request", "pull_request_review", "push", "status");

    private AccountJson() {}

    /** The short form, inside of other things. */
    public static ObjectNode user(GitHubSimulator github, SimUser user) {
        if (user == null) {
            return null;
        }
        String api = github.apiUrl() + "/users/" + user.login();
        return Json.object()
                .put("login", user.login())
                .put("id", user.id())
                .put(
                        "node_id",
                        Json.nodeId(user.kind() == SimUser.Kind.ORGANIZATION ? "Organization" : "User", user.id()))
                .put("avatar_url", github.url() + "/avatars/u/" + user.id() + "?v=4")
                .put("gravatar_id", "")
                .put("url", api)
                .put("html_url", github.url() + "/" + user.login())
                .put("followers_url", api + "/followers")
                .put("following_url", api + "/following{/other_user}")
                .put("gists_url", api + "/gists{/gist_id}")
                .put("starred_url", api + "/starred{/owner}{/repo}")
                .put("subscriptions_url", api + "/subscriptions")
                .put("organizations_url", api + "/orgs")
                .put("repos_url", api + "/repos")
                .put("events_url", api + "/events{/privacy}")
                .put("received_events_url", api + "/received_events")
                .put("type", user.kind().type())
                .put("site_admin", false);
    }

    /** The account's own view of itself, GET /user. */
    public static ObjectNode self(GitHubSimulator github, SimUser user) {
        ObjectNode node = user(github, user);
        node.put("name", user.login());
        for (String key : List.of("company", "blog", "location")) {
            node.put(key, "");
        }
        node.put("email", user.email());
        node.putNull("hireable");
        node.putNull("bio");
        node.putNull("twitter_username");
        for (String key : List.of("public_repos", "public_gists", "followers", "following")) {
            node.put(key, 0);
        }
        node.put("created_at", "2020-01-01T00:00:00Z");
        node.put("updated_at", "2020-01-01T00:00:00Z");
        for (String key :
                List.of("private_gists", "total_private_repos", "owned_private_repos", "disk_usage", "collaborators")) {
            node.put(key, 0);
        }
        node.put("two_factor_authentication", true);
        node.putObject("plan")
                .put("name", "free")
                .put("space", 976562499)
                .put("private_repos", 10000)
                .put("collaborators", 0);
        return node;
    }

    public static ObjectNode organization(GitHubSimulator github, SimUser user) {
        String api = github.apiUrl() + "/orgs/" + user.login();
        return Json.object()
                .put("login", user.login())
                .put("id", user.id())
                .put("node_id", Json.nodeId("Organization", user.id()))
                .put("url", api)
                .put("repos_url", api + "/repos")
                .put("events_url", api + "/events")
                .put("hooks_url", api + "/hooks")
                .put("issues_url", api + "/issues")
                .put("members_url", api + "/members{/member}")
                .put("public_members_url", api + "/public_members{/member}")
                .put("avatar_url", github.url() + "/avatars/u/" + user.id() + "?v=4")
                .put("description", "");
    }

    public static ObjectNode app(GitHubSimulator github, SimApp app) {
        ObjectNode node = Json.object()
                .put("id", app.id())
                .put("slug", app.slug())
                .put("client_id", "Iv1." + Long.toHexString(app.id()))
                .put("node_id", Json.nodeId("App", app.id()));
        node.set("owner", user(github, app.owner()));
        node.put("name", app.slug())
                .put("description", "")
                .put("external_url", github.url() + "/apps/" + app.slug())
                .put("html_url", github.url() + "/apps/" + app.slug())
                .put("created_at", "2020-01-01T00:00:00Z")
                .put("updated_at", "2020-01-01T00:00:00Z");
        node.set("permissions", permissions());
        APP_EVENTS.forEach(node.putArray("events")::add);
        return node;
    }

    private static ObjectNode permissions() {
        ObjectNode node = Json.object();
        for (String name : List.of("checks", "contents", "issues", "pull_requests", "statuses", "actions")) {
            node.put(name, "write");
        }
        return node.put("metadata", "read").put("members", "read");
    }

    public static ObjectNode installation(GitHubSimulator github, SimInstallation installation) {
        ObjectNode node = Json.object().put("id", installation.id());
        SimUser account = installation.account();
        node.set("account", user(github, account));
        node.put("repository_selection", "all")
                .put(
                        "access_tokens_url",
                        github.apiUrl() + "/app/installations/" + installation.id() + "/access_tokens")
                .put("repositories_url", github.apiUrl() + "/installation/repositories")
                .put("html_url", github.url() + "/settings/installations/" + installation.id())
                .put("app_id", installation.app().id())
                .put("client_id", "Iv1." + Long.toHexString(installation.app().id()))
                .put("target_id", account.id())
                .put("target_type", account.kind().type());
        node.set("permissions", permissions());
        APP_EVENTS.forEach(node.putArray("events")::add);
        node.put("created_at", "2020-01-01T00:00:00Z").put("updated_at", "2020-01-01T00:00:00Z");
        node.putNull("single_file_name");
        node.put("has_multiple_single_files", false);
        node.putArray("single_file_paths");
        node.put("app_slug", installation.app().slug());
        node.putNull("suspended_at");
        node.putNull("suspended_by");
        return node;
    }

    /** The short form that every payload of an App's webhook carries. */
    public static ObjectNode installationReference(SimInstallation installation) {
        return Json.object()
                .put("id", installation.id())
                .put("node_id", Json.nodeId("IntegrationInstallation", installation.id()));
    }

    /** The answer about a new installation token. */
    public static ObjectNode token(String token, String expires) {
        ObjectNode node = Json.object().put("token", token).put("expires_at", expires);
        node.set("permissions", permissions());
        return node.put("repository_selection", "all");
    }

    /** How GitHub describes the relation of an author to the repository. */
    public static String association(SimRepository repository, SimUser user) {
        if (user.id() == repository.owner().id()) {
            return "OWNER";
        }
        if (repository.access().isCollaborator(user)
                && repository.permission(user).includes(Permission.READ)) {
            return repository.owner().kind() == SimUser.Kind.ORGANIZATION ? "MEMBER" : "COLLABORATOR";
        }
        return "NONE";
    }
}
