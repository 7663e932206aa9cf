package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The proxy of Jenkins' own configuration. */
final class JenkinsProxies {
    private JenkinsProxies() {}

    /** @throws ConfigurationException when it can't be one */
    static Proxies now() {
        ProxyConfiguration configured = Jenkins.get().getProxy();
        if (configured == null || Texts.filled(configured.getName()).isEmpty()) {
            return Proxies.SYSTEM;
        }
        return proxies(
                configured.getName(),
                configured.getPort(),
                Texts.filled(configured.getUserName()),
                Optional.ofNullable(configured.getSecretPassword()).map(Secret::getPlainText),
                configured.getNoProxyHost());
    }

    /** @param exceptions as Jenkins has them: one a line, or with commas; null: none */
    static Proxies proxies(String host, int port, Optional<String> user, Optional<String> password, String exceptions) {
        try {
            return Proxies.through(
                    new HttpProxy(host.strip(), port, user, password),
                    exceptions == null ? List.of() : List.of(exceptions.split("[\\s,|]+")));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "The proxy in the configuration of Jenkins can't be used: " + e.getMessage()
                            + ". Correct it there.",
                    e);
        }
    }
}
