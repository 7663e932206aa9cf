package io.jenkins.plugins.homu.ci;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a sender shows to prove who it is: a secret in the clear, or a signature over the body. How long a comparison
 * takes says nothing of the secret.
 */
final class Shown {
    /** A header of our own, for senders that can set any. */
    static final String SECRET_HEADER = "X-Homu-Secret";

    private static final String SIGNATURE_HEADER = "X-Hub-Signature-256";
    private static final Pattern SIGNATURE = Pattern.compile("sha256=[0-9a-fA-F]{64}");
    private static final String HMAC = "HmacSHA256";

    private final byte[][] digests;
    private final Optional<byte[]> signature;
    private final byte[] body;

    private Shown(byte[][] digests, Optional<byte[]> signature, byte[] body) {
        this.digests = digests;
        this.signature = signature;
        this.body = body;
    }

    /** @param field the secret, where the body has it in a field */
    static Shown of(Function<String, Optional<String>> header, Optional<String> field, byte[] body) {
        byte[][] digests = Stream.of(
                        field,
                        header.apply(SECRET_HEADER),
                        header.apply("Authorization").flatMap(Shown::password))
                .flatMap(Optional::stream)
                .map(Shown::digest)
                .toArray(byte[][]::new);
        Optional<byte[]> signature = header.apply(SIGNATURE_HEADER)
                .filter(value -> SIGNATURE.matcher(value).matches())
                .map(value -> HexFormat.of().parseHex(value, "sha256=".length(), value.length()));
        return new Shown(digests, signature, body);
    }

    /** The password of {@code Basic}; the user is of no matter. */
    static Optional<String> password(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isNothing() {
        return digests.length == 0 && signature.isEmpty();
    }

    /** @param secret an empty one fits nothing */
    boolean fits(String secret) {
        if (secret.isEmpty()) {
            return false;
        }
        byte[] wanted = digest(secret);
        boolean same = false;
        for (byte[] shown : digests) {
            same |= MessageDigest.isEqual(shown, wanted);
        }
        return same || (signature.isPresent() && MessageDigest.isEqual(signature.get(), hmac(secret)));
    }

    private byte[] hmac(String secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HMAC, e);
        }
    }

    /** Of equal length whatever the text, so that its length can't be measured either. */
    static byte[] digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
