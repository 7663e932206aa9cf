package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.admin.Documents;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import io.jenkins.plugins.homu.runtime.admin.Shelf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/**
 * The repositories of the system configuration: what is added is the same as what is typed in there. The secret of the
 * webhook becomes a credential. Keeps nothing else: who saves the form saves these as well.
 */
final class ConfigurationShelf implements Shelf {
    private static final String CREDENTIAL = "homu-webhook-";
    private static final Set<String> KNOWN =
            Set.of("owner", "name", "label", "reviewers", "try_users", "github", "builder", "status", "checks", "job");

    private final HomuGlobalConfiguration configuration;

    ConfigurationShelf(HomuGlobalConfiguration configuration) {
        this.configuration = configuration;
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
        RepositoryConfiguration repository = repository(label, document);
        String name = repository.getOwner() + "/" + repository.getName();
        for (RepositoryConfiguration other : configuration.getRepositories()) {
            if (name.equalsIgnoreCase(other.getBranches().getFork())) {
                throw new Refusal(
                        422,
                        "The repository " + name + " is where " + other.effectiveLabel()
                                + " is tested, and can't have a queue of its own");
            }
        }
        List<String> warnings = new ArrayList<>();
        document.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                warnings.add(key + ": is not a setting here, and is ignored; set it in the system configuration");
            }
        });
        return warnings;
    }

    private static RepositoryConfiguration repository(String label, ObjectNode document) throws Refusal {
        RepositoryConfiguration repository = new RepositoryConfiguration(
                document.path("owner").asText(), document.path("name").asText());
        repository.setLabel(label);
        repository.setReviewers(texts(document, "reviewers"));
        repository.setTryUsers(texts(document, "try_users"));
        repository.setWebhookSecretId(credential(document));
        List<BuilderConfiguration> builders = new ArrayList<>();
        if (document.has("status")) {
            StatusBuilder status = new StatusBuilder(text(document, "status", "context"));
            status.setTryContext(text(document, "status", "try_context"));
            builders.add(status);
        }
        if (document.has("checks")) {
            CheckBuilder check = new CheckBuilder();
            check.setCheckName(text(document, "checks", "name"));
            check.setTryName(text(document, "checks", "try_name"));
            builders.add(check);
        }
        if (document.has("job")) {
            JenkinsJobBuilder job = new JenkinsJobBuilder(text(document, "job", "job"));
            job.setTryJob(text(document, "job", "try_job"));
            builders.add(job);
        }
        for (String other : List.of("buildbot", "travis", "quay")) {
            if (document.has(other)) {
                throw new Refusal(
                        422,
                        other + ": can't be added so to a Jenkins; use status, checks or job, or the server without"
                                + " Jenkins");
            }
        }
        repository.setBuilders(builders);
        try {
            repository.toSettings("homu", Optional.empty());
        } catch (ConfigurationException e) {
            throw new Refusal(422, e.getMessage(), List.of(), e);
        }
        return repository;
    }

    private static String text(ObjectNode document, String part, String key) {
        return Documents.text(document.path(part), key).orElse(null);
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

    /** The id of a credential that is only ours, so that it may be made and deleted with the repository. */
    private static String credential(ObjectNode document) {
        return CREDENTIAL + document.path("owner").asText() + "-"
                + document.path("name").asText();
    }

    @Override
    public void open(String label, ObjectNode document) throws Refusal {
        RepositoryConfiguration repository = repository(label, document);
        String secret = document.path("github").path("secret").asText();
        changeCredential(repository.getWebhookSecretId(), Optional.of(secret));
        List<RepositoryConfiguration> next = new ArrayList<>(configuration.getRepositories());
        next.removeIf(one -> one.effectiveLabel().equals(label));
        next.add(repository);
        configuration.setRepositories(next);
        QueueAccess.get().refresh();
    }

    @Override
    public void close(String label) {
        Optional<RepositoryConfiguration> gone = configuration.repository(label);
        List<RepositoryConfiguration> next = new ArrayList<>(configuration.getRepositories());
        next.removeIf(one -> one.effectiveLabel().equals(label));
        configuration.setRepositories(next);
        gone.map(RepositoryConfiguration::getWebhookSecretId)
                .filter(id -> id.startsWith(CREDENTIAL))
                .ifPresent(id -> changeCredential(id, Optional.empty()));
        QueueAccess.get().refresh();
    }

    /** @param secret empty: it is deleted */
    @SuppressWarnings("try") // the context is there to be closed
    private static void changeCredential(String id, Optional<String> secret) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Optional<StringCredentials> before = new CredentialsLookup().find(StringCredentials.class, id);
            Optional<StringCredentials> after = secret.map(text -> new StringCredentialsImpl(
                    CredentialsScope.GLOBAL,
                    id,
                    "Webhook of a repository that was added to Homu",
                    Secret.fromString(text)));
            CredentialsStore store = store();
            if (before.isPresent() && after.isPresent()) {
                store.updateCredentials(Domain.global(), before.get(), after.get());
            } else if (before.isPresent()) {
                store.removeCredentials(Domain.global(), before.get());
            } else if (after.isPresent()) {
                store.addCredentials(Domain.global(), after.get());
            }
        } catch (IOException e) {
            throw new StoreException("The credentials " + id + " can't be saved: " + e.getMessage(), e);
        }
    }

    private static CredentialsStore store() {
        for (CredentialsStore store : CredentialsProvider.lookupStores(Jenkins.get())) {
            if (store.getProvider() instanceof SystemCredentialsProvider.ProviderImpl) {
                return store;
            }
        }
        throw new StoreException("Jenkins has no store for credentials of its own; the plugin credentials is broken.");
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
