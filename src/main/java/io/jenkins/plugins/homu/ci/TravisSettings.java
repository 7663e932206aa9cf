package io.jenkins.plugins.homu.ci;

import java.net.URI;
import java.util.Optional;

/**
 * Travis CI, as it builds one repository.
 *
 * @param endpoint of its API, without a slash at the end
 * @param token for asking that API; never printed
 * @param legacyAuthorization whether reports are believed that show a digest of the token, as until 2016, and no signature
 */
public record TravisSettings(URI endpoint, Optional<String> token, boolean legacyAuthorization) {
    /** Travis' own. */
    public static final URI DEFAULT_ENDPOINT = URI.create("https://api.travis-ci.com");

    /** The name of the one builder that Travis is. */
    public static final String BUILDER = "travis";

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
