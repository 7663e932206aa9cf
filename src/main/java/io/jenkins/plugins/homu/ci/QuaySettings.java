package io.jenkins.plugins.homu.ci;

import java.util.Optional;

/**
 * A repository at Quay, whose builds are those of one repository of ours.
 *
 * @param trigger UUID of the build trigger that builds are started with; empty: Quay starts them by itself
 * @param username Quay shows it, with the secret, when it tells of a build
 * @param secret never printed
 */
public record QuaySettings(
        QuayAccount account, String namespace, String name, Optional<String> trigger, String username, String secret) {
    /** The name of the one builder that Quay is. */
    public static final String BUILDER = "quay";

    /** As Quay calls it. */
    public String path() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
