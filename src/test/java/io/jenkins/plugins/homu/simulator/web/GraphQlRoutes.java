package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
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
        routes.add("POST", "/graphql", Permission.NONE, request -> {
            throw Refusal.notFound();
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
