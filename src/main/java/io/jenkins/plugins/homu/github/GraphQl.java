package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asks by GraphQL, and remembers for a while what a server does not offer that way. */
final class GraphQl {
    private static final System.Logger LOG = System.getLogger(GraphQl.class.getName());
    private static final Duration MEMORY = Duration.ofHours(1);
    /** Stands for a query that takes GitHub more than it grants to one; it says so with status 200. */
    static final int TOO_EXPENSIVE = 422;

    /** GitHub's codes for queries that don't fit its schema. */
    private static final Set<String> SCHEMA_CODES = Set.of(
            "undefinedfield",
            "undefinedtype",
            "argumentnotaccepted",
            "argumentliteralsincompatible",
            "missingrequiredarguments",
            "missingrequiredinputobjectattribute",
            "variablerequiresvalidtype",
            "variablemismatch",
            "selectionmismatch",
            "parseerror",
            "validationerror");

    /** With which GitHub breaks off what takes it more than ten seconds. */
    private static final String WENT_WRONG = "Something went wrong while executing your query";

    /** What is asked by GraphQL where it is offered, and otherwise by REST. */
    enum Feature {
        OPEN_PULLS("open pulls"),
        COMMENTS("comments"),
        MERGEABILITY("mergeability"),
        HEADS("heads"),
        MOVE_BASE("move base"),
        REACTION("reaction");

        private final String words;

        Feature(String words) {
            this.words = words;
        }
    }

    /** @param type GitHub's word for the kind of trouble, or empty */
    record Problem(String type, String message) {}

    /** @param data as far as it could be had */
    record Reply(String place, JsonNode data, List<Problem> problems) {
        Reply {
            problems = List.copyOf(problems);
        }

        String words() {
            return ApiResponse.oneLine(
                    String.join("; ", problems.stream().map(Problem::message).toList()));
        }

        boolean has(String type) {
            return problems.stream().anyMatch(problem -> problem.type.equals(type));
        }

        /** Whether GitHub broke off a query, so that less may be had by a smaller one. */
        boolean isBrokenOff() {
            return has("RESOURCE_LIMITS_EXCEEDED") || words().contains(WENT_WRONG);
        }

        /** Whether a change that did not go well may have taken effect, or would if asked for again. */
        boolean isUnclear() {
            return problems.isEmpty()
                    || has("INTERNAL")
                    || has("SERVICE_UNAVAILABLE")
                    || words().contains(WENT_WRONG)
                    || words().contains("timed out");
        }
    }

    private final ApiHttp http;
    private final Clock clock;
    private final Map<Feature, Instant> missingUntil = new ConcurrentHashMap<>();

    GraphQl(ApiHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    static ObjectNode variables(RepositoryId repository) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("owner", repository.owner())
                .put("name", repository.name());
    }

    boolean offers(Feature feature) {
        Instant until = missingUntil.get(feature);
        return until == null || !until.isAfter(clock.now());
    }

    /**
     * Asks for something, all of it or nothing. Parts that don't exist are null.
     *
     * @return what stands under {@code repository}; empty: to be asked by REST
     */
    Optional<Fields> query(Feature feature, RepositoryId repository, String query, ObjectNode variables)
            throws GatewayException {
        Optional<Reply> reply = send(feature, repository, query, variables, true);
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        Reply found = reply.get();
        boolean onlyMissing = found.problems.stream().allMatch(problem -> problem.type.equals("NOT_FOUND"));
        if (!onlyMissing) {
            throw GatewayException.transientTrouble(
                    found.isBrokenOff() ? TOO_EXPENSIVE : 200,
                    found.place + ": " + found.words(),
                    Optional.empty(),
                    null);
        }
        JsonNode node = found.data.path("repository");
        if (!node.isObject()) {
            throw GatewayException.permanent(
                    404,
                    found.place + ": " + (found.problems.isEmpty() ? "no repository " + repository : found.words())
                            + ". Check that it exists, and that the credentials have access to it");
        }
        try {
            return Optional.of(Fields.of(node, "repository"));
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes something. @return what GitHub says to it; empty: to be done by REST, nothing was changed */
    Optional<Reply> mutate(Feature feature, RepositoryId repository, String query, ObjectNode variables)
            throws GatewayException {
        return send(feature, repository, query, variables, false);
    }

    private Optional<Reply> send(
            Feature feature, RepositoryId repository, String query, ObjectNode variables, boolean safe)
            throws GatewayException {
        if (!offers(feature)) {
            return Optional.empty();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("query", query);
        body.set("variables", variables);
        ApiCall call = ApiCall.graphQl(feature.words, repository, body, safe);
        ApiResponse response = http.send(feature == Feature.REACTION ? call.asContent() : call);
        if (response.status() != 200) {
            // No such address; or one that these credentials may not use, which may be let in by REST all the same.
            return missing(feature, response.message());
        }
        JsonNode json = response.json();
        List<Problem> problems = new ArrayList<>();
        for (JsonNode error : json.path("errors")) {
            String message = error.path("message").asText();
            if (isOfSchema(error, message)) {
                return missing(feature, message);
            }
            problems.add(new Problem(error.path("type").asText(), message));
        }
        Reply reply = new Reply(response.place() + " (" + feature.words + ")", json.path("data"), problems);
        if (reply.has("FORBIDDEN") || reply.has("INSUFFICIENT_SCOPES")) {
            return missing(feature, reply.words());
        }
        return Optional.of(reply);
    }

    private static boolean isOfSchema(JsonNode error, String message) {
        JsonNode extensions = error.path("extensions");
        String code = extensions.path("code").asText()
                + extensions.path("classification").asText();
        return SCHEMA_CODES.contains(code.toLowerCase(Locale.ROOT)) || message.contains("doesn't exist on type");
    }

    private Optional<Reply> missing(Feature feature, String why) {
        missingUntil.put(feature, clock.now().plus(MEMORY));
        tell(feature, why);
        return Optional.empty();
    }

    /**
     * Whether REST is to be asked, since GitHub finds the smallest query too expensive. That is so for one repository, or at
     * one moment, so it is not remembered.
     */
    static boolean isForRest(Feature feature, GatewayException trouble) {
        if (trouble.status() != TOO_EXPENSIVE) {
            return false;
        }
        tell(feature, trouble.getMessage());
        return true;
    }

    private static void tell(Feature feature, String why) {
        LOG.log(
                Level.INFO,
                LogLine.of("graphql_unavailable")
                        .with("feature", feature.words)
                        .with("reason", why)
                        .with("instead", "rest")
                        .toString());
    }
}
