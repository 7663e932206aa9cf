package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Finds credentials of Jenkins itself by their id. */
public final class CredentialsLookup {
    /** Reads credentials of a kind that only some plugin knows, such as GitHub Apps. */
    public interface Reader extends ExtensionPoint {
        /** @throws IllegalArgumentException when they are of its kind and can't be used; never with a secret in it */
        Optional<GitHubCredentials> read(StandardCredentials credentials);
    }

    <C extends StandardCredentials> Optional<C> find(Class<C> type, String id) {
        List<C> all = CredentialsProvider.lookupCredentialsInItemGroup(
                type, (ItemGroup<?>) Jenkins.get(), ACL.SYSTEM2, List.of());
        return Optional.ofNullable(CredentialsMatchers.firstOrNull(all, CredentialsMatchers.withId(id)));
    }

    /** A secret text that is not blank. */
    Optional<String> text(String id) {
        return find(StringCredentials.class, id)
                .map(found -> found.getSecret().getPlainText())
                .filter(text -> !text.isBlank());
    }

    /**
     * For a choice in a form. Who may not change the configuration sees the present choice only.
     *
     * @param types kinds of credentials to choose from
     */
    @SafeVarargs
    static ListBoxModel items(String current, Class<? extends StandardCredentials>... types) {
        Jenkins jenkins = Jenkins.get();
        StandardListBoxModel items = new StandardListBoxModel();
        if (!jenkins.hasPermission(Jenkins.ADMINISTER)) {
            return items.includeCurrentValue(current);
        }
        items.includeEmptyValue();
        for (Class<? extends StandardCredentials> type : types) {
            items.includeMatchingAs(ACL.SYSTEM2, (ItemGroup<?>) jenkins, type, List.of(), CredentialsMatchers.always());
        }
        return items.includeCurrentValue(current);
    }

    /** @throws ConfigurationException when they are there and can't be used; the message says why */
    Optional<GitHubCredentials> gitHub(String id) {
        try {
            return find(StandardCredentials.class, id).flatMap(this::read);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "The credentials " + LogLine.quote(id) + " can't be used for GitHub: " + e.getMessage(), e);
        }
    }

    private Optional<GitHubCredentials> read(StandardCredentials credentials) {
        for (Reader reader : ExtensionList.lookup(Reader.class)) {
            Optional<GitHubCredentials> read = reader.read(credentials);
            if (read.isPresent()) {
                return read;
            }
        }
        if (credentials instanceof StringCredentials text) {
            return Optional.of(new GitHubCredentials.Token(text.getSecret().getPlainText()));
        }
        if (credentials instanceof StandardUsernamePasswordCredentials login) {
            return Optional.of(new GitHubCredentials.Token(login.getPassword().getPlainText()));
        }
        return Optional.empty();
    }
}
