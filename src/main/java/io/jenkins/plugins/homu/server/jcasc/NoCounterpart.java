package io.jenkins.plugins.homu.server.jcasc;

import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.net.URI;
import java.util.Optional;

/** Says what of a configuration of the server Jenkins has nothing for, and what it does in its place. */
final class NoCounterpart {
    private NoCounterpart() {}

    static void describe(ServerConfiguration configuration, YamlWriter head) {
        GitHubSettings api = configuration.github().api();
        GitHubSettings usual = GitHubSettings.of(api.apiUrl(), Optional.empty(), api.credentials());
        URI pages = GitHubSettings.pagesBeside(api.apiUrl());
        if (!api.graphqlUrl().equals(usual.graphqlUrl())) {
            head.comment("  [github] graphql_url = " + api.graphqlUrl() + " has no counterpart: " + usual.graphqlUrl()
                    + " is used.");
        }
        if (!configuration.github().htmlUrl().equals(pages)) {
            head.comment("  [github] html_url = " + configuration.github().htmlUrl() + " has no counterpart: " + pages
                    + " is used.");
        }
        if (api.proxies().to(api.apiUrl()).isPresent()) {
            head.comment("  The proxy is that of Jenkins: set it in its own configuration.");
        }
        configuration.git().ifPresent(git -> git(git, pages, head));
    }

    /** The address of a remote may hold a password, so it is not repeated. */
    private static void git(GitSettings git, URI pages, YamlWriter head) {
        GitSettings usual = GitSettings.of(git.directory(), pages);
        if (!git.remoteUrl().equals(usual.remoteUrl()) || git.sshKey().isPresent()) {
            head.comment("  [git] remote_url and ssh_key have no counterpart: " + usual.remoteUrl()
                    + " is used, with the bot's own token.");
        }
        head.comment("  [git] cache_dir: the caches are in JENKINS_HOME/homu/git.");
    }
}
