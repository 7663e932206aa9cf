package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Credentials that are made for a repository that is added over HTTP, and go with it. */
final class OwnCredentials {
    /** What they are for. */
    enum Purpose {
        WEBHOOK("homu-webhook", "Webhook of a repository that was added to Homu"),
        QUAY("homu-quay", "Quay's notifications about a repository that was added to Homu"),
        BUILDBOT("homu-buildbot", "Buildbot's reports about a repository that was added to Homu"),
        BUILDBOT_LOGIN("homu-buildbot-login", "Buildbot's account for a repository that was added to Homu"),
        TRAVIS("homu-travis", "Travis' API, for a repository that was added to Homu");

        private final String prefix;
        private final String description;

        Purpose(String prefix, String description) {
            this.prefix = prefix;
            this.description = description;
        }
    }

    /**
     * Some that are to be made.
     *
     * @param user empty: a secret text
     */
    record Fresh(Purpose purpose, String id, Optional<String> user, String secret) {
        @Override
        public String toString() {
            return id;
        }
    }

    private OwnCredentials() {}

    /** The id that they have, or are to have: one that no other repository uses. */
    static String id(Purpose purpose, RepositoryConfiguration repository, List<RepositoryConfiguration> all) {
        String plain = purpose.prefix + "-" + repository.getOwner() + "-" + repository.getName();
        String id = plain;
        // Of a-b/c and a/b-c, for instance.
        for (int number = 2; isUsedByOthers(id, repository, all); number++) {
            id = plain + "-" + number;
        }
        return id;
    }

    private static boolean isUsedByOthers(
            String id, RepositoryConfiguration repository, List<RepositoryConfiguration> all) {
        return all.stream().filter(other -> !same(other, repository)).anyMatch(other -> used(other)
                .contains(id));
    }

    private static boolean same(RepositoryConfiguration one, RepositoryConfiguration other) {
        return name(one).equals(name(other));
    }

    private static String name(RepositoryConfiguration repository) {
        return (repository.getOwner() + "/" + repository.getName()).toLowerCase(Locale.ROOT);
    }

    private static List<String> used(RepositoryConfiguration repository) {
        List<String> ids = new ArrayList<>();
        ids.add(repository.getWebhookSecretId());
        for (BuilderConfiguration builder : repository.getBuilders()) {
            if (builder instanceof QuayBuilder quay) {
                ids.add(quay.getSecretId());
            } else if (builder instanceof BuildbotBuilder buildbot) {
                ids.add(buildbot.getSecretId());
                ids.add(buildbot.getCredentialsId());
            } else if (builder instanceof TravisBuilder travis) {
                ids.add(travis.getCredentialsId());
            }
        }
        ids.removeIf(id -> id == null);
        return ids;
    }

    /** Makes them, or gives those that are there the new secret. */
    static void put(Fresh fresh) throws Refusal {
        change(fresh.id(), Optional.of(credentials(fresh)));
    }

    private static Credentials credentials(Fresh fresh) throws Refusal {
        String description = fresh.purpose().description;
        if (fresh.user().isEmpty()) {
            return new StringCredentialsImpl(
                    CredentialsScope.GLOBAL, fresh.id(), description, Secret.fromString(fresh.secret()));
        }
        try {
            return new UsernamePasswordCredentialsImpl(
                    CredentialsScope.GLOBAL,
                    fresh.id(),
                    description,
                    fresh.user().get(),
                    fresh.secret());
        } catch (Descriptor.FormException e) {
            throw new Refusal(
                    422,
                    "Jenkins doesn't take the user name and password of the credentials " + fresh.id() + ": "
                            + e.getMessage(),
                    List.of(),
                    e);
        }
    }

    /** Deletes those that were made for a repository that is gone. @param left the repositories that stay */
    static void removeOf(RepositoryConfiguration gone, List<RepositoryConfiguration> left) {
        for (String id : used(gone)) {
            if (isOwn(id, gone) && !isUsedByOthers(id, gone, left)) {
                change(id, Optional.empty());
            }
        }
    }

    private static boolean isOwn(String id, RepositoryConfiguration repository) {
        String name = Pattern.quote("-" + repository.getOwner() + "-" + repository.getName());
        for (Purpose purpose : Purpose.values()) {
            if (Pattern.matches(Pattern.quote(purpose.prefix) + name + "(?:-\\d+)?", id)) {
                return true;
            }
        }
        return false;
    }

    /** @param after empty: those of that id are deleted */
    @SuppressWarnings("try") // the context is there to be closed
    private static void change(String id, Optional<Credentials> after) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Optional<StandardCredentials> before = new CredentialsLookup().find(StandardCredentials.class, id);
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
}
