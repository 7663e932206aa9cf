package io.jenkins.plugins.homu.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** One object of the GraphQL graph: its type's name, and how to find each of its fields when it is asked for. */
final class Thing {

    private final String type;
    private final Map<String, Function<DataFetchingEnvironment, Object>> fields = new HashMap<>();

    Thing(String type) {
        this.type = type;
    }

    Thing with(String field, Object value) {
        fields.put(field, environment -> value);
        return this;
    }

    Thing get(String field, Supplier<Object> value) {
        fields.put(field, environment -> value.get());
        return this;
    }

    Thing with(String field, Function<DataFetchingEnvironment, Object> value) {
        fields.put(field, value);
        return this;
    }

    String type() {
        return type;
    }

    Object fetch(DataFetchingEnvironment environment) {
        String name = environment.getField().getName();
        Function<DataFetchingEnvironment, Object> field = fields.get(name);
        if (field == null) {
            throw new IllegalStateException("the simulator does not know " + type + "." + name);
        }
        return field.apply(environment);
    }
}
