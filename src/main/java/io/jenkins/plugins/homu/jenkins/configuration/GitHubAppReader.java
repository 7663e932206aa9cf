package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import java.util.Optional;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** GitHub Apps as GitHub Branch Source keeps them. Each repository gets a token of its installation, renewed in time. */
@OptionalExtension(requirePlugins = "github-branch-source")
public class GitHubAppReader implements CredentialsLookup.Reader {
    @Override
    public Optional<GitHubCredentials> read(StandardCredentials credentials) {
        return credentials instanceof GitHubAppCredentials app
                ? Optional.of(GitHubCredentials.App.of(
                        app.getAppID(), app.getPrivateKey().getPlainText()))
                : Optional.empty();
    }
}
