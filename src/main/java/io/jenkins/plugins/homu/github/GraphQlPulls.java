package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GraphQl.Feature;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Open pull requests by GraphQL, a hundred in a request. */
final class GraphQlPulls {
    /** GitHub's limit; a query that it can't answer in time is asked again in smaller pieces. */
    private static final int PAGE = 100;

    private static final int SMALL_PAGE = 20;
    private static final int MOST_PAGES = 2000;

    private static final String OPEN_PULLS =
            """
            query OpenPulls($owner: String!, $name: String!, $first: Int!, $cursor: String) {
              repository(owner: $owner, name: $name) {
                databaseId nameWithOwner
                pullRequests(states: OPEN, first: $first, after: $cursor,
                    orderBy: {field: CREATED_AT, direction: ASC}) {
                  pageInfo { hasNextPage endCursor }
                  nodes {
                    number title body isDraft mergeable updatedAt
                    author { __typename login }
                    assignees(first: 10) { nodes { login } }
                    labels(first: 100) { nodes { name } }
                    headRefName headRefOid
                    headRepository { owner { login } }
                    baseRefName
                  }
                }
              }
            }
            """;

    private static final String MERGEABILITY =
            """
            query Mergeability($owner: String!, $name: String!, $first: Int!, $cursor: String, $base: String!) {
              repository(owner: $owner, name: $name) {
                pullRequests(states: OPEN, baseRefName: $base, first: $first, after: $cursor) {
                  pageInfo { hasNextPage endCursor }
                  nodes { number mergeable }
                }
              }
            }
            """;

    private final GraphQl graphQl;
    private final RepositoryNames names;

    GraphQlPulls(GraphQl graphQl, RepositoryNames names) {
        this.graphQl = graphQl;
        this.names = names;
    }

    /** Empty: to be asked by REST. */
    Optional<List<PullSnapshot>> openPulls(RepositoryId repository) throws GatewayException {
        Map<Integer, PullSnapshot> pulls = new LinkedHashMap<>();
        boolean offered = eachPage(Feature.OPEN_PULLS, repository, OPEN_PULLS, GraphQl.variables(repository), node -> {
            PullSnapshot pull = snapshot(node);
            pulls.put(pull.number(), pull);
        });
        return offered ? Optional.of(List.copyOf(pulls.values())) : Optional.empty();
    }

    /** Empty: to be asked by REST. */
    Optional<Map<Integer, Mergeability>> mergeability(RepositoryId repository, String baseRef) throws GatewayException {
        Map<Integer, Mergeability> result = new LinkedHashMap<>();
        ObjectNode variables = GraphQl.variables(repository).put("base", baseRef);
        boolean offered = eachPage(
                Feature.MERGEABILITY,
                repository,
                MERGEABILITY,
                variables,
                node -> result.put(node.number("number"), mergeability(node)));
        return offered ? Optional.of(result) : Optional.empty();
    }

    /** Empty: to be asked by REST. */
    Optional<Map<Integer, Mergeability>> mergeability(RepositoryId repository, List<Integer> numbers)
            throws GatewayException {
        Map<Integer, Mergeability> result = new LinkedHashMap<>();
        int size = PAGE;
        for (int from = 0; from < numbers.size(); ) {
            List<Integer> some = numbers.subList(from, Math.min(from + size, numbers.size()));
            Optional<Fields> found;
            try {
                found = graphQl.query(
                        Feature.MERGEABILITY, repository, mergeabilityQuery(some), GraphQl.variables(repository));
            } catch (GatewayException e) {
                if (isTooMuch(e) && size > SMALL_PAGE) {
                    size = SMALL_PAGE;
                    continue;
                }
                if (GraphQl.isForRest(Feature.MERGEABILITY, e)) {
                    return Optional.empty();
                }
                throw e;
            }
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try {
                for (int number : some) {
                    // One that was deleted meanwhile is null.
                    Optional<Fields> pull = found.get().optional("p" + number);
                    if (pull.isPresent() && pull.get().text("state").equals("OPEN")) {
                        result.put(number, mergeability(pull.get()));
                    }
                }
            } catch (Malformed e) {
                throw nonsense(e);
            }
            from += some.size();
        }
        return Optional.of(result);
    }

    private static String mergeabilityQuery(List<Integer> numbers) {
        StringBuilder query = new StringBuilder("query MergeabilityOf($owner: String!, $name: String!) {"
                + " repository(owner: $owner, name: $name) {");
        for (int number : numbers) {
            query.append(" p")
                    .append(number)
                    .append(": pullRequest(number: ")
                    .append(number)
                    .append(") { state mergeable }");
        }
        return query.append(" } }").toString();
    }

    /** Does something with each pull request of a page. */
    private interface EachPull {
        void take(Fields node) throws Malformed;
    }

    private boolean eachPage(
            Feature feature, RepositoryId repository, String query, ObjectNode variables, EachPull each)
            throws GatewayException {
        int size = PAGE;
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            variables.put("first", size).put("cursor", cursor);
            Optional<Fields> found;
            try {
                found = graphQl.query(feature, repository, query, variables);
            } catch (GatewayException e) {
                if (isTooMuch(e) && size > SMALL_PAGE) {
                    size = SMALL_PAGE;
                    continue;
                }
                if (GraphQl.isForRest(feature, e)) {
                    return false;
                }
                throw e;
            }
            if (found.isEmpty()) {
                return false;
            }
            try {
                if (found.get().has("databaseId") && found.get().has("nameWithOwner")) {
                    names.seen(
                            repository,
                            found.get().id("databaseId"),
                            found.get().repository("nameWithOwner"));
                }
                Fields connection = found.get().object("pullRequests");
                for (Fields node : connection.list("nodes")) {
                    each.take(node);
                }
                Fields pageInfo = connection.object("pageInfo");
                if (!pageInfo.flag("hasNextPage")) {
                    return true;
                }
                cursor = pageInfo.text("endCursor");
            } catch (Malformed e) {
                throw nonsense(e);
            }
        }
        throw GatewayException.permanent(200, "POST graphql: the pages of " + repository + " have no end");
    }

    /** GitHub gives up on queries after ten seconds; and we don't take answers of any size. */
    static boolean isTooMuch(GatewayException trouble) {
        int status = trouble.status();
        return status == 500
                || status == 502
                || status == 504
                || status == ApiHttp.TOO_LARGE
                || status == GraphQl.TOO_EXPENSIVE;
    }

    static GatewayException nonsense(Malformed trouble) {
        return GatewayException.transientTrouble(
                200,
                "POST graphql: the answer is not what GitHub documents: " + trouble.getMessage(),
                Optional.empty(),
                null);
    }

    private static PullSnapshot snapshot(Fields pull) throws Malformed {
        Set<String> labels = new LinkedHashSet<>();
        for (Fields label : nodes(pull, "labels")) {
            labels.add(label.text("name"));
        }
        Set<String> assignees = new LinkedHashSet<>();
        for (Fields assignee : nodes(pull, "assignees")) {
            assignees.add(assignee.text("login"));
        }
        Optional<Fields> headRepository = pull.optional("headRepository");
        Optional<String> headOwner = Optional.empty();
        if (headRepository.isPresent()) {
            headOwner = Optional.of(headRepository.get().object("owner").text("login"));
        }
        return new PullSnapshot(
                pull.number("number"),
                pull.text("title"),
                pull.optionalText("body").orElse(""),
                login(pull),
                pull.sha("headRefOid"),
                pull.text("headRefName"),
                headOwner,
                pull.text("baseRefName"),
                pull.flag("isDraft"),
                labels,
                List.copyOf(assignees),
                mergeability(pull),
                true,
                false,
                Optional.<CommitSha>empty(),
                pull.time("updatedAt"));
    }

    private static List<Fields> nodes(Fields parent, String connection) throws Malformed {
        Optional<Fields> found = parent.optional(connection);
        return found.isPresent() ? found.get().list("nodes") : List.of();
    }

    /** The author as REST and webhooks name them: an App's login has an ending there. */
    static String login(Fields parent) throws Malformed {
        Optional<Fields> author = parent.optional("author");
        if (author.isEmpty()) {
            return PullJson.GHOST;
        }
        String login = author.get().text("login");
        boolean isApp = author.get().optionalText("__typename").orElse("").equals("Bot");
        return isApp && !login.endsWith("[bot]") ? login + "[bot]" : login;
    }

    private static Mergeability mergeability(Fields pull) throws Malformed {
        return switch (pull.optionalText("mergeable").orElse("")) {
            case "MERGEABLE" -> Mergeability.MERGEABLE;
            case "CONFLICTING" -> Mergeability.CONFLICTING;
            default -> Mergeability.UNKNOWN;
        };
    }
}
