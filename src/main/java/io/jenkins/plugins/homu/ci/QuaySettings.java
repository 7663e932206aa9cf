package io.jenkins.plugins.homu.ci;

import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Whether Quay takes that as the name of a user, an organization or a repository. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether that can be the UUID of a trigger. */
    public static boolean isTrigger(String text) {
        return UUID.matcher(text).matches();
    }

    /** As Quay calls it. */
    public String path() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
