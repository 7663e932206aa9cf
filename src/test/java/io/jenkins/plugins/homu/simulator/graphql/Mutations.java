package io.jenkins.plugins.homu.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.RefBook;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimReaction;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.Json;
import io.jenkins.plugins.homu.simulator.web.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** The mutations: each checks rights, acts under the repository's lock and turns refusals into GraphQL's. */
final class Mutations {

    private static final List<String> REACTABLE =
            List.of("IssueComment", "PullRequestReviewComment", "PullRequestReview");

    private final GitHubSimulator github;
    private final Graph graph;
    private final SimUser actor;

    Mutations(GitHubSimulator github, Graph graph, SimUser actor) {
        this.github = github;
        this.graph = graph;
        this.actor = actor;
    }

    Thing root() {
        return new Thing("Mutation")
                .with("addComment", this::addComment)
                .with("addReaction", this::addReaction)
                .with("updateIssueComment", this::updateIssueComment)
                .with("createRef", this::createRef)
                .with("updateRef", this::updateRef)
                .with("deleteRef", this::deleteRef)
                .with("updateRefs", this::updateRefs)
                .with("mergeBranch", this::mergeBranch);
    }

    private static <T> T guarded(SimRepository repository, Supplier<T> work) {
        try {
            return repository.locked(work);
        } catch (Refusal refusal) {
            throw new GraphQlRefusal(refusal.status() == 404 ? "NOT_FOUND" : "UNPROCESSABLE", refusal.getMessage());
        }
    }

    private static Map<String, Object> input(DataFetchingEnvironment environment) {
        return environment.getArgument("input");
    }

    private static String text(Map<String, Object> input, String key) {
        return (String) input.get(key);
    }

    private static Thing payload(String type, Map<String, Object> input) {
        return new Thing(type).with("clientMutationId", input.get("clientMutationId"));
    }

    private GraphQlRefusal unknown(String id) {
        return new GraphQlRefusal("NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'");
    }

    private Object addComment(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        String id = text(input, "subjectId");
        String number = Optional.ofNullable(Json.idOf("PullRequest", id)).orElse(Json.idOf("Issue", id));
        SimIssue issue = github.repositories().stream()
                .flatMap(repository -> repository.pulls().stream())
                .filter(pull -> Long.toString(pull.id()).equals(number))
                .findFirst()
                .orElseThrow(() -> unknown(id));
        graph.byNodeId(Json.nodeId("Repository", issue.repository().id()));
        SimComment comment = guarded(issue.repository(), () -> issue.comment(actor, text(input, "body")));
        return payload("AddCommentPayload", input)
                .with(
                        "commentEdge",
                        new Thing("IssueCommentEdge")
                                .with("cursor", Connection.cursor(comment.id()))
                                .with("node", graph.pulls().comment(issue, comment)))
                .get("subject", () -> graph.pulls().pull((SimPull) issue));
    }

    private Object addReaction(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        String id = text(input, "subjectId");
        String content = text(input, "content");
        SimRepository repository = github.repositories().stream()
                .filter(it -> isReactable(it, id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
        graph.byNodeId(Json.nodeId("Repository", repository.id()));
        long subject = REACTABLE.stream()
                .map(kind -> Json.idOf(kind, id))
                .filter(Objects::nonNull)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> unknown(id));
        SimReaction reaction = guarded(repository, () -> {
            String word = SimReaction.ofGraphQl(content);
            repository.react(subject, actor, word);
            return repository.reactions(subject).stream()
                    .filter(it -> it.user().equals(actor) && it.content().equals(word))
                    .findFirst()
                    .orElseThrow();
        });
        return payload("AddReactionPayload", input)
                .with(
                        "reaction",
                        new Thing("Reaction")
                                .with("id", Json.nodeId("Reaction", reaction.id()))
                                .with("databaseId", (int) reaction.id())
                                .with("content", content)
                                .with("createdAt", Json.time(reaction.createdAt()))
                                .with("user", graph.account(reaction.user())));
    }

    /** Whether there is a comment or review of that global identifier in the repository. */
    private static boolean isReactable(SimRepository repository, String id) {
        return has(id, "IssueComment", it -> repository.findComment(it).isPresent())
                || has(id, "PullRequestReview", it -> repository.pulls().stream()
                        .flatMap(pull -> pull.reviews().stream())
                        .anyMatch(review -> review.id() == it))
                || has(id, "PullRequestReviewComment", it -> repository.pulls().stream()
                        .flatMap(pull -> pull.reviewComments().stream())
                        .anyMatch(comment -> comment.id() == it));
    }

    private static boolean has(String id, String kind, LongPredicate known) {
        String number = Json.idOf(kind, id);
        return number != null && number.matches("[0-9]{1,18}") && known.test(Long.parseLong(number));
    }

    private Object updateIssueComment(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        String id = Json.idOf("IssueComment", text(input, "id"));
        if (id == null) {
            throw unknown(text(input, "id"));
        }
        for (SimRepository repository : github.repositories()) {
            Optional<SimComment> found = repository.findComment(Long.parseLong(id));
            if (found.isPresent()) {
                SimIssue issue = repository.findIssue(found.get().issue()).orElseThrow();
                SimComment now =
                        guarded(repository, () -> issue.editComment(found.get().id(), text(input, "body"), actor));
                return payload("UpdateIssueCommentPayload", input)
                        .with("issueComment", graph.pulls().comment(issue, now));
            }
        }
        throw unknown(text(input, "id"));
    }

    private Object createRef(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        SimRepository repository = writable(text(input, "repositoryId"), "CreateRef");
        String name = text(input, "name");
        return guarded(repository, () -> {
            repository.refs().create(name, text(input, "oid"), actor);
            return payload("CreateRefPayload", input).with("ref", graph.ref(repository, name));
        });
    }

    private Object updateRef(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        RefId ref = ref(text(input, "refId"), "UpdateRef");
        return guarded(ref.repository(), () -> {
            ref.repository()
                    .refs()
                    .update(ref.name(), text(input, "oid"), Boolean.TRUE.equals(input.get("force")), actor);
            return payload("UpdateRefPayload", input).with("ref", graph.ref(ref.repository(), ref.name()));
        });
    }

    private Object deleteRef(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        RefId ref = ref(text(input, "refId"), "DeleteRef");
        return guarded(ref.repository(), () -> {
            ref.repository().refs().delete(ref.name(), actor);
            return payload("DeleteRefPayload", input);
        });
    }

    private Object updateRefs(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        SimRepository repository = writable(text(input, "repositoryId"), "UpdateRefs");
        List<RefBook.Change> changes = new ArrayList<>();
        for (Object update : (List<?>) input.get("refUpdates")) {
            Map<?, ?> one = (Map<?, ?>) update;
            changes.add(new RefBook.Change(
                    (String) one.get("name"),
                    (String) one.get("beforeOid"),
                    (String) one.get("afterOid"),
                    Boolean.TRUE.equals(one.get("force"))));
        }
        return guarded(repository, () -> {
            repository.refs().updateAll(changes, actor);
            return payload("UpdateRefsPayload", input);
        });
    }

    private Object mergeBranch(DataFetchingEnvironment environment) {
        Map<String, Object> input = input(environment);
        SimRepository repository = writable(text(input, "repositoryId"), "MergeBranch");
        return guarded(repository, () -> {
            Merging.Outcome outcome;
            try {
                outcome = Merging.merge(
                        repository, text(input, "base"), text(input, "head"), text(input, "commitMessage"), actor);
            } catch (Refusal refusal) {
                throw new GraphQlRefusal(
                        refusal.status() == 404 ? "NOT_FOUND" : "UNPROCESSABLE",
                        "Failed to merge: \"" + refusal.getMessage() + "\"");
            }
            if (outcome.commit() == null) {
                throw new GraphQlRefusal("UNPROCESSABLE", "Failed to merge: \"Already merged\"");
            }
            return payload("MergeBranchPayload", input).with("mergeCommit", graph.commit(repository, outcome.commit()));
        });
    }

    private SimRepository writable(String id, String mutation) {
        SimRepository repository = graph.byNodeId(id);
        graph.mustWrite(repository, mutation);
        return repository;
    }

    private record RefId(SimRepository repository, String name) {}

    private RefId ref(String id, String mutation) {
        String text = Json.idOf("Ref", id);
        if (text == null || text.indexOf(':') < 0) {
            throw unknown(id);
        }
        String repository = text.substring(0, text.indexOf(':'));
        return new RefId(
                writable(Json.nodeId("Repository", repository), mutation), text.substring(text.indexOf(':') + 1));
    }
}
