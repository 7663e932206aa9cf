package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the table {@code [http]}, and where it says nothing the variables of the environment that most programs know. */
final class ProxyReader {
    private final Section section;
    private final Map<String, String> environment;

    private ProxyReader(Section section, Map<String, String> environment) {
        this.section = section;
        this.environment = environment;
    }

    static Proxies read(Section section, Map<String, String> environment) {
        return new ProxyReader(section, environment).read();
    }

    private Proxies read() {
        Optional<HttpProxy> proxy = proxy(section);
        List<String> named = section.texts("no_proxy");
        List<String> exceptions = Proxies.exceptions(
                section.has("no_proxy")
                        ? named
                        : Arrays.asList(variable("no_proxy").split("[,\\s]+")));
        section.finish();
        if (proxy.isPresent()) {
            return Proxies.through(proxy.get(), exceptions);
        }
        if (System.getProperty("https.proxyHost") != null || System.getProperty("http.proxyHost") != null) {
            // Said to this very process, and so meant for it.
            return new Proxies(Optional.empty(), Optional.empty(), exceptions);
        }
        return new Proxies(ofEnvironment("http_proxy"), ofEnvironment("https_proxy"), exceptions);
    }

    /** The proxy that a table names as {@code proxy}. */
    static Optional<HttpProxy> proxy(Section section) {
        Optional<String> text = section.filled("proxy");
        Optional<HttpProxy> proxy = text.flatMap(HttpProxy::of);
        if (text.isPresent() && proxy.isEmpty()) {
            section.error(
                    "proxy", "must be an address such as http://proxy.example:3128, or http://user:password@host:port");
        }
        return proxy;
    }

    private Optional<HttpProxy> ofEnvironment(String name) {
        String text = variable(name).isEmpty() ? variable("all_proxy") : variable(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<HttpProxy> proxy = HttpProxy.of(text.contains("://") ? text : "http://" + text);
        if (proxy.isEmpty()) {
            section.warning(
                    "proxy",
                    "the environment variable " + name
                            + " is no address such as http://proxy.example:3128, and counts for"
                            + " nothing; correct it, or write [http] proxy");
        }
        return proxy;
    }

    private String variable(String name) {
        String small = environment.getOrDefault(name, "").strip();
        // HTTP_PROXY in capitals may be a header of somebody's request, where a web server starts programs.
        return small.isEmpty() && !name.equals("http_proxy")
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
                : small;
    }
}
