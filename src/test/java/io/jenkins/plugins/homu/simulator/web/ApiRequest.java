package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.Accounts;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A call of the API, with what its route names. */
public final class ApiRequest {

    private static final int MOST_PER_PAGE = 100;

    private final GitHubSimulator github;
    private final Route route;
    private final Map<String, String> params;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private Accounts.Token caller;
    private SimRepository repository;
    private String detail = "";

    ApiRequest(
            GitHubSimulator github,
            Route route,
            Map<String, String> params,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body) {
        this.github = github;
        this.route = route;
        this.params = params;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    GitHubSimulator github() {
        return github;
    }

    /** The route with its placeholders; of a GraphQL call with the name of the operation. */
    public String name() {
        return route.name() + detail;
    }

    void detail(String text) {
        detail = text.isEmpty() ? "" : " " + text;
    }

    Route route() {
        return route;
    }

    /** The value of a placeholder of the route, decoded. */
    public String param(String name) {
        return params.get(name);
    }

    Map<String, String> params() {
        return params;
    }

    long number(String name) {
        try {
            return Long.parseLong(params.get(name));
        } catch (NumberFormatException e) {
            throw Refusal.notFound();
        }
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /** A header by its name in small letters, or null. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The body as it came, empty for none. */
    public byte[] body() {
        return body;
    }

    // ---- who calls ----

    void caller(Accounts.Token token) {
        this.caller = token;
    }

    /** Whom the call is made as, null for nobody. */
    public SimUser user() {
        return caller == null ? null : caller.user();
    }

    Accounts.Token caller() {
        return caller;
    }

    /** The user, or 401 without one. */
    SimUser actor() {
        if (caller == null) {
            throw new Refusal(401, "Requires authentication");
        }
        return caller.user();
    }

    boolean isApp() {
        return caller != null && caller.installation() != null;
    }

    Permission permission(SimRepository target) {
        Permission open = target.isPrivate() ? Permission.NONE : Permission.READ;
        if (caller == null) {
            return open;
        }
        if (caller.installation() != null) {
            return caller.installation().account().id() == target.owner().id() ? Permission.WRITE : open;
        }
        return target.permission(caller.user());
    }

    // ---- what it is about ----

    void repository(SimRepository found) {
        this.repository = found;
    }

    SimRepository repository() {
        return repository;
    }

    SimPull pull() {
        return repository.findPull(small("pull_number")).orElseThrow(Refusal::notFound);
    }

    SimIssue issue() {
        return repository.findIssue(small("issue_number")).orElseThrow(Refusal::notFound);
    }

    private int small(String name) {
        long value = number(name);
        if (value != (int) value) {
            throw Refusal.notFound();
        }
        return (int) value;
    }

    // ---- the body ----

    /** The body as a JSON object; 400 when it is none. */
    ObjectNode json() {
        if (body.length == 0) {
            return Json.object();
        }
        JsonNode node = anyJson();
        if (!(node instanceof ObjectNode object)) {
            throw new Refusal(400, "Body should be a JSON object");
        }
        return object;
    }

    JsonNode anyJson() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new Refusal(400, "Problems parsing JSON");
        }
    }

    /** A text of the body; 422 when it is missing or another type. */
    String required(String field) {
        String value = optional(field);
        if (value == null) {
            throw new Refusal(422, "Invalid request.\n\n\"" + field + "\" wasn't supplied.");
        }
        return value;
    }

    /** A text of the body, or null. */
    String optional(String field) {
        JsonNode value = json().get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refusal(
                    422, "Invalid request.\n\nFor 'properties/" + field + "', " + value + " is not a string.");
        }
        return value.textValue();
    }

    /** A field of a form, a JSON object or the query, empty when it is in none of them. */
    String field(String name) {
        String type = header("Content-Type") == null ? "" : header("Content-Type");
        if (type.contains("json")) {
            return json().path(name).asText("");
        }
        for (String pair : new String(body, java.nio.charset.StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                return java.net.URLDecoder.decode(pair.substring(equals + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return query.getOrDefault(name, "");
    }

    boolean flag(String field) {
        return json().path(field).asBoolean(false);
    }

    // ---- lists ----

    /** One page of a list, with the Link header that leads to the others. */
    <T> ApiAnswer page(List<T> all, Function<T, ObjectNode> each) {
        ArrayNode items = Json.array();
        slice(all).forEach(item -> items.add(each.apply(item)));
        return paged(ApiAnswer.ok(items), all.size());
    }

    <T> List<T> slice(List<T> all) {
        int size = perPage();
        int from = (int) Math.min(all.size(), (pageNumber() - 1L) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    ApiAnswer paged(ApiAnswer answer, int total) {
        int size = perPage();
        int page = pageNumber();
        int last = Math.max(1, (total + size - 1) / size);
        StringBuilder link = new StringBuilder();
        if (page > 1) {
            link(link, page - 1, "prev");
        }
        if (page < last) {
            link(link, page + 1, "next");
            link(link, last, "last");
        }
        if (page > 1) {
            link(link, 1, "first");
        }
        return link.length() == 0 ? answer : answer.header("Link", link.toString());
    }

    private void link(StringBuilder to, int page, String relation) {
        StringBuilder url = new StringBuilder(github.apiUrl());
        // GitHub's links name the repository by its number, and have to be followed as they are
        String path = route.path(params);
        String prefix = "/repos/" + params.get("owner") + "/" + params.get("repo");
        url.append(
                repository != null && path.startsWith(prefix)
                        ? "/repositories/" + repository.id() + path.substring(prefix.length())
                        : path);
        url.append('?');
        query.forEach((key, value) -> {
            if (!key.equals("page")) {
                url.append(encode(key)).append('=').append(encode(value)).append('&');
            }
        });
        url.append("page=").append(page);
        if (to.length() > 0) {
            to.append(", ");
        }
        to.append('<').append(url).append(">; rel=\"").append(relation).append('"');
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    int perPage() {
        return Math.max(1, Math.min(MOST_PER_PAGE, whole("per_page", 30)));
    }

    private int pageNumber() {
        return Math.max(1, whole("page", 1));
    }

    private int whole(String name, int otherwise) {
        try {
            return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The time of {@code since}, or null. */
    Instant since() {
        String text = query.get("since");
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(422, "Invalid since: " + text);
        }
    }
}
