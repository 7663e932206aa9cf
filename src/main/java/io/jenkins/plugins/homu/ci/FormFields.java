package io.jenkins.plugins.homu.ci;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes single fields out of a form, without reading the rest of it: who sent it is often known only from one of them. */
final class FormFields {
    private final byte[] form;

    FormFields(byte[] form) {
        this.form = form;
    }

    /** The first field of that name, decoded. @throws Malformed when it is not encoded as forms are */
    Optional<byte[]> bytes(String name) throws Malformed {
        byte[] wanted = (name + "=").getBytes(StandardCharsets.US_ASCII);
        int start = 0;
        while (start < form.length) {
            int end = start;
            while (end < form.length && form[end] != '&') {
                end++;
            }
            if (startsWith(wanted, start, end)) {
                return Optional.of(decode(name, start + wanted.length, end));
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    Optional<String> text(String name) throws Malformed {
        return bytes(name).map(found -> new String(found, StandardCharsets.UTF_8));
    }

    private boolean startsWith(byte[] wanted, int start, int end) {
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

    private byte[] decode(String name, int start, int end) throws Malformed {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (form[i] == '+') {
                decoded.write(' ');
            } else if (form[i] == '%') {
                int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Malformed("the form's field " + name + " is not encoded as forms are");
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
