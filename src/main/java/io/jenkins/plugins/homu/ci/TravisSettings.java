package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.model.RepositoryId;
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

    /** Address of a build's page: made from its number, so that it is always the same one. */
    String page(RepositoryId repository, long build) {
        String below = "/" + repository + "/builds/" + build;
        if (endpoint.equals(DEFAULT_ENDPOINT)) {
            return "https://app.travis-ci.com/github" + below;
        }
        String root = endpoint.toString().replaceFirst("://api\\.", "://");
        return (root.endsWith("/api") ? root.substring(0, root.length() - "/api".length()) : root) + below;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
