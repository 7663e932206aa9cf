package io.jenkins.plugins.homu.simulator.graphql;

/** An error of GraphQL, with GitHub's type for it such as NOT_FOUND. */
final class GraphQlRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;

    GraphQlRefusal(String type, String message) {
        super(message);
        this.type = type;
    }

    String type() {
        return type;
    }
}
