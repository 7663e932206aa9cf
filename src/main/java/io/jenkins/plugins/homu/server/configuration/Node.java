package io.jenkins.plugins.homu.server.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a configuration file, whichever language that is written in, with the line it stands on (0: unknown). */
sealed interface Node {
    int line();

    /** What it is, for messages. */
    String kind();

    /** A text, with variables replaced. @param broken it named a variable that is not set, which was reported */
    record Text(String value, boolean broken, int line) implements Node {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** A whole number. */
    record Whole(long value, int line) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** True or false. */
    record Flag(boolean value, int line) implements Node {
        @Override
        public String kind() {
            return value ? "true" : "false";
        }
    }

    /** A list. */
    record Items(List<Node> items, int line) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and values, in the order of the file where that is known. */
    record Table(Map<String, Node> entries, int line) implements Node {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a table";
        }
    }

    /** Anything that no setting can be: a date, a fraction, JSON's null. */
    record Other(String kind, int line) implements Node {}
}
