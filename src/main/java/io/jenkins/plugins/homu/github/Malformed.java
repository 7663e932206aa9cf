package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.port.GatewayException;
import java.util.Optional;

/** JSON that isn't what GitHub documents. The message names the field, in words of ours only. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        // No stack trace: hostile senders can cause these at will.
        super(message, null, false, false);
    }

    /** @param kind what was asked, as in {@link ApiCall#kind} */
    GatewayException inAnswerTo(String kind) {
        return GatewayException.transientTrouble(
                200, kind + ": the answer is not what GitHub documents: " + getMessage(), Optional.empty(), null);
    }
}
