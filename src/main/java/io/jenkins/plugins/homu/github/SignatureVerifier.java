package io.jenkins.plugins.homu.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells whether GitHub signed a body with one secret: HMAC with SHA-256 over the bytes as they came. */
final class SignatureVerifier {
    /** The header that holds the signature. The older one, with SHA-1, is not looked at. */
    static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("sha256=[0-9a-fA-F]{64}");

    private final SecretKeySpec key;

    /** @param secret not empty: with an empty one, anybody could sign */
    SignatureVerifier(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("An empty secret verifies nothing");
        }
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The signature in the header's value; empty when it isn't in GitHub's form. */
    static Optional<byte[]> parse(String header) {
        return FORM.matcher(header).matches()
                ? Optional.of(HexFormat.of().parseHex(header, "sha256=".length(), header.length()))
                : Optional.empty();
    }

    boolean fits(byte[] signature, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // Takes the same time wherever the first difference is.
            return MessageDigest.isEqual(mac.doFinal(body), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }
}
