package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GraphQl.Feature;
import io.jenkins.plugins.homu.github.GraphQl.Reply;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Moves base branches by GraphQL, which alone has compare-and-swap. */
final class GraphQlRefs {
    private static final String MOVE =
            """
            mutation MoveBase($repository: ID!, $ref: GitRefname!, $before: GitObjectID!, $after: GitObjectID!) {
              updateRefs(input: {repositoryId: $repository,
                  refUpdates: [{name: $ref, beforeOid: $before, afterOid: $after, force: false}]}) {
                clientMutationId
              }
            }
            """;

    private final GraphQl graphQl;
    private final RestRefs rest;
    /** GitHub's own ids of repositories, which changes are addressed by. */
    private final Map<RepositoryId, String> ids = new ConcurrentHashMap<>();

    GraphQlRefs(GraphQl graphQl, RestRefs rest) {
        this.graphQl = graphQl;
        this.rest = rest;
    }

    /** Empty: to be done by REST; nothing was moved. */
    Optional<MoveOutcome> moveBase(
            RepositoryId repository,
            String branch,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> members,
            boolean verifyHeads)
            throws GatewayException {
        if (!graphQl.offers(Feature.MOVE_BASE)) {
            return Optional.empty();
        }
        String id = ids.get(repository);
        if (id == null || verifyHeads) {
            Optional<Fields> found =
                    graphQl.query(Feature.HEADS, repository, headsQuery(members), GraphQl.variables(repository));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try {
                Optional<MoveOutcome> changed = changed(found.get(), branch, members);
                if (changed.isPresent()) {
                    return changed;
                }
                id = found.get().text("id");
            } catch (Malformed e) {
                throw GraphQlPulls.nonsense(e);
            }
            ids.put(repository, id);
        }
        ObjectNode variables = JsonNodeFactory.instance
                .objectNode()
                .put("repository", id)
                .put("ref", "refs/heads/" + branch)
                .put("before", from.value())
                .put("after", to.value());
        Optional<Reply> reply = graphQl.mutate(Feature.MOVE_BASE, repository, MOVE, variables);
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        return outcome(repository, branch, from, to, reply.get());
    }

    private Optional<MoveOutcome> outcome(
            RepositoryId repository, String branch, CommitSha from, CommitSha to, Reply reply) throws GatewayException {
        if (reply.problems().isEmpty() && reply.data().path("updateRefs").isObject()) {
            return Optional.of(new MoveOutcome.Moved());
        }
        if (reply.has("NOT_FOUND")) {
            // Deleted and made anew under the same name, it has another id: REST goes by the name.
            ids.remove(repository);
            return Optional.empty();
        }
        if (reply.isUnclear()) {
            throw GatewayException.transientTrouble(
                    200,
                    reply.place() + ": " + reply.words() + ". It may have taken effect all the same",
                    Optional.empty(),
                    null);
        }
        return Optional.of(rest.explain(repository, branch, from, to, reply.words()));
    }

    private static String headsQuery(List<AttemptMember> members) {
        StringBuilder query = new StringBuilder(
                "query Heads($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id");
        for (AttemptMember member : members) {
            query.append(" p")
                    .append(member.number())
                    .append(": pullRequest(number: ")
                    .append(member.number())
                    .append(") { state headRefOid baseRefName }");
        }
        return query.append(" } }").toString();
    }

    private static Optional<MoveOutcome> changed(Fields repository, String branch, List<AttemptMember> members)
            throws Malformed {
        for (AttemptMember member : members) {
            Optional<Fields> pull = repository.optional("p" + member.number());
            Optional<RestRefs.Now> now = Optional.empty();
            if (pull.isPresent() && pull.get().text("state").equals("OPEN")) {
                now = Optional.of(new RestRefs.Now(
                        pull.get().sha("headRefOid"), pull.get().text("baseRefName")));
            }
            Optional<MoveOutcome> changed = RestRefs.changed(member, branch, now);
            if (changed.isPresent()) {
                return changed;
            }
        }
        return Optional.empty();
    }
}
