package io.jenkins.plugins.homu.jenkins.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.configuration.OwnCredentials.Fresh;
import io.jenkins.plugins.homu.jenkins.configuration.OwnCredentials.Purpose;
import io.jenkins.plugins.homu.runtime.admin.Documents;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import io.jenkins.plugins.homu.runtime.admin.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The repositories of the system configuration: what is added is the same as what is typed in there. Secrets
 * become credentials. Keeps nothing else: who saves the form saves these as well.
 */
final class ConfigurationShelf implements Shelf {
    private static final System.Logger LOG = System.getLogger(ConfigurationShelf.class.getName());
    private static final Set<String> KNOWN = Set.of(
            "owner",
            "name",
            "label",
            "reviewers",
            "try_users",
            "github",
            "builder",
            "status",
            "checks",
            "job",
            "buildbot",
            "travis",
            "quay");

    private final HomuGlobalConfiguration configuration;
    private final CredentialsLookup credentials;

    /** What a document says, and the credentials that it takes. */
    private record Described(RepositoryConfiguration repository, List<Fresh> fresh, List<String> warnings) {}

    ConfigurationShelf(HomuGlobalConfiguration configuration, CredentialsLookup credentials) {
        this.configuration = configuration;
        this.credentials = credentials;
    }

    @Override
    public List<String> labels() {
        return configuration.getRepositories().stream()
                .map(RepositoryConfiguration::effectiveLabel)
                .toList();
    }

    @Override
    public boolean findsWebhooksByAddress() {
        return true;
    }

    @Override
    public Optional<Kept> find(String label) {
        return configuration.repository(label).map(one -> new Kept(document(one), false));
    }

    private static ObjectNode document(RepositoryConfiguration repository) {
        ObjectNode document =
                Documents.object().put("owner", repository.getOwner()).put("name", repository.getName());
        repository.getReviewers().forEach(document.putArray("reviewers")::add);
        repository.getTryUsers().forEach(document.putArray("try_users")::add);
        repository.getBuilders().stream()
                .map(BuilderConfiguration::effectiveName)
                .forEach(document.putArray("builder")::add);
        document.putObject("github").put("credentials_id", repository.getWebhookSecretId());
        BuilderDocuments.write(repository, document);
        return document;
    }

    @Override
    public Optional<String> labelOf(RepositoryId repository) {
        return configuration.getRepositories().stream()
                .filter(one -> repository.owner().equalsIgnoreCase(one.getOwner())
                        && repository.name().equalsIgnoreCase(one.getName()))
                .map(RepositoryConfiguration::effectiveLabel)
                .findFirst();
    }

    @Override
    public List<String> check(String label, ObjectNode document) throws Refusal {
        Described described = describe(label, document);
        RepositoryConfiguration repository = described.repository();
        String name = repository.getOwner() + "/" + repository.getName();
        for (RepositoryConfiguration other : configuration.getRepositories()) {
            if (name.equalsIgnoreCase(other.getBranches().getFork())) {
                throw new Refusal(
                        422,
                        "The repository " + name + " is where " + other.effectiveLabel()
                                + " is tested, and can't have a queue of its own");
            }
        }
        List<String> warnings = new ArrayList<>(described.warnings());
        document.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                warnings.add(key + ": is not a setting here, and is ignored; set it in the system configuration");
            }
        });
        return warnings;
    }

    private Described describe(String label, ObjectNode document) throws Refusal {
        RepositoryConfiguration repository = new RepositoryConfiguration(
                document.path("owner").asText(), document.path("name").asText());
        repository.setLabel(label);
        repository.setReviewers(texts(document, "reviewers"));
        repository.setTryUsers(texts(document, "try_users"));
        repository.setWebhookSecretId(id(Purpose.WEBHOOK, repository));
        BuilderDocuments builders = new BuilderDocuments(document, purpose -> id(purpose, repository), credentials);
        builders.read();
        repository.setBuilders(builders.builders());
        try {
            repository.toSettings("homu", Optional.empty());
        } catch (ConfigurationException e) {
            throw new Refusal(422, e.getMessage(), List.of(), e);
        }
        List<Fresh> fresh = new ArrayList<>(builders.fresh());
        fresh.add(new Fresh(
                Purpose.WEBHOOK,
                repository.getWebhookSecretId(),
                Optional.empty(),
                document.path("github").path("secret").asText()));
        return new Described(repository, fresh, builders.warnings());
    }

    private String id(Purpose purpose, RepositoryConfiguration repository) {
        return OwnCredentials.id(purpose, repository, configuration.getRepositories());
    }

    private static List<String> texts(ObjectNode document, String key) throws Refusal {
        List<String> texts = new ArrayList<>();
        JsonNode list = document.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw new Refusal(422, key + ": must be a list of strings");
        }
        for (JsonNode one : list) {
            if (!one.isTextual()) {
                throw new Refusal(422, key + ": must be a list of strings");
            }
            texts.add(one.textValue());
        }
        return texts;
    }

    @Override
    public void open(String label, ObjectNode document) throws Refusal {
        Described described = describe(label, document);
        boolean done = false;
        try {
            for (Fresh fresh : described.fresh()) {
                OwnCredentials.put(fresh);
            }
            done = true;
        } finally {
            if (!done) {
                OwnCredentials.removeOf(described.repository(), configuration.getRepositories());
            }
        }
        List<RepositoryConfiguration> next = without(label);
        next.add(described.repository());
        configuration.setRepositories(next);
        QueueAccess.get().refresh();
    }

    private List<RepositoryConfiguration> without(String label) {
        List<RepositoryConfiguration> rest = new ArrayList<>(configuration.getRepositories());
        rest.removeIf(one -> one.effectiveLabel().equals(label));
        return rest;
    }

    @Override
    public void close(String label) {
        Optional<RepositoryConfiguration> gone = configuration.repository(label);
        List<RepositoryConfiguration> rest = without(label);
        configuration.setRepositories(rest);
        gone.ifPresent(one -> {
            OwnCredentials.removeOf(one, rest);
            tellWhatIsLeft(one);
        });
        QueueAccess.get().refresh();
    }

    /** Who types another repository at Quay into the form does not have it taken down. */
    private static void tellWhatIsLeft(RepositoryConfiguration gone) {
        for (BuilderConfiguration builder : gone.getBuilders()) {
            if (builder instanceof QuayBuilder quay
                    && quay.getSetup() != null
                    && quay.setupOf(gone).isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        LogLine.of("not-taken-back")
                                .repository(gone.effectiveLabel())
                                .with("what", "what was set up at Quay")
                                .with(
                                        "why",
                                        "it is that of " + quay.getSetup().getRepository()
                                                + ", and another is configured by now; remove its notifications and its"
                                                + " trigger there")
                                .toString());
            }
        }
    }

    @Override
    public void keep(String label, ObjectNode document) {
        // Saved with the configuration.
    }

    @Override
    public void drop(String label) {
        // Saved with the configuration, when it is let go.
    }
}
