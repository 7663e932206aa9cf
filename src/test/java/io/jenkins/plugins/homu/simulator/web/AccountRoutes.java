package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.AccountJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Users, teams and limits. */
final class AccountRoutes {

    private AccountRoutes() {}

    static void add(Routes routes, GitHubSimulator github, RateLimits limits) {
        routes.get("/user", request -> {
            SimUser user = request.actor();
            if (request.isApp()) {
                throw new Refusal(403, "Resource not accessible by integration");
            }
            return ApiAnswer.ok(AccountJson.self(github, user)).header("X-OAuth-Scopes", "repo, user");
        });
        routes.get("/user/emails", request -> {
            SimUser user = request.actor();
            return ApiAnswer.ok(Json.array(List.of(user), one -> Json.object()
                    .put("email", one.email())
                    .put("primary", true)
                    .put("verified", true)
                    .put("visibility", "public")));
        });
        routes.get(
                "/users/{username}",
                request -> ApiAnswer.ok(AccountJson.user(
                        github,
                        github.accounts().find(request.param("username")).orElseThrow(Refusal::notFound))));
        routes.get("/orgs/{org}/teams/{team_slug}/memberships/{username}", request -> {
            request.actor();
            String state = team(github, request).get(request.param("username").toLowerCase(Locale.ROOT));
            if (state == null) {
                throw Refusal.notFound();
            }
            return ApiAnswer.ok(Json.object()
                    .put(
                            "url",
                            github.apiUrl() + "/orgs/" + request.param("org") + "/teams/" + request.param("team_slug")
                                    + "/memberships/" + request.param("username"))
                    .put("role", "member")
                    .put("state", state));
        });
        routes.get("/orgs/{org}/teams/{team_slug}", request -> {
            request.actor();
            team(github, request);
            return ApiAnswer.ok(Json.object()
                    .put("name", request.param("team_slug"))
                    .put("slug", request.param("team_slug"))
                    .put("privacy", "closed"));
        });
        routes.get("/orgs/{org}/teams/{team_slug}/members", request -> {
            request.actor();
            List<SimUser> members = team(github, request).entrySet().stream()
                    .filter(member -> member.getValue().equals("active"))
                    .map(member -> github.user(member.getKey()))
                    .toList();
            return request.page(members, user -> AccountJson.user(github, user));
        });
        routes.get("/rate_limit", request -> {
            ObjectNode node = Json.object();
            ObjectNode resources = node.putObject("resources");
            for (String resource : List.of("core", "graphql")) {
                resources.set(resource, limit(limits.status(request.caller(), resource)));
            }
            // nobody searches here, but the answer always has it
            resources
                    .putObject("search")
                    .put("limit", 30)
                    .put("used", 0)
                    .put("remaining", 30)
                    .put("reset", github.now().getEpochSecond() + 60);
            node.set("rate", limit(limits.status(request.caller(), "core")));
            return ApiAnswer.ok(node);
        });
        routes.add("GET", "/meta", Permission.NONE, request -> {
            ObjectNode node = Json.object().put("verifiable_password_authentication", false);
            node.putArray("hooks").add("127.0.0.1/32");
            return ApiAnswer.ok(node);
        });
    }

    private static Map<String, String> team(GitHubSimulator github, ApiRequest request) {
        return github.accounts()
                .team(request.param("org"), request.param("team_slug"))
                .orElseThrow(Refusal::notFound);
    }

    private static ObjectNode limit(RateLimits.Status status) {
        return Json.object()
                .put("limit", status.limit())
                .put("used", status.used())
                .put("remaining", status.remaining())
                .put("reset", status.reset().getEpochSecond());
    }
}
