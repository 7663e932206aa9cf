package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.GraphQl.Feature;
import io.jenkins.plugins.homu.github.GraphQl.Reply;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.Optional;

/** Thumbs up on reviews: REST has reactions for comments only. */
final class GraphQlReactions {
    private static final String REACT =
            """
            mutation React($subject: ID!) {
              addReaction(input: {subjectId: $subject, content: THUMBS_UP}) { clientMutationId }
            }
            """;

    private final GraphQl graphQl;
    private final ApiHttp http;

    GraphQlReactions(GraphQl graphQl, ApiHttp http) {
        this.graphQl = graphQl;
        this.http = http;
    }

    /**
     * Puts one on a review. A second one is the first.
     *
     * @return false: it can't be put there, nothing was done
     */
    boolean thumbUp(RepositoryId repository, int number, long review) throws GatewayException {
        if (!graphQl.offers(Feature.REACTION)) {
            return false;
        }
        // Webhooks tell a review's number, GraphQL goes by another id, which only REST tells for a number.
        ApiResponse found = http.send(
                ApiCall.get("review", repository, "pulls", String.valueOf(number), "reviews", String.valueOf(review)));
        if (found.status() == 404) {
            // Gone with its author, or with the pull request: nobody waits for an answer.
            return true;
        }
        String subject = found.read(json -> Fields.of(json, "the answer").text("node_id"));
        ObjectNode variables = JsonNodeFactory.instance.objectNode().put("subject", subject);
        Optional<Reply> reply = graphQl.mutate(Feature.REACTION, repository, REACT, variables);
        if (reply.isEmpty()) {
            return false;
        }
        if (reply.get().problems().isEmpty()
                && reply.get().data().path("addReaction").isObject()) {
            return true;
        }
        if (reply.get().isUnclear()) {
            throw GatewayException.transientTrouble(
                    200, reply.get().place() + ": " + reply.get().words(), Optional.empty(), null);
        }
        return reply.get().has("NOT_FOUND");
    }
}
