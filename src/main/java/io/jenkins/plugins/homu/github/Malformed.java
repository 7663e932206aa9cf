package io.jenkins.plugins.homu.github;

/** JSON that isn't what GitHub documents. The message names the field, in words of ours only. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        // No stack trace: hostile senders can cause these at will.
        super(message, null, false, false);
    }
}
