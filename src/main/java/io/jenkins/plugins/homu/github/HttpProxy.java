package io.jenkins.plugins.homu.github;

import java.util.Optional;

/** The HTTP proxy to reach GitHub through. Its password is never printed. */
public record HttpProxy(String host, int port, Optional<String> user, Optional<String> password) {
    public HttpProxy {
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("The proxy needs a host and a port from 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
