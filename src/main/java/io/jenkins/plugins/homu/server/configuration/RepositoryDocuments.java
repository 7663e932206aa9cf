package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads repositories that are added while we run: the same settings as in {@code [repo.LABEL]}, in JSON. */
public final class RepositoryDocuments {
    /** What an added repository has beside its settings. */
    private static final Set<String> NO_SETTINGS = Set.of("label", "builder", "warnings");

    private final RepositoryReader.Defaults defaults;

    RepositoryDocuments(RepositoryReader.Defaults defaults) {
        this.defaults = defaults;
    }

    /**
     * What reading came to.
     *
     * @param repository empty when there is an error among the problems
     * @param problems in the order of the document
     */
    public record Read(Optional<Repository> repository, List<Problem> problems) {
        public Read {
            problems = List.copyOf(problems);
        }
    }

    /** Never throws for what a document may hold. */
    public Read read(String label, String json) {
        Problems problems = new Problems();
        Optional<Node.Table> document = JsonSource.read(json, Interpolation.none(problems), problems);
        Optional<Repository> repository =
                document.flatMap(table -> new RepositoryReader(problems, defaults).added(label, settings(table)));
        return new Read(problems.hasErrors() ? Optional.empty() : repository, problems.inOrder());
    }

    private static Node.Table settings(Node.Table document) {
        Map<String, Node> entries = new LinkedHashMap<>(document.entries());
        entries.keySet().removeAll(NO_SETTINGS);
        if (entries.get("github") instanceof Node.Table github) {
            Map<String, Node> rest = new LinkedHashMap<>(github.entries());
            rest.remove("webhook_id");
            entries.put("github", new Node.Table(rest, github.line()));
        }
        return new Node.Table(entries, document.line());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryDocuments that && defaults.equals(that.defaults);
    }

    @Override
    public int hashCode() {
        return defaults.hashCode();
    }
}
