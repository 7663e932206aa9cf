package io.jenkins.plugins.homu.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Addresses by which pages were reached before: below a path that is gone, or at another host. People are sent to where the
 * page is now; deliveries, which nobody may redirect, are taken as if they had come there. Beside those, the Rust fork's
 * {@code /health}.
 */
public final class OldAddresses implements Handler {
    private final Optional<URI> canonical;
    private final List<String> prefixes;
    private final Supplier<Boolean> healthy;
    private final Handler inner;

    /**
     * @param canonical where people are to read the pages; only its host and port count; empty: wherever they like
     * @param prefixes of paths, without slashes around them
     * @param healthy whether the store takes writes
     */
    public OldAddresses(Optional<URI> canonical, List<String> prefixes, Supplier<Boolean> healthy, Handler inner) {
        this.canonical = canonical;
        this.prefixes = List.copyOf(prefixes);
        this.healthy = healthy;
        this.inner = inner;
    }

    @Override
    public CompletableFuture<HttpResponse> handle(HttpRequest request) {
        String path = request.rawPath();
        if (path.equals("/health") && request.reads()) {
            HttpResponse answer = healthy.get()
                    ? HttpResponse.of(200, HttpResponse.TEXT, "OK")
                    : HttpResponse.error(503, "The store can't take writes. /api/health says more.");
            return CompletableFuture.completedFuture(
                    SecurityHeaders.on(request.method().equals("HEAD") ? answer.withoutBody() : answer));
        }
        String stripped = stripped(path);
        Optional<String> host = otherHost(request, stripped);
        if (!request.reads() || (stripped.equals(path) && host.isEmpty())) {
            return inner.handle(stripped.equals(path) ? request : request.at(stripped));
        }
        String target = host.orElse("") + stripped + (request.rawQuery() == null ? "" : "?" + request.rawQuery());
        return CompletableFuture.completedFuture(SecurityHeaders.on(
                HttpResponse.empty(301).with("Location", target).with("Cache-Control", "no-cache")));
    }

    private String stripped(String path) {
        for (String prefix : prefixes) {
            if (path.equals("/" + prefix)) {
                return "/";
            }
            // What two slashes begin would be the name of a host.
            if (path.startsWith("/" + prefix + "/")) {
                String rest = path.substring(prefix.length() + 1);
                return rest.startsWith("//") || rest.startsWith("/\\") ? path : rest;
            }
        }
        return path;
    }

    /** Scheme and host that the page is to be read at, where the request came to another one. */
    private Optional<String> otherHost(HttpRequest request, String path) {
        boolean isForPeople = path.equals("/")
                || path.startsWith("/queue/")
                || path.startsWith("/results/")
                || path.startsWith("/retry_log/");
        if (canonical.isEmpty() || !isForPeople) {
            return Optional.empty();
        }
        // A proxy says what people asked it for; the scheme they used is not known here.
        Optional<String> asked = request.header("X-Forwarded-Host")
                .map(hosts -> hosts.split(",", 2)[0].strip())
                .filter(first -> !first.isEmpty())
                .or(() -> request.header("Host"));
        URI there = canonical.get();
        String authority = there.getRawAuthority().toLowerCase(Locale.ROOT);
        return asked.map(host -> host.toLowerCase(Locale.ROOT).replaceAll(":(80|443)$", ""))
                .filter(host -> !host.equals(authority.replaceAll(":(80|443)$", "")))
                .map(host -> there.getScheme() + "://" + authority);
    }
}
