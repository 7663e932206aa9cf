package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GraphQl.Feature;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.MarkupReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comments, reviews and review comments of many pull requests by GraphQL, those of fifty in a request. */
final class GraphQlComments {
    private static final int BATCH = 50;
    private static final int SMALL_BATCH = 10;
    private static final int MOST_PAGES = 100;

    private static final String COMMENTS = "pageInfo { hasPreviousPage startCursor }"
            + " nodes { fullDatabaseId body createdAt url author { __typename login } }";
    private static final String REVIEWS = "pageInfo { hasPreviousPage startCursor }"
            + " nodes { fullDatabaseId body submittedAt url author { __typename login } commit { oid }"
            + " comments(first: 100) { pageInfo { hasNextPage }"
            + " nodes { fullDatabaseId body url author { __typename login } originalCommit { oid } } } }";

    /** Reviews that were begun and not handed in are left out. */
    private static final String STATES = "states: [APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED]";

    private static final String NEWEST = "fragment talk on PullRequest { comments(last: 30) { " + COMMENTS
            + " } reviews(last: 20, " + STATES + ") { " + REVIEWS + " } }";

    private static final String OLDER_COMMENTS =
            """
            query OlderComments($owner: String!, $name: String!, $number: Int!, $before: String!) {
              repository(owner: $owner, name: $name) {
                pullRequest(number: $number) { comments(last: 100, before: $before) { %s } }
              }
            }
            """
                    .formatted(COMMENTS);

    private static final String OLDER_REVIEWS =
            """
            query OlderReviews($owner: String!, $name: String!, $number: Int!, $before: String!) {
              repository(owner: $owner, name: $name) {
                pullRequest(number: $number) { reviews(last: 50, before: $before, %s) { %s } }
              }
            }
            """
                    .formatted(STATES, REVIEWS);

    private final GraphQl graphQl;
    private final MarkupReader markup;

    GraphQlComments(GraphQl graphQl, MarkupReader markup) {
        this.graphQl = graphQl;
        this.markup = markup;
    }

    /**
     * What was written on some pull requests since then.
     *
     * @return empty: to be asked by REST
     */
    Optional<List<CommentAdded>> since(RepositoryId repository, List<Integer> numbers, Instant since)
            throws GatewayException {
        Reading reading = new Reading(repository, since);
        int size = BATCH;
        int done = 0;
        while (done < numbers.size()) {
            List<Integer> batch = numbers.subList(done, Math.min(done + size, numbers.size()));
            int read = reading.comments.size();
            try {
                if (!reading.batch(batch)) {
                    return Optional.empty();
                }
                done += batch.size();
            } catch (GatewayException e) {
                if (GraphQlPulls.isTooMuch(e) && size > SMALL_BATCH) {
                    size = SMALL_BATCH;
                    // The batch is read once more.
                    reading.comments.subList(read, reading.comments.size()).clear();
                } else if (GraphQl.isForRest(Feature.COMMENTS, e)) {
                    return Optional.empty();
                } else {
                    throw e;
                }
            } catch (Malformed e) {
                throw GraphQlPulls.nonsense(e);
            }
        }
        return Optional.of(reading.comments);
    }

    private static String queryFor(List<Integer> numbers) {
        StringBuilder query = new StringBuilder(
                "query Comments($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {");
        for (int number : numbers) {
            query.append(" p")
                    .append(number)
                    .append(": pullRequest(number: ")
                    .append(number)
                    .append(") { ...talk }");
        }
        return query.append(" } } ").append(NEWEST).toString();
    }

    /** One reading in progress. */
    private final class Reading {
        private final RepositoryId repository;
        private final Instant since;
        private final List<CommentAdded> comments = new ArrayList<>();

        Reading(RepositoryId repository, Instant since) {
            this.repository = repository;
            this.since = since;
        }

        /** False: GraphQL does not offer it. */
        private boolean batch(List<Integer> numbers) throws GatewayException, Malformed {
            Optional<Fields> found =
                    graphQl.query(Feature.COMMENTS, repository, queryFor(numbers), GraphQl.variables(repository));
            if (found.isEmpty()) {
                return false;
            }
            List<CommentAdded> before = List.copyOf(comments);
            for (int number : numbers) {
                // One that was deleted meanwhile is null.
                Optional<Fields> pull = found.get().optional("p" + number);
                if (pull.isPresent() && !(comments(number, pull.get()) && reviews(number, pull.get()))) {
                    comments.clear();
                    comments.addAll(before);
                    return false;
                }
            }
            return true;
        }

        private boolean comments(int number, Fields pull) throws GatewayException, Malformed {
            Fields connection = pull.object("comments");
            for (int page = 0; page < MOST_PAGES; page++) {
                boolean reachesBack = false;
                for (Fields comment : connection.list("nodes")) {
                    Instant at = comment.time("createdAt");
                    if (at.isBefore(since)) {
                        reachesBack = true;
                    } else {
                        add(CommentSource.ISSUE_COMMENT, number, comment, at, Optional.empty());
                    }
                }
                Optional<String> cursor = previous(connection, reachesBack);
                if (cursor.isEmpty()) {
                    return true;
                }
                Optional<Fields> older = older(OLDER_COMMENTS, number, cursor.get());
                if (older.isEmpty()) {
                    return false;
                }
                connection = older.get().object("comments");
            }
            return true;
        }

        private boolean reviews(int number, Fields pull) throws GatewayException, Malformed {
            Fields connection = pull.object("reviews");
            for (int page = 0; page < MOST_PAGES; page++) {
                boolean reachesBack = false;
                for (Fields review : connection.list("nodes")) {
                    Optional<Instant> at = review.optionalTime("submittedAt");
                    if (at.isPresent() && at.get().isBefore(since)) {
                        reachesBack = true;
                    } else if (at.isPresent() && !review(number, review, at.get())) {
                        return false;
                    }
                }
                Optional<String> cursor = previous(connection, reachesBack);
                if (cursor.isEmpty()) {
                    return true;
                }
                Optional<Fields> older = older(OLDER_REVIEWS, number, cursor.get());
                if (older.isEmpty()) {
                    return false;
                }
                connection = older.get().object("reviews");
            }
            return true;
        }

        /** False when it has more comments than come along: REST lists them all. */
        private boolean review(int number, Fields review, Instant at) throws Malformed {
            add(CommentSource.REVIEW, number, review, at, commit(review, "commit"));
            Fields inDiff = review.object("comments");
            for (Fields comment : inDiff.list("nodes")) {
                // They may have been written long before the review was handed in; only then could others see them.
                add(CommentSource.REVIEW_COMMENT, number, comment, at, commit(comment, "originalCommit"));
            }
            return !inDiff.object("pageInfo").flag("hasNextPage");
        }

        private Optional<Fields> older(String query, int number, String cursor) throws GatewayException, Malformed {
            ObjectNode variables =
                    GraphQl.variables(repository).put("number", number).put("before", cursor);
            Optional<Fields> found = graphQl.query(Feature.COMMENTS, repository, query, variables);
            return found.isEmpty() ? found : found.get().optional("pullRequest");
        }

        private void add(CommentSource source, int number, Fields comment, Instant at, Optional<CommitSha> reviewed)
                throws Malformed {
            String body = comment.optionalText("body").orElse("");
            if (body.indexOf('@') < 0) {
                return;
            }
            comments.add(new CommentAdded(
                    source,
                    comment.id("fullDatabaseId"),
                    number,
                    GraphQlPulls.login(comment),
                    body,
                    markup.readableLines(body),
                    reviewed,
                    ReportJson.webUrl(comment.optionalText("url")).orElse(""),
                    at,
                    true));
        }
    }

    private static Optional<CommitSha> commit(Fields parent, String name) throws Malformed {
        Optional<Fields> commit = parent.optional(name);
        return commit.isPresent() ? commit.get().optionalSha("oid") : Optional.empty();
    }

    /** Where the page before begins, when it may hold something new. */
    private static Optional<String> previous(Fields connection, boolean reachesBack) throws Malformed {
        Fields pageInfo = connection.object("pageInfo");
        return !reachesBack && pageInfo.flag("hasPreviousPage")
                ? pageInfo.optionalText("startCursor")
                : Optional.empty();
    }
}
