package io.jenkins.plugins.homu.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer carries, whoever made it. */
public final class SecurityHeaders {
    /** No script, style or picture but our own files; nobody may frame a page or make its forms post elsewhere. */
    public static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private SecurityHeaders() {}

    /** The answer with the headers that it lacks; those it has stay. For answers a shell makes itself, too. */
    public static HttpResponse on(HttpResponse response) {
        if (response.page().isPresent()) {
            // Whoever puts its layout around it says what may be in the whole.
            return response;
        }
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.putIfAbsent("Content-Security-Policy", POLICY);
        headers.putIfAbsent("X-Content-Type-Options", "nosniff");
        // With no-referrer, browsers would hide from us where our own forms come from.
        headers.putIfAbsent("Referrer-Policy", "same-origin");
        headers.putIfAbsent("Cross-Origin-Opener-Policy", "same-origin");
        headers.putIfAbsent("Cache-Control", "no-store");
        return new HttpResponse(response.status(), headers, response.body(), response.stream(), response.page());
    }
}
