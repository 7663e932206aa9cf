package io.jenkins.plugins.homu.simulator.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import io.jenkins.plugins.homu.simulator.hook.SimHook;

/** Webhooks and their deliveries as REST answers show them. */
public final class HookJson {

    private HookJson() {}

    public static ObjectNode hook(SimHook hook) {
        String api = RepositoryJson.api(hook.repository()) + "/hooks/" + hook.id();
        ObjectNode node = Json.object()
                .put("type", "Repository")
                .put("id", hook.id())
                .put("name", "web")
                .put("active", hook.isActive());
        hook.events().stream().sorted().forEach(node.putArray("events")::add);
        ObjectNode config = node.putObject("config")
                .put("content_type", hook.contentType())
                .put("insecure_ssl", "0")
                .put("url", hook.url());
        if (!hook.secret().isEmpty()) {
            config.put("secret", "********");
        }
        node.put("updated_at", Json.time(hook.createdAt()))
                .put("created_at", Json.time(hook.createdAt()))
                .put("url", api)
                .put("test_url", api + "/test")
                .put("ping_url", api + "/pings")
                .put("deliveries_url", api + "/deliveries");
        ObjectNode last = node.putObject("last_response");
        SimDelivery delivery = hook.last();
        if (delivery == null) {
            last.putNull("code").put("status", "unused").putNull("message");
        } else {
            boolean good = delivery.status() / 100 == 2;
            last.put("code", delivery.status())
                    .put("status", good ? "active" : "invalid_http_response")
                    .put("message", good ? "OK" : "Invalid HTTP Response: " + delivery.status());
        }
        return node;
    }

    public static ObjectNode ping(SimHook hook) {
        ObjectNode node = Json.object().put("zen", "Keep it logically awesome.").put("hook_id", hook.id());
        node.set("hook", hook(hook));
        return node;
    }

    public static ObjectNode delivery(SimDelivery delivery) {
        boolean good = delivery.status() / 100 == 2;
        String status = delivery.status() == 0
                ? "failed to connect to host"
                : good ? "OK" : "Invalid HTTP Response: " + delivery.status();
        ObjectNode node = Json.object()
                .put("id", delivery.id())
                .put("guid", delivery.guid())
                .put("delivered_at", Json.time(delivery.emittedAt()))
                .put("redelivery", delivery.isRedelivery())
                .put("duration", delivery.duration().toMillis() / 1000.0)
                .put("status", status)
                .put("status_code", delivery.status())
                .put("event", delivery.event())
                .put("action", delivery.action());
        node.putNull("installation_id");
        node.put(
                "repository_id",
                delivery.hook().repository() == null
                        ? 0
                        : delivery.hook().repository().id());
        node.putNull("throttled_at");
        return node;
    }
}
