package io.jenkins.plugins.homu.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.admin.Documents;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import io.jenkins.plugins.homu.runtime.admin.Shelf;
import io.jenkins.plugins.homu.server.configuration.Problem;
import io.jenkins.plugins.homu.server.configuration.RepositoryDocuments;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Repository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The repositories of cfg.toml, and those that were added, which the database keeps. */
public final class ServerShelf implements Shelf {
    private static final System.Logger LOG = System.getLogger(ServerShelf.class.getName());

    private final List<Repository> fixed;
    private final RepositoryDocuments documents;
    private final AddedRepositories kept;
    private final Consumer<List<Repository>> configure;
    /** By label; without a repository where what was kept can't be used any more. */
    private final Map<String, Added> added = new LinkedHashMap<>();

    private record Added(ObjectNode document, Optional<Repository> repository) {}

    /**
     * @param fixed of cfg.toml
     * @param configure makes the queue take other repositories
     */
    public ServerShelf(
            List<Repository> fixed,
            RepositoryDocuments documents,
            AddedRepositories kept,
            Consumer<List<Repository>> configure) {
        this.fixed = List.copyOf(fixed);
        this.documents = documents;
        this.kept = kept;
        this.configure = configure;
    }

    /**
     * Takes in what was kept. What can't be used is told in the log and left alone: the rest must go on.
     *
     * @throws StoreException when it can't be read
     */
    public void load() {
        for (AddedRepositories.Entry entry : kept.all()) {
            RepositoryDocuments.Read read = documents.read(entry.label(), entry.settings());
            Optional<String> taken = taken(entry.label(), read.repository());
            if (read.repository().isEmpty() || taken.isPresent()) {
                String why = taken.orElseGet(() -> String.join("; ", errors(read)));
                LOG.log(
                        System.Logger.Level.ERROR,
                        LogLine.of("added-repository-unusable")
                                .repository(entry.label())
                                .with("why", why)
                                .with("hint", "remove it with DELETE /admin/repo/LABEL, or change the configuration")
                                .toString());
            }
            ObjectNode document = Documents.parse(entry.settings()).orElseGet(Documents::object);
            added.put(entry.label(), new Added(document, taken.isPresent() ? Optional.empty() : read.repository()));
        }
        if (!added.isEmpty()) {
            configure.accept(running());
        }
    }

    private Optional<String> taken(String label, Optional<Repository> repository) {
        if (fixed.stream().anyMatch(one -> one.settings().label().equals(label))) {
            return Optional.of("the configuration has a repository of this label");
        }
        return repository
                .flatMap(one -> labelOf(one.settings().repository()))
                .map(other -> "the repository is configured already, labelled " + other)
                .or(() -> repository.flatMap(this::clash));
    }

    /** Nobody could say what a report is about from a repository that two queues have to do with. */
    private Optional<String> clash(Repository candidate) {
        RepositorySettings settings = candidate.settings();
        Optional<RepositoryId> fork = settings.branches().fork();
        for (Repository one : running()) {
            RepositorySettings other = one.settings();
            if (other.label().equals(settings.label())) {
                continue;
            }
            if (other.branches().fork().equals(Optional.of(settings.repository()))) {
                return Optional.of("the repository " + settings.repository() + " is where " + other.label()
                        + " is tested, and can't have a queue of its own");
            }
            if (fork.equals(Optional.of(other.repository()))) {
                return Optional.of("test-on-fork: the repository " + other.repository()
                        + " has a queue of its own, labelled " + other.label() + "; use another");
            }
            if (fork.isPresent() && fork.equals(other.branches().fork())) {
                return Optional.of("test-on-fork: the repository " + fork.get() + " is where " + other.label()
                        + " is tested already; use another");
            }
        }
        return Optional.empty();
    }

    /** All that the queue is to work for. */
    private List<Repository> running() {
        List<Repository> all = new ArrayList<>(fixed);
        added.values().forEach(one -> one.repository().ifPresent(all::add));
        return all;
    }

    @Override
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        fixed.forEach(one -> labels.add(one.settings().label()));
        added.keySet().stream().filter(label -> !labels.contains(label)).forEach(labels::add);
        return labels;
    }

    @Override
    public Optional<Kept> find(String label) {
        for (Repository one : fixed) {
            if (one.settings().label().equals(label)) {
                return Optional.of(new Kept(describe(one.settings()), true));
            }
        }
        return Optional.ofNullable(added.get(label))
                .map(one -> new Kept(one.document().deepCopy(), false));
    }

    private static ObjectNode describe(RepositorySettings settings) {
        ObjectNode document = Documents.object()
                .put("owner", settings.repository().owner())
                .put("name", settings.repository().name());
        settings.reviewers().stream().sorted().forEach(document.putArray("reviewers")::add);
        settings.builders().stream().map(BuilderSettings::name).forEach(document.putArray("builder")::add);
        return document.put("configured", true);
    }

    @Override
    public Optional<String> labelOf(RepositoryId repository) {
        return running().stream()
                .map(Repository::settings)
                .filter(settings -> settings.repository().equals(repository))
                .map(RepositorySettings::label)
                .findFirst();
    }

    @Override
    public List<String> check(String label, ObjectNode document) throws Refusal {
        RepositoryDocuments.Read read = read(label, document);
        return read.problems().stream()
                .filter(problem -> !problem.isError())
                .map(ServerShelf::words)
                .toList();
    }

    private RepositoryDocuments.Read read(String label, ObjectNode document) throws Refusal {
        RepositoryDocuments.Read read = documents.read(label, Documents.write(document));
        if (read.repository().isEmpty()) {
            List<String> errors = errors(read);
            throw new Refusal(
                    422, errors.isEmpty() ? "The repository can't be used" : String.join("; ", errors), errors);
        }
        Optional<String> clash = clash(read.repository().get());
        if (clash.isPresent()) {
            throw new Refusal(422, clash.get(), List.of(clash.get()));
        }
        return read;
    }

    private static List<String> errors(RepositoryDocuments.Read read) {
        return read.problems().stream()
                .filter(Problem::isError)
                .map(ServerShelf::words)
                .toList();
    }

    private static String words(Problem problem) {
        return problem.key().isEmpty() ? problem.message() : problem.key() + ": " + problem.message();
    }

    @Override
    public void open(String label, ObjectNode document) throws Refusal {
        Added before = added.get(label);
        added.put(label, new Added(document.deepCopy(), read(label, document).repository()));
        try {
            configure.accept(running());
        } catch (RuntimeException e) {
            put(label, before);
            throw e;
        }
    }

    @Override
    public void close(String label) {
        Added before = added.remove(label);
        try {
            configure.accept(running());
        } catch (RuntimeException e) {
            put(label, before);
            throw e;
        }
    }

    private void put(String label, Added before) {
        if (before == null) {
            added.remove(label);
        } else {
            added.put(label, before);
        }
    }

    @Override
    public void keep(String label, ObjectNode document) {
        join(() -> kept.keep(new AddedRepositories.Entry(label, Documents.write(document)))
                .join());
    }

    @Override
    public void drop(String label) {
        join(() -> kept.drop(label).join());
    }

    private static void join(Runnable write) {
        try {
            write.run();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw new StoreException(known.getMessage(), known);
            }
            throw e;
        }
    }
}
