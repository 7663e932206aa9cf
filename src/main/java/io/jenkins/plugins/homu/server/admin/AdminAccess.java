package io.jenkins.plugins.homu.server.admin;

import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.server.configuration.Secret;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Login;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who is let in. Compares in constant time, and stops listening for a while to an address from which too many wrong
 * secrets came.
 */
final class AdminAccess {
    /** So many wrong secrets an address may try within that time. */
    static final int MOST_FAILURES = 10;

    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 1000;
    private static final String BASIC = "basic ";

    private record Failures(Instant since, int count) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    AdminAccess(Clock clock) {
        this.clock = clock;
    }

    /** By the header {@code Authorization: USER SECRET}, or Basic with the same pair. @return the refusal, if there is one */
    Optional<HttpResponse> refusal(HttpRequest request, Login login) {
        Optional<HttpResponse> locked = locked(request.remoteAddress());
        if (locked.isPresent()) {
            return locked;
        }
        Optional<String> header = request.header("Authorization");
        if (header.isEmpty()) {
            return Optional.of(unauthorized("Authorization required"));
        }
        boolean plain =
                same(header.get(), login.username() + ' ' + login.secret().reveal());
        boolean basic = same(
                basic(header.get()), login.username() + ':' + login.secret().reveal());
        return judge(request, plain || basic, "Authorization failed");
    }

    /** By a secret in the body. @return the refusal, if there is one */
    Optional<HttpResponse> refusal(HttpRequest request, String given, Secret secret) {
        Optional<HttpResponse> locked = locked(request.remoteAddress());
        return locked.isPresent() ? locked : judge(request, same(given, secret.reveal()), "Authentication failure");
    }

    private Optional<HttpResponse> judge(HttpRequest request, boolean fits, String words) {
        if (fits) {
            forgive(request.remoteAddress());
            return Optional.empty();
        }
        count(request.remoteAddress());
        return Optional.of(unauthorized(words));
    }

    private static HttpResponse unauthorized(String words) {
        return HttpResponse.of(401, HttpResponse.TEXT, words).with("WWW-Authenticate", "Basic realm=\"homu\"");
    }

    /** The user and secret of Basic authentication; empty when it is something else. */
    private static String basic(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return "";
        }
        try {
            return new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Over digests, so that not even the length can be measured. */
    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(digest(given), digest(wanted));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private synchronized Optional<HttpResponse> locked(String address) {
        Failures known = failures.get(address);
        if (known == null || known.count < MOST_FAILURES) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.now(), known.since.plus(WINDOW));
        if (left.isNegative() || left.isZero()) {
            failures.remove(address);
            return Optional.empty();
        }
        long seconds = left.toSeconds() + 1;
        return Optional.of(HttpResponse.of(
                        429, HttpResponse.TEXT, "Too many wrong secrets from this address. Wait " + seconds + " s.")
                .with("Retry-After", Long.toString(seconds)));
    }

    private synchronized void count(String address) {
        Instant now = clock.now();
        Failures known = failures.remove(address);
        boolean begins = known == null || !now.isBefore(known.since.plus(WINDOW));
        failures.put(address, begins ? new Failures(now, 1) : new Failures(known.since, known.count + 1));
        Iterator<String> oldest = failures.keySet().iterator();
        while (failures.size() > MOST_ADDRESSES) {
            oldest.next();
            oldest.remove();
        }
    }

    private synchronized void forgive(String address) {
        failures.remove(address);
    }
}
