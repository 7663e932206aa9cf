package io.jenkins.plugins.homu.port;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The body of a callback, which services send as JSON, or as a form that has JSON in one of its fields. */
public final class CallbackBody {
    private CallbackBody() {}

    /** A form that is not encoded as forms are. The message quotes nothing of it. */
    public static final class Misencoded extends Exception {
        private static final long serialVersionUID = 1L;

        Misencoded(String message) {
            // No stack trace: hostile senders can cause these at will.
            super(message, null, false, false);
        }
    }

    /** True for a form, false for JSON, empty for anything else. */
    public static Optional<Boolean> isForm(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json" -> Optional.of(false);
            case "application/x-www-form-urlencoded" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /**
     * Takes a single field out of a form, decoded, without reading the rest of it: who sent it is often known only from one of
     * them. Of several with that name it is the first.
     *
     * @param name plain ASCII that needs no encoding
     */
    public static Optional<byte[]> field(byte[] form, String name) throws Misencoded {
        byte[] wanted = (name + "=").getBytes(StandardCharsets.US_ASCII);
        int start = 0;
        while (start < form.length) {
            int end = start;
            while (end < form.length && form[end] != '&') {
                end++;
            }
            if (startsWith(form, wanted, start, end)) {
                return Optional.of(decode(form, name, start + wanted.length, end));
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] form, byte[] wanted, int start, int end) {
        if (end - start < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (form[start + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] decode(byte[] form, String name, int start, int end) throws Misencoded {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (form[i] == '+') {
                decoded.write(' ');
            } else if (form[i] == '%') {
                int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Misencoded("the form's field " + name + " is not encoded as forms are");
                }
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(form[i]);
            }
        }
        return decoded.toByteArray();
    }
}
