package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.port.CallbackBody;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Single fields of a form that a service sends. */
final class FormFields {
    private final byte[] form;

    FormFields(byte[] form) {
        this.form = form;
    }

    /** The first field of that name, decoded. @throws Malformed when it is not encoded as forms are */
    Optional<byte[]> bytes(String name) throws Malformed {
        try {
            return CallbackBody.field(form, name);
        } catch (CallbackBody.Misencoded e) {
            throw new Malformed(e.getMessage());
        }
    }

    Optional<String> text(String name) throws Malformed {
        return bytes(name).map(found -> new String(found, StandardCharsets.UTF_8));
    }
}
