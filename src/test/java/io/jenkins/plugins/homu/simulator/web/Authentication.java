package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.simulator.Accounts;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimApp;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Finds out who calls: token, bearer or basic for accounts and installations, a signed JWT for an App. */
final class Authentication {

    private static final long LONGEST_JWT_SECONDS = 600;

    private final GitHubSimulator github;

    Authentication(GitHubSimulator github) {
        this.github = github;
    }

    /** Whom the call is made as; null for nobody and for an App's JWT, 401 for a token that nobody has. */
    Accounts.Token caller(ApiRequest request) {
        String credentials = credentials(request);
        if (credentials == null || isJwt(credentials)) {
            return null;
        }
        return github.accounts().token(credentials).orElseThrow(() -> new Refusal(401, "Bad credentials"));
    }

    /** The same without complaint. */
    Optional<Accounts.Token> peek(ApiRequest request) {
        return token(request.header("Authorization"));
    }

    /** Whom an Authorization header stands for, empty for nobody or a token that nobody has. */
    Optional<Accounts.Token> token(String header) {
        String credentials = credentials(header);
        return credentials == null ? Optional.empty() : github.accounts().token(credentials);
    }

    private static boolean isJwt(String credentials) {
        return credentials.startsWith("eyJ") && credentials.split("\\.", -1).length == 3;
    }

    private static String credentials(ApiRequest request) {
        return credentials(request.header("Authorization"));
    }

    /** What the header carries, null without a header, empty when it can't be read. */
    static String credentials(String header) {
        if (header == null) {
            return null;
        }
        String[] words = header.strip().split(" +", 2);
        String scheme = words[0].toLowerCase(Locale.ROOT);
        if (words.length < 2) {
            return "";
        }
        if (scheme.equals("basic")) {
            try {
                String plain = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
                return plain.substring(plain.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return scheme.equals("token") || scheme.equals("bearer") ? words[1] : "";
    }

    /** The App whose JWT the call carries; 401 in GitHub's words for whatever is wrong with it. */
    SimApp app(ApiRequest request) {
        String credentials = credentials(request);
        if (credentials == null || !isJwt(credentials)) {
            throw new Refusal(401, "A JSON web token could not be decoded");
        }
        String[] parts = credentials.split("\\.", -1);
        try {
            JsonNode header = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
            if (!header.path("alg").asText().equals("RS256")) {
                throw new Refusal(401, "A JSON web token could not be decoded");
            }
            SimApp app = github.accounts()
                    .app(claims.path("iss").asLong())
                    .filter(found -> found.key() != null)
                    .orElseThrow(() -> new Refusal(
                            401, "'Issuer' claim ('iss') must be an Integer, representing the assigned ID of the app"));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(app.key());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new Refusal(401, "A JSON web token could not be decoded");
            }
            checkTimes(claims);
            return app;
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new Refusal(401, "A JSON web token could not be decoded");
        }
    }

    private static void checkTimes(JsonNode claims) {
        long now = Instant.now().getEpochSecond();
        long expires = claims.path("exp").asLong();
        if (claims.path("iat").asLong(Long.MAX_VALUE) > now) {
            throw new Refusal(
                    401,
                    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        }
        if (expires < now) {
            throw new Refusal(
                    401,
                    "'Expiration time' claim ('exp') must be a numeric value representing the future"
                            + " time at which the assertion expires");
        }
        if (expires > now + LONGEST_JWT_SECONDS) {
            throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
        }
    }
}
