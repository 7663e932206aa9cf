package io.jenkins.plugins.homu.simulator.graphql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.ErrorClassification;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.WiringFactory;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * GraphQL: queries are parsed, validated against the schema in {@code github.graphqls} and priced, then answered from
 * the repositories. Errors come as GitHub sends them, in {@code errors} of a 200.
 *
 * <p>The schema was written by hand and checked against {@code @octokit/graphql-schema} 15.26.1 (npm, MIT), which is
 * GitHub's published schema: after {@code npm pack} in an empty folder, a script with the npm package {@code graphql}
 * parsed both and compared every type, field, argument, default, input field and enum value of ours with the one of the
 * same name there. Ours leaves out what nobody here asks for, and interfaces with it; it adds nothing.
 */
public final class GraphQlEndpoint {

    private static final GraphQLSchema SCHEMA = schema();
    private static final String NAME = "graphql.schema";

    private final GitHubSimulator github;

    /** What the limits are for the caller, to be shown by rateLimit. */
    public record Budget(int limit, int used, Instant reset) {}

    /**
     * An answer and its price.
     *
     * @param points 0 for a query that was refused
     */
    public record Answer(ObjectNode body, int points) {}

    public GraphQlEndpoint(GitHubSimulator github) {
        this.github = github;
    }

    private static GraphQLSchema schema() {
        TypeDefinitionRegistry types;
        try (InputStream in = GitHubSimulator.class.getResourceAsStream("github.graphqls");
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            types = new SchemaParser().parse(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        for (String scalar : List.of("BigInt", "DateTime", "GitObjectID", "GitRefname", "GitTimestamp", "URI")) {
            wiring.scalar(text(scalar));
        }
        for (String open : List.of("Node", "Actor", "RepositoryOwner", "GitObject", "StatusCheckRollupContext")) {
            wiring.type(
                    open,
                    type -> type.typeResolver(environment ->
                            environment.getSchema().getObjectType(((Thing) environment.getObject()).type())));
        }
        wiring.wiringFactory(new WiringFactory() {
            @Override
            public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment field) {
                return fetching -> ((Thing) fetching.getSource()).fetch(fetching);
            }
        });
        return new SchemaGenerator().makeExecutableSchema(types, wiring.build());
    }

    /** All of GitHub's own scalars are texts on the wire. */
    private static GraphQLScalarType text(String name) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new TextCoercing(name))
                .build();
    }

    private static final class TextCoercing implements Coercing<String, String> {
        private final String name;

        TextCoercing(String name) {
            this.name = name;
        }

        @Override
        public String serialize(Object value, graphql.GraphQLContext context, Locale locale) {
            return value.toString();
        }

        @Override
        public String parseValue(Object value, graphql.GraphQLContext context, Locale locale) {
            if (!(value instanceof String text)) {
                throw new graphql.schema.CoercingParseValueException("Expected a " + name);
            }
            if (name.equals("GitObjectID") && !text.matches("[0-9a-f]{40}")) {
                throw new graphql.schema.CoercingParseValueException(
                        "Could not coerce value \"" + text + "\" to GitObjectID");
            }
            return text;
        }

        @Override
        public String parseLiteral(
                graphql.language.Value<?> value,
                graphql.execution.CoercedVariables variables,
                graphql.GraphQLContext context,
                Locale locale) {
            if (!(value instanceof graphql.language.StringValue text)) {
                throw new graphql.schema.CoercingParseLiteralException("Expected a " + name);
            }
            return text.getValue();
        }
    }

    /**
     * Answers the body of a call.
     *
     * @param rights what the caller may do with a repository
     */
    public Answer answer(JsonNode request, SimUser caller, Function<SimRepository, Permission> rights, Budget budget) {
        String query = request.path("query").asText("");
        String operation = request.path("operationName").textValue();
        Map<String, Object> variables = request.path("variables").isObject()
                ? Json.MAPPER.convertValue(request.get("variables"), new TypeReference<Map<String, Object>>() {})
                : Map.of();
        if (query.isBlank()) {
            return refused("A query attribute must be specified and must be a string.", null, List.of());
        }
        Document document;
        try {
            document = Parser.parse(query);
        } catch (InvalidSyntaxException e) {
            InvalidSyntaxError error = e.toInvalidSyntaxError();
            return refused(error.getMessage(), null, List.of(error));
        }
        List<ValidationError> errors = new Validator().validateDocument(SCHEMA, document, Locale.ENGLISH);
        if (!errors.isEmpty()) {
            return refused(null, null, errors);
        }
        QueryCost cost;
        try {
            cost = QueryCost.of(SCHEMA, document, operation, variables);
        } catch (GraphQlRefusal refusal) {
            return refused(refusal.getMessage(), refusal.type(), List.of());
        }
        if (cost.values() > github.graphqlResources()) {
            return exceeded(cost);
        }
        Graph graph = new Graph(github, caller, rights);
        boolean mutation = document.getDefinitionsOfType(graphql.language.OperationDefinition.class).stream()
                .anyMatch(one -> one.getOperation() == graphql.language.OperationDefinition.Operation.MUTATION
                        && (operation == null || operation.equals(one.getName())));
        Thing root = mutation ? new Mutations(github, graph, caller).root() : root(graph, caller, cost, budget);
        GraphQL engine = GraphQL.newGraphQL(SCHEMA)
                .defaultDataFetcherExceptionHandler(parameters ->
                        CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult(error(
                                        parameters.getException(),
                                        parameters.getPath().toList(),
                                        parameters.getSourceLocation()))
                                .build()))
                .build();
        ExecutionResult result = engine.execute(ExecutionInput.newExecutionInput(query)
                .operationName(operation)
                .variables(variables)
                .root(root)
                .build());
        return new Answer(body(result), cost.points());
    }

    private Thing root(Graph graph, SimUser caller, QueryCost cost, Budget budget) {
        return new Thing("Query")
                .with("viewer", graph.viewer(caller))
                .with("rateLimit", limit(cost, budget))
                .with(
                        "repository",
                        environment -> graph.repository(
                                graph.find(environment.getArgument("owner"), environment.getArgument("name"))))
                .with("user", environment -> {
                    String login = environment.getArgument("login");
                    return graph.account(github.accounts()
                            .find(login)
                            .orElseThrow(() -> new GraphQlRefusal(
                                    "NOT_FOUND", "Could not resolve to a User with the login of '" + login + "'.")));
                })
                .with("node", environment -> node(graph, environment.getArgument("id")))
                .with("nodes", environment -> environment.<List<String>>getArgument("ids").stream()
                        .map(id -> node(graph, id))
                        .toList());
    }

    /** The pull request or repository of a global identifier. */
    private Thing node(Graph graph, String id) {
        String pull = Json.idOf("PullRequest", id);
        if (pull == null) {
            return graph.repository(graph.byNodeId(id));
        }
        return github.repositories().stream()
                .flatMap(repository -> repository.pulls().stream())
                .filter(found -> Long.toString(found.id()).equals(pull))
                .findFirst()
                .map(graph.pulls()::pull)
                .orElseThrow(() -> new GraphQlRefusal(
                        "NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'"));
    }

    private static Thing limit(QueryCost cost, Budget budget) {
        int used = budget.used() + cost.points();
        return new Thing("RateLimit")
                .with("cost", cost.points())
                .with("nodeCount", cost.nodeCount())
                .with("limit", budget.limit())
                .with("used", used)
                .with("remaining", Math.max(0, budget.limit() - used))
                .with("resetAt", Json.time(budget.reset()));
    }

    private static GraphQLError error(Throwable failure, List<Object> path, graphql.language.SourceLocation location) {
        if (failure instanceof GraphQlRefusal refusal) {
            return GraphQLError.newError()
                    .message("%s", refusal.getMessage())
                    .path(path)
                    .location(location)
                    .errorType(ErrorClassification.errorClassification(refusal.type()))
                    .build();
        }
        System.getLogger(GraphQlEndpoint.class.getName())
                .log(System.Logger.Level.ERROR, "event=simulator_failed what=" + NAME, failure);
        return GraphQLError.newError()
                .message("%s", "Something went wrong while executing your query (in the simulator): " + failure)
                .path(path)
                .location(location)
                .build();
    }

    private static ObjectNode body(ExecutionResult result) {
        ObjectNode body = Json.object();
        body.set("data", Json.MAPPER.valueToTree(result.getData()));
        if (!result.getErrors().isEmpty()) {
            body.set("errors", errors(result.getErrors()));
        }
        return body;
    }

    private static ArrayNode errors(List<? extends GraphQLError> errors) {
        ArrayNode array = Json.array();
        for (GraphQLError error : errors) {
            ObjectNode node = array.addObject();
            if (error.getErrorType() != null
                    && !(error instanceof ValidationError)
                    && !(error instanceof InvalidSyntaxError)) {
                node.put("type", error.getErrorType().toString());
            }
            if (error.getPath() != null) {
                node.set("path", Json.MAPPER.valueToTree(error.getPath()));
            }
            ArrayNode locations = node.putArray("locations");
            if (error.getLocations() != null) {
                error.getLocations()
                        .forEach(at ->
                                locations.addObject().put("line", at.getLine()).put("column", at.getColumn()));
            }
            node.put("message", error.getMessage());
        }
        return array;
    }

    /** What GitHub says to a query that it broke off: 200, with what there was of it till then, here nothing. */
    private static Answer exceeded(QueryCost cost) {
        ObjectNode body = Json.object();
        body.putObject("data").putNull("repository");
        ObjectNode error = body.putArray("errors").addObject();
        error.put("type", "RESOURCE_LIMITS_EXCEEDED");
        error.putArray("path").add("repository");
        error.put("message", "Resource limits for this query exceeded.");
        return new Answer(body, cost.points());
    }

    private static Answer refused(String message, String type, List<? extends GraphQLError> errors) {
        ObjectNode body = Json.object();
        if (errors.isEmpty()) {
            ObjectNode node = body.putArray("errors").addObject();
            if (type != null) {
                node.put("type", type);
            }
            node.put("message", message);
        } else {
            body.set("errors", errors(errors));
        }
        return new Answer(body, 0);
    }
}
