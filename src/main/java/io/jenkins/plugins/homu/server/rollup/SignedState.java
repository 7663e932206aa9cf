package io.jenkins.plugins.homu.server.rollup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was wished for when somebody was sent to GitHub to sign in, and comes back with them: signed, so that nobody makes
 * one up; bound to the browser, so that nobody is made to follow another's; and good for a while only.
 */
final class SignedState {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PARTS = "\n";

    private final SecretKeySpec key;

    /** @param secret of the OAuth application: a restart in between does no harm */
    SignedState(String secret) {
        this.key = new SecretKeySpec(
                hmac(
                        new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM),
                        "homu: state of a sign-in".getBytes(StandardCharsets.UTF_8)),
                ALGORITHM);
    }

    /**
     * A wish.
     *
     * @param what {@link #ROLLUP}, {@link #FORK_ROLLUP} or {@link #SYNCHRONISE}
     * @param numbers of pull requests; empty: those that are marked
     */
    record Wish(String what, String label, List<Integer> numbers) {
        static final String ROLLUP = "rollup";
        static final String FORK_ROLLUP = "fork-rollup";
        static final String SYNCHRONISE = "synch";

        Wish {
            numbers = List.copyOf(numbers);
        }
    }

    /** @param session known to the browser and to nobody else */
    String sign(Wish wish, String session, Instant until) {
        List<String> parts = new ArrayList<>(
                List.of(wish.what(), wish.label(), Long.toString(until.getEpochSecond()), fingerprint(session)));
        wish.numbers().forEach(number -> parts.add(number.toString()));
        byte[] text = String.join(PARTS, parts).getBytes(StandardCharsets.UTF_8);
        return base64(text) + "." + base64(hmac(key, text));
    }

    /** The wish, if we signed it, for this session, and not too long ago. */
    Optional<Wish> read(String state, String session, Instant now) {
        int dot = state.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        byte[] text;
        byte[] signature;
        try {
            text = Base64.getUrlDecoder().decode(state.substring(0, dot));
            signature = Base64.getUrlDecoder().decode(state.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!MessageDigest.isEqual(signature, hmac(key, text))) {
            return Optional.empty();
        }
        List<String> parts = List.of(new String(text, StandardCharsets.UTF_8).split(PARTS, -1));
        boolean ours = MessageDigest.isEqual(
                parts.get(3).getBytes(StandardCharsets.UTF_8),
                fingerprint(session).getBytes(StandardCharsets.UTF_8));
        if (!ours || now.getEpochSecond() > Long.parseLong(parts.get(2))) {
            return Optional.empty();
        }
        return Optional.of(new Wish(
                parts.get(0),
                parts.get(1),
                parts.subList(4, parts.size()).stream().map(Integer::valueOf).toList()));
    }

    private static String fingerprint(String session) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
