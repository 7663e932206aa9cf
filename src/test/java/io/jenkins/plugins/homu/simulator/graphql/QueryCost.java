package io.jenkins.plugins.homu.simulator.graphql;

import graphql.analysis.QueryTraverser;
import graphql.analysis.QueryVisitorFieldEnvironment;
import graphql.analysis.QueryVisitorStub;
import graphql.language.Document;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;

/**
 * What a query costs by GitHub's published rules: every connection needs first or last between 1 and 100; the nodes
 * that could come back may be 500,000 at most; the points are the number of requests that it would take to fetch every
 * connection once, divided by 100, at least 1. What GitHub counts since September 2025 as a query's resources it does not
 * publish; here it is the number of values that could come back.
 */
final class QueryCost {

    private static final int MOST_PER_PAGE = 100;
    private static final long MOST_NODES = 500_000;

    private long requests;
    private long nodes;
    private long values;

    private QueryCost() {}

    /** Adds up a valid query; throws when it breaks one of the rules. */
    static QueryCost of(GraphQLSchema schema, Document document, String operation, Map<String, Object> variables) {
        QueryCost cost = new QueryCost();
        QueryTraverser.newQueryTraverser()
                .schema(schema)
                .document(document)
                .operationName(operation)
                .variables(variables)
                .build()
                .visitPreOrder(new QueryVisitorStub() {
                    @Override
                    public void visitField(QueryVisitorFieldEnvironment environment) {
                        if (isConnection(environment)) {
                            cost.add(environment);
                        } else if (environment.getField().getSelectionSet() == null) {
                            cost.values += pages(environment);
                        }
                    }
                });
        if (cost.nodes > MOST_NODES) {
            throw new GraphQlRefusal(
                    "MAX_NODE_LIMIT_EXCEEDED",
                    "This query requests up to " + cost.nodes
                            + " possible nodes which exceeds the maximum limit of 500,000.");
        }
        return cost;
    }

    private static boolean isConnection(QueryVisitorFieldEnvironment environment) {
        return GraphQLTypeUtil.unwrapAll(environment.getFieldDefinition().getType())
                        instanceof GraphQLNamedOutputType type
                && type.getName().endsWith("Connection");
    }

    private void add(QueryVisitorFieldEnvironment environment) {
        long above = pages(environment);
        requests += above;
        nodes += above * size(environment);
    }

    /** How often a field could come back, by the connections that it is below of. */
    private static long pages(QueryVisitorFieldEnvironment environment) {
        long above = 1;
        QueryVisitorFieldEnvironment parent = environment.getParentEnvironment();
        while (parent != null) {
            if (isConnection(parent)) {
                above *= size(parent);
            }
            parent = parent.getParentEnvironment();
        }
        return above;
    }

    private static int size(QueryVisitorFieldEnvironment environment) {
        String name = environment.getField().getName();
        Object first = environment.getArguments().get("first");
        Object last = environment.getArguments().get("last");
        if (first == null && last == null) {
            throw new GraphQlRefusal(
                    "MISSING_PAGINATION_BOUNDARIES",
                    "You must provide a `first` or `last` value to properly paginate the `" + name + "` connection.");
        }
        int size = (Integer) (first == null ? last : first);
        if (size > MOST_PER_PAGE || size < 1) {
            throw new GraphQlRefusal(
                    "EXCESSIVE_PAGINATION",
                    "Requesting " + size + " records on the `" + name + "` connection exceeds the `"
                            + (first == null ? "last" : "first") + "` limit of 100 records.");
        }
        return size;
    }

    int points() {
        return (int) Math.max(1, Math.round(requests / 100.0));
    }

    long values() {
        return values;
    }

    int nodeCount() {
        return (int) nodes;
    }
}
