package io.jenkins.plugins.homu.github;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Takes the JSON out of a webhook that comes as a form. */
final class FormBody {
    private static final byte[] NAME = "payload=".getBytes(StandardCharsets.US_ASCII);

    private FormBody() {}

    /** @throws Malformed when there is no field {@code payload}, or its encoding is wrong */
    static byte[] payload(byte[] form) throws Malformed {
        int start = 0;
        while (start < form.length) {
            int end = start;
            while (end < form.length && form[end] != '&') {
                end++;
            }
            if (startsWithName(form, start, end)) {
                return decode(form, start + NAME.length, end);
            }
            start = end + 1;
        }
        throw new Malformed("the form has no field payload");
    }

    private static boolean startsWithName(byte[] form, int start, int end) {
        if (end - start < NAME.length) {
            return false;
        }
        for (int i = 0; i < NAME.length; i++) {
            if (form[start + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] decode(byte[] form, int start, int end) throws Malformed {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (form[i] == '+') {
                decoded.write(' ');
            } else if (form[i] == '%') {
                int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Malformed("the form's field payload is not encoded as forms are");
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
