package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Request;

/**
 * The keys that Travis signs its reports with, as it publishes them. Each is asked for when it is needed, and once more,
 * but not within a minute, when a signature does not fit: it may have changed.
 */
final class TravisKeys {
    private static final System.Logger LOG = System.getLogger(TravisKeys.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** What is known of one endpoint. */
    private static final class Known {
        private final ReentrantLock asking = new ReentrantLock();
        private volatile PublicKey key;
        private volatile String trouble = "it is being asked for just now";
        private volatile Instant askedAt = Instant.MIN;
    }

    private final ServiceHttp http;
    private final Clock clock;
    private final Map<URI, Known> all = new ConcurrentHashMap<>();

    /** @param http that gives up soon: somebody waits for an answer meanwhile */
    TravisKeys(ServiceHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    void keepOnly(Set<URI> endpoints) {
        all.keySet().retainAll(endpoints);
    }

    /** Why there is no key to check anything with; empty when there is one. */
    Optional<String> trouble(URI endpoint) {
        Known known = known(endpoint);
        return known.key == null ? Optional.of(known.trouble) : Optional.empty();
    }

    /** Whether this is the signature of what was signed. */
    boolean fits(URI endpoint, byte[] signature, byte[] signed) {
        Known known = known(endpoint);
        PublicKey before = known.key;
        if (before != null && fits(before, signature, signed)) {
            return true;
        }
        ask(endpoint, known);
        PublicKey now = known.key;
        return now != null && !now.equals(before) && fits(now, signature, signed);
    }

    private Known known(URI endpoint) {
        return all.computeIfAbsent(endpoint, one -> new Known());
    }

    private static boolean fits(PublicKey key, byte[] signature, byte[] signed) {
        try {
            Signature verifier = Signature.getInstance("SHA1withRSA");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Of another length than the key's, for example.
            return false;
        }
    }

    /** Whoever comes while somebody else asks does not wait for that. */
    private void ask(URI endpoint, Known known) {
        if (!known.asking.tryLock()) {
            return;
        }
        try {
            Instant now = clock.now();
            if (!known.askedAt.equals(Instant.MIN) && now.isBefore(known.askedAt.plus(PAUSE))) {
                return;
            }
            known.askedAt = now;
            known.key = read(endpoint);
        } catch (GatewayException e) {
            known.trouble = e.getMessage();
            LOG.log(
                    Level.WARNING,
                    LogLine.of("travis-key-unknown").with("why", e.getMessage()).toString());
        } finally {
            known.asking.unlock();
        }
    }

    private PublicKey read(URI endpoint) throws GatewayException {
        String what = "Travis' key at " + endpoint + "/config";
        Answer answer = http.send(
                what,
                new Request.Builder()
                        .url(endpoint + "/config")
                        .header("Accept", "application/json")
                        .build());
        if (!answer.isFine()) {
            throw answer.failure("Check the endpoint in our configuration");
        }
        JsonNode webhook =
                answer.json(Set.of()).path("config").path("notifications").path("webhook");
        String pem = Json.text(webhook, "public_key").orElse("");
        try {
            byte[] encoded = Base64.getDecoder()
                    .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw GatewayException.permanent(
                    answer.status(), what + ": there is no RSA key in it. Check the endpoint in our configuration");
        }
    }
}
