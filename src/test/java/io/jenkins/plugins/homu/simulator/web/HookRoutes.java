package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import io.jenkins.plugins.homu.simulator.json.HookJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Webhooks and their deliveries. */
final class HookRoutes {

    private static final String HOOKS = "/repos/{owner}/{repo}/hooks";
    private static final String HOOK = HOOKS + "/{hook_id}";

    private HookRoutes() {}

    static void add(Routes routes, GitHubSimulator github) {
        routes.add(
                "GET",
                HOOKS,
                Permission.ADMIN,
                request -> request.page(request.repository().hooks(), HookJson::hook));
        routes.add("POST", HOOKS, Permission.ADMIN, HookRoutes::create);
        routes.add("GET", HOOK, Permission.ADMIN, request -> ApiAnswer.ok(HookJson.hook(hook(request))));
        routes.add("PATCH", HOOK, Permission.ADMIN, HookRoutes::change);
        routes.add("DELETE", HOOK, Permission.ADMIN, request -> {
            if (!request.repository().removeHook(request.number("hook_id"))) {
                throw Refusal.notFound();
            }
            return ApiAnswer.noContent();
        });
        routes.add("POST", HOOK + "/pings", Permission.ADMIN, request -> {
            github.webhooks().ping(hook(request));
            return ApiAnswer.noContent();
        });
        routes.add("GET", HOOK + "/deliveries", Permission.ADMIN, request -> deliveries(github, request));
        routes.add("POST", HOOK + "/deliveries/{delivery_id}/attempts", Permission.ADMIN, request -> {
            SimDelivery delivery = github.webhooks()
                    .delivery(request.number("delivery_id"))
                    .filter(found -> found.hook().id() == request.number("hook_id"))
                    .orElseThrow(Refusal::notFound);
            github.webhooks().redeliver(delivery.id());
            return ApiAnswer.of(202, Json.object());
        });
    }

    private static SimHook hook(ApiRequest request) {
        long id = request.number("hook_id");
        return request.repository().hooks().stream()
                .filter(hook -> hook.id() == id)
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private static ApiAnswer create(ApiRequest request) {
        ObjectNode body = request.json();
        JsonNode config = body.path("config");
        String url = config.path("url").asText("");
        if (url.isEmpty()) {
            throw Refusal.invalid("Hook", "config", "custom", "Config must contain URL for webhooks");
        }
        List<String> events = events(body);
        boolean known = request.repository().hooks().stream()
                .anyMatch(hook -> hook.url().equals(url) && hook.isActive());
        if (known) {
            throw Refusal.invalid("Hook", "config", "custom", "Hook already exists on this repository");
        }
        SimHook hook = request.repository()
                .webhook(
                        url,
                        config.path("secret").asText(""),
                        config.path("content_type").asText("form"),
                        events.isEmpty() ? List.of("push") : events);
        hook.active(body.path("active").asBoolean(true));
        ObjectNode node = HookJson.hook(hook);
        return ApiAnswer.created(node).header("Location", node.get("url").textValue());
    }

    private static List<String> events(ObjectNode body) {
        List<String> events = new ArrayList<>();
        body.path("events").forEach(event -> events.add(event.asText()));
        return events;
    }

    /** A configuration that is given replaces the whole one. */
    private static ApiAnswer change(ApiRequest request) {
        SimHook hook = hook(request);
        ObjectNode body = request.json();
        JsonNode config = body.path("config");
        hook.change(
                config.path("secret").asText(config.isMissingNode() ? hook.secret() : ""),
                config.path("content_type").asText(config.isMissingNode() ? hook.contentType() : "form"),
                body.has("events") ? events(body) : hook.events());
        hook.active(body.path("active").asBoolean(hook.isActive()));
        return ApiAnswer.ok(HookJson.hook(hook));
    }

    /** The newest first; the cursor is the identifier of the last one seen. */
    private static ApiAnswer deliveries(GitHubSimulator github, ApiRequest request) {
        SimHook hook = hook(request);
        String status = request.query("status", null);
        String cursor = request.query("cursor", null);
        List<SimDelivery> all = new ArrayList<>(github.webhooks().deliveries().stream()
                .filter(delivery -> delivery.hook() == hook && delivery.state() != SimDelivery.State.QUEUED)
                .filter(delivery -> status == null || (delivery.status() / 100 == 2) == status.equals("success"))
                .filter(delivery -> cursor == null || delivery.id() < Long.parseLong(cursor))
                .toList());
        Collections.reverse(all);
        List<SimDelivery> page = all.subList(0, Math.min(all.size(), request.perPage()));
        ApiAnswer answer = ApiAnswer.ok(Json.array(page, HookJson::delivery));
        if (page.size() < all.size()) {
            answer.header(
                    "Link",
                    "<" + github.apiUrl() + request.route().path(request.params()) + "?per_page=" + request.perPage()
                            + (status == null ? "" : "&status=" + status) + "&cursor="
                            + page.get(page.size() - 1).id() + ">; rel=\"next\"");
        }
        return answer;
    }
}
