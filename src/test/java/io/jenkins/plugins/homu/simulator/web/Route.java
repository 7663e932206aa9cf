package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Permission;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method and a path with placeholders: {@code {name}} is one segment, {@code {name...}} one or more (refs have
 * slashes, encoded or not).
 */
final class Route {

    /** What a route does. */
    @FunctionalInterface
    interface Action {
        ApiAnswer answer(ApiRequest request);
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(\\.\\.\\.)?}");

    private final String method;
    private final String template;
    private final Permission needed;
    private final Action action;
    private final Pattern pattern;
    private final List<String> names = new ArrayList<>();

    Route(String method, String template, Permission needed, Action action) {
        this.method = method;
        this.template = template;
        this.needed = needed;
        this.action = action;
        StringBuilder regex = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(template);
        int at = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(template.substring(at, matcher.start())));
            regex.append(matcher.group(2) == null ? "([^/]+)" : "(.+)");
            names.add(matcher.group(1));
            at = matcher.end();
        }
        regex.append(Pattern.quote(template.substring(at)));
        this.pattern = Pattern.compile(regex.toString());
    }

    /** The values of the placeholders when the path fits. */
    Optional<Map<String, String>> match(String path) {
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            params.put(names.get(i), decode(matcher.group(i + 1)));
        }
        return Optional.of(params);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The path with the placeholders filled in. */
    String path(Map<String, String> params) {
        String result = template;
        for (String name : names) {
            result = result.replace("{" + name + "...}", params.get(name)).replace("{" + name + "}", params.get(name));
        }
        return result;
    }

    String method() {
        return method;
    }

    /** {@code GET /repos/{owner}/{repo}}, as in GitHub's documentation. */
    String name() {
        return method + " " + template.replace("...}", "}");
    }

    /** The third segment, by which routes are sorted into drawers. */
    String drawer() {
        return drawer(template);
    }

    static String drawer(String path) {
        String[] segments = path.split("/", 6);
        return segments.length > 4 && segments[1].equals("repos") ? segments[4] : segments[1];
    }

    Permission needed() {
        return needed;
    }

    boolean isAboutRepository() {
        return template.startsWith("/repos/{owner}/{repo}");
    }

    ApiAnswer answer(ApiRequest request) {
        return action.answer(request);
    }
}
