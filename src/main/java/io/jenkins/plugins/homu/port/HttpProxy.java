package io.jenkins.plugins.homu.port;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A proxy to reach others through by HTTP. Its password is never printed. */
public record HttpProxy(String host, int port, Optional<String> user, Optional<String> password) {
    public HttpProxy {
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("The proxy needs a host and a port from 1 to 65535");
        }
    }

    /** Reads {@code http://user:password@host:port}. Empty when it is none; why isn't told, as the text may hold a password. */
    public static Optional<HttpProxy> of(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getPort() <= 0 || !"http".equalsIgnoreCase(uri.getScheme())) {
                return Optional.empty();
            }
            List<String> user = uri.getUserInfo() == null
                    ? List.of()
                    : List.of(uri.getUserInfo().split(":", 2));
            return Optional.of(new HttpProxy(
                    uri.getHost(),
                    uri.getPort(),
                    user.stream().findFirst(),
                    user.stream().skip(1).findFirst()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What {@link #of} reads; with the password. */
    public String url() {
        String login = user.map(name -> encoded(name)
                        + password.map(text -> ":" + encoded(text)).orElse("") + "@")
                .orElse("");
        return "http://" + login + host + ":" + port;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
