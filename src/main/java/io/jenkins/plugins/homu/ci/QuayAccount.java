package io.jenkins.plugins.homu.ci;

import java.net.URI;
import java.util.Optional;

/**
 * Quay, or a server like it, and how to ask it.
 *
 * @param url of its pages, without a slash at the end; its API is beneath
 * @param token of an OAuth application; empty: it is not asked. Never printed
 */
public record QuayAccount(URI url, Optional<String> token) {
    /** Quay's own. */
    public static final URI DEFAULT_URL = URI.create("https://quay.io");

    @Override
    public String toString() {
        return url.toString();
    }
}
