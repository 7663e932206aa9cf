package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.graphql.GraphQlEndpoint;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POST /graphql. */
final class GraphQlRoutes {

    /** The beginning of the first operation in a JSON body: its kind, and its name or its first field. */
    private static final Pattern OPERATION = Pattern.compile(
            "\"query\"\\s*:\\s*\"(?:\\s|\\\\n|\\\\r|\\\\t)*(query|mutation)?\\s*(\\w+)?[^{]*\\{(?:\\s|\\\\n|\\\\r|\\\\t)*(\\w+)?");

    private GraphQlRoutes() {}

    static void add(Routes routes, GitHubSimulator github, RateLimits limits) {
        GraphQlEndpoint endpoint = new GraphQlEndpoint(github);
        routes.add("POST", "/graphql", Permission.NONE, request -> {
            if (!github.offersGraphql()) {
                throw Refusal.notFound();
            }
            if (request.caller() == null) {
                throw new Refusal(401, "This endpoint requires you to be authenticated.");
            }
            RateLimits.Status status = limits.status(request.caller(), "graphql");
            if (status.remaining() == 0) {
                ObjectNode body = Json.object();
                body.putArray("errors")
                        .addObject()
                        .put("type", "RATE_LIMITED")
                        .put(
                                "message",
                                "API rate limit exceeded for user ID "
                                        + request.user().id() + ".");
                return ApiAnswer.ok(body);
            }
            GraphQlEndpoint.Answer answer = endpoint.answer(
                    request.json(),
                    request.user(),
                    request::permission,
                    new GraphQlEndpoint.Budget(status.limit(), status.used(), status.reset()));
            limits.use(request.caller(), "graphql", answer.points());
            return ApiAnswer.ok(answer.body());
        });
    }

    /** A name for the operation in the request log: its own, or that of its first field. */
    static String operation(byte[] body) {
        Matcher matcher = OPERATION.matcher(new String(body, StandardCharsets.UTF_8));
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(2) != null ? matcher.group(2) : matcher.group(3) == null ? "" : matcher.group(3);
    }
}
