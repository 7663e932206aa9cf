package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Permission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All routes of the API. */
final class Routes {

    private static final Set<String> OWN =
            Set.of("repos", "repositories", "orgs", "user", "users", "app", "graphql", "rate_limit", "meta");

    private final Map<String, List<Route>> drawers = new HashMap<>();

    /** A route and the values of its placeholders. */
    record Match(Route route, Map<String, String> params) {}

    void add(String method, String template, Permission needed, Route.Action action) {
        Route route = new Route(method, template, needed, action);
        drawers.computeIfAbsent(route.drawer(), key -> new ArrayList<>()).add(route);
    }

    void get(String template, Route.Action action) {
        add("GET", template, Permission.READ, action);
    }

    Optional<Match> find(String method, String path) {
        for (Route route : drawers.getOrDefault(Route.drawer(path), List.of())) {
            if (route.method().equals(method)) {
                Optional<Map<String, String>> params = route.match(path);
                if (params.isPresent()) {
                    return Optional.of(new Match(route, params.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether any route begins as this path does, so that no page may have it. */
    boolean owns(String path) {
        String[] segments = path.split("/", 3);
        boolean api = segments.length > 1 && OWN.contains(segments[1]);
        return api || path.startsWith("/login/oauth/");
    }
}
