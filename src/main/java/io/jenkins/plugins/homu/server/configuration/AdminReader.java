package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Admin;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Login;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads {@code [admin]} and {@code [external]}, which are the Quay fork's. */
final class AdminReader {
    /** The sample's of the fork. */
    private static final String DEFAULT_USERNAME = "admin";
    /** Guessing a shorter one may take less than forever. */
    private static final int SHORT = 16;

    private AdminReader() {}

    /** @param webSecret of {@code [web]}, the original's */
    static Admin read(Section section, Optional<Secret> webSecret) {
        String username = section.filled("username").orElse(DEFAULT_USERNAME);
        Optional<String> secret = section.filled("secret");
        section.finish();
        if (username.chars().anyMatch(c -> c <= ' ' || c == ':' || c >= 127)) {
            section.error("username", "must have visible ASCII characters only, and no colon");
        }
        secret.filter(value -> value.chars().anyMatch(c -> c < ' ' || c >= 127))
                .ifPresent(value -> section.error("secret", "must have ASCII characters only: it goes into a header"));
        if (secret.isEmpty() && section.has("username")) {
            section.warning(
                    "secret", "there is none, so the admin interface is off; make one with: openssl rand -hex 20");
        }
        secret.filter(value -> value.length() < SHORT)
                .ifPresent(value -> section.warning(
                        "secret", "is short enough to be guessed; make one with: openssl rand -hex 20"));
        return new Admin(secret.map(value -> new Login(username, new Secret(value))), webSecret);
    }

    /** Where the fork is reached from outside. */
    static Optional<URI> external(Optional<Section> table) {
        if (table.isEmpty()) {
            return Optional.empty();
        }
        Section section = table.get();
        String scheme = section.filled("scheme").orElse("http");
        Optional<String> host = section.required("hostname", "it is what GitHub and Quay reach us by");
        int port = section.number("port", -1, 1, 65535);
        section.finish();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            section.error("scheme", "must be \"http\" or \"https\"");
            return Optional.empty();
        }
        if (host.isEmpty()) {
            return Optional.empty();
        }
        boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        try {
            URI address = new URI(scheme, null, host.get(), usual ? -1 : port, null, null, null);
            if (address.getHost() != null) {
                return Optional.of(address);
            }
        } catch (URISyntaxException e) {
            section.error("hostname", "can't be the name of a host: " + e.getReason());
            return Optional.empty();
        }
        section.error("hostname", "can't be the name of a host");
        return Optional.empty();
    }
}
