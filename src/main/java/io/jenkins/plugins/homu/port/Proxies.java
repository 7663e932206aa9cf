package io.jenkins.plugins.homu.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Through which proxy an address is reached. This machine itself never is behind one.
 *
 * @param plain for {@code http://}
 * @param secure for {@code https://}; without both, what the system properties {@code https.proxyHost} and so on say
 * @param exceptions hosts that are reached without: names in which {@code *} stands for anything, possibly with a port
 */
public record Proxies(Optional<HttpProxy> plain, Optional<HttpProxy> secure, List<String> exceptions) {
    /** As the system properties say. */
    public static final Proxies SYSTEM = new Proxies(Optional.empty(), Optional.empty(), List.of());

    private static final String SYSTEM_PREFIX = "https.proxy";

    public Proxies {
        exceptions = exceptions.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** One for everything but the exceptions. */
    public static Proxies through(HttpProxy proxy, List<String> exceptions) {
        return new Proxies(Optional.of(proxy), Optional.of(proxy), exceptions);
    }

    /** The exceptions as {@code no_proxy} has them: a name stands for its subdomains, too. */
    public static List<String> exceptions(List<String> names) {
        return names.stream()
                .map(name -> name.strip().replaceFirst("^\\.+", ""))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> name.startsWith("*") ? Stream.of(name) : Stream.of(name, "*." + name))
                .toList();
    }

    private boolean isSystem() {
        return plain.isEmpty() && secure.isEmpty();
    }

    /** Empty: directly. */
    public Optional<HttpProxy> to(URI address) {
        if (isDirect(address)) {
            return Optional.empty();
        }
        if (!isSystem()) {
            return "https".equalsIgnoreCase(address.getScheme()) ? secure : plain;
        }
        ProxySelector system = ProxySelector.getDefault();
        return system == null
                ? Optional.empty()
                : system.select(address).stream()
                        .filter(proxy ->
                                proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress)
                        .map(proxy -> (InetSocketAddress) proxy.address())
                        .map(proxy -> new HttpProxy(
                                proxy.getHostString(), proxy.getPort(), property("User"), property("Password")))
                        .findFirst();
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(SYSTEM_PREFIX + name, System.getProperty("http.proxy" + name)));
    }

    private boolean isDirect(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        boolean isHere = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(?:\\.[0-9]{1,3}){3}")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
        return isHere
                || exceptions.stream()
                        .anyMatch(exception ->
                                isLike(exception, host) || isLike(exception, host + ":" + address.getPort()));
    }

    /** Whether a name is one that a pattern stands for; in as many steps as both have letters, multiplied, at most. */
    private static boolean isLike(String pattern, String name) {
        int at = 0;
        int star = -1;
        int retry = 0;
        int seen = 0;
        while (seen < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = seen;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(seen)) {
                at++;
                seen++;
            } else if (star >= 0) {
                at = star + 1;
                seen = ++retry;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(letter -> letter == '*');
    }

    /** For HTTP clients of Java. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                return to(address)
                        .map(proxy -> List.of(new Proxy(
                                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))))
                        .orElseGet(() -> List.of(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxy, IOException why) {
                // Whoever connects is told by the exception itself, and there is no other proxy to go on with.
            }
        };
    }

    /**
     * What a proxy that asks who we are is shown, as {@code Proxy-Authorization}.
     *
     * @param shown what it was shown already and didn't take; null: nothing yet
     * @return empty: there is nothing else
     */
    public Optional<String> authorization(URI address, String shown) {
        return to(address)
                .flatMap(proxy ->
                        proxy.user().map(user -> user + ":" + proxy.password().orElse("")))
                .map(login ->
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.ISO_8859_1)))
                .filter(header -> !header.equals(shown));
    }
}
