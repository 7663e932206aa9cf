package io.jenkins.plugins.homu.ci;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One Buildbot that builds a repository.
 *
 * @param url of its pages, without a slash at the end
 * @param secret what its reports are to show; empty: all are refused. Never printed
 * @param login for stopping and repeating builds, where it asks who does that
 * @param warningsPass whether a build that ends with warnings has passed
 * @param builders names of those of its builders that our settings name
 */
public record BuildbotSettings(
        URI url, String secret, Optional<ServiceLogin> login, boolean warningsPass, Set<String> builders) {
    public BuildbotSettings {
        builders = Set.copyOf(builders);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
