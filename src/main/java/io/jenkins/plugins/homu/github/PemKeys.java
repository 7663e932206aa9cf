package io.jenkins.plugins.homu.github;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads RSA private keys in PEM. Java reads PKCS#8 only; GitHub hands out PKCS#1, which is the inner part of PKCS#8. */
final class PemKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** Version 0 and the algorithm identifier of RSA (1.2.840.113549.1.1.1, NULL), in DER. */
    private static final byte[] PKCS8_HEADER = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PemKeys() {}

    /** @throws IllegalArgumentException when it is no RSA private key; the message holds nothing of the key */
    static RSAPrivateCrtKey read(String pem) {
        // A key that came through an environment variable often has \n in place of line ends.
        Matcher matcher = BLOCK.matcher(pem.replace("\\n", "\n"));
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "app_private_key is not an unencrypted private key in PEM: it has to begin"
                            + " with -----BEGIN RSA PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
            byte[] pkcs8 = matcher.group(1).startsWith("RSA") ? wrap(der) : der;
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            // The cause is left out: some providers put parts of the input into their messages.
            throw new IllegalArgumentException(
                    "app_private_key is damaged or no RSA key: download a new private key from the App's settings");
        }
    }

    private static byte[] wrap(byte[] pkcs1) {
        return sequence(0x30, concat(PKCS8_HEADER, sequence(0x04, pkcs1)));
    }

    private static byte[] sequence(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
