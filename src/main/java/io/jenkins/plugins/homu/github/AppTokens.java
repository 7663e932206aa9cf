package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens of a GitHub App: for itself one that it signs, and for each installation one that GitHub gives out for an
 * hour.
 */
final class AppTokens implements Tokens {
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(5);
    /** GitHub allows ten minutes; its clock and ours may differ. */
    private static final Duration JWT_LIFE = Duration.ofMinutes(9);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private record Installed(Bearer bearer, Instant expiresAt) {}

    /** One installation; its lock makes sure that a token is asked for once. */
    private static final class Installation {
        private final long id;
        private Installed current;

        Installation(long id) {
            this.id = id;
        }
    }

    private final GitHubCredentials.App app;
    private final Clock clock;
    private final ApiHttp http;
    private final Map<RepositoryId, Long> installations = new ConcurrentHashMap<>();
    private final Map<Long, Installation> byId = new ConcurrentHashMap<>();
    private Installed self;

    AppTokens(GitHubCredentials.App app, Clock clock, ApiHttp.Shared shared) {
        this.app = app;
        this.clock = clock;
        this.http = new ApiHttp(shared, new Self());
    }

    @Override
    public Bearer bearerFor(ApiCall call) throws GatewayException {
        if (call.repository().isEmpty()) {
            return jwt();
        }
        RepositoryId repository = call.repository().get();
        Installation installation = installationOf(repository);
        synchronized (installation) {
            Instant renewAt = clock.now().plus(RENEW_BEFORE_EXPIRY);
            if (installation.current == null || !installation.current.expiresAt.isAfter(renewAt)) {
                installation.current = newToken(installation.id, repository);
            }
            return installation.current.bearer;
        }
    }

    @Override
    public boolean refused(ApiCall call, Bearer bearer) {
        if (call.repository().isEmpty()) {
            return false;
        }
        // The App may have been uninstalled and installed again: then its installation has another number.
        Long id = installations.remove(call.repository().get());
        Installation installation = id == null ? null : byId.get(id);
        if (installation != null) {
            synchronized (installation) {
                if (installation.current != null && installation.current.bearer.equals(bearer)) {
                    installation.current = null;
                }
            }
        }
        return true;
    }

    @Override
    public String hint() {
        return "check app_id and app_private_key, and that the App is not suspended";
    }

    private Installation installationOf(RepositoryId repository) throws GatewayException {
        Long id = installations.get(repository);
        if (id == null) {
            ApiResponse response = http.send(ApiCall.account(
                    "GET", "installation", "repos", repository.owner(), repository.name(), "installation"));
            if (response.status() == 404) {
                throw notNow(
                        404,
                        "The GitHub App " + app.id() + " is not installed on " + repository
                                + ", or there is no such repository: install it there");
            }
            id = response.read(json -> Fields.of(json, "the answer").id("id"));
            installations.put(repository, id);
        }
        return byId.computeIfAbsent(id, Installation::new);
    }

    private Installed newToken(long id, RepositoryId repository) throws GatewayException {
        ApiResponse response = http.send(
                ApiCall.account("POST", "access token", "app", "installations", String.valueOf(id), "access_tokens"));
        if (response.status() == 404) {
            installations.remove(repository);
        }
        if (response.status() == 403 || response.status() == 404) {
            throw notNow(
                    response.status(),
                    "The GitHub App " + app.id() + " gets no token for " + repository
                            + ": install it there again, or lift its suspension. " + response.message());
        }
        return response.read(json -> {
            Fields answer = Fields.of(json, "the answer");
            return new Installed(new Bearer("installation " + id, answer.text("token")), answer.time("expires_at"));
        });
    }

    /** As with credentials that are refused, all pull requests wait until somebody has mended it. */
    private static GatewayException notNow(int status, String message) {
        return GatewayException.transientTrouble(status, message, Optional.empty(), null);
    }

    private synchronized Bearer jwt() {
        Instant now = clock.now();
        if (self == null || !self.expiresAt.isAfter(now.plus(CLOCK_SKEW))) {
            Instant expiresAt = now.plus(JWT_LIFE);
            self = new Installed(new Bearer("app", sign(now.minus(CLOCK_SKEW), expiresAt)), expiresAt);
        }
        return self.bearer;
    }

    private String sign(Instant issuedAt, Instant expiresAt) {
        String claims = JsonNodeFactory.instance
                .objectNode()
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("iss", app.id())
                .toString();
        String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(app.key());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java can't sign with app_private_key: " + e.getMessage(), e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Signs the requests by which we get tokens. */
    private final class Self implements Tokens {
        @Override
        public Bearer bearerFor(ApiCall call) {
            return jwt();
        }

        @Override
        public boolean refused(ApiCall call, Bearer bearer) {
            return false;
        }

        @Override
        public String hint() {
            return AppTokens.this.hint();
        }
    }
}
