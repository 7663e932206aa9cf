package io.jenkins.plugins.homu.server.takeover;

/** Nothing can be taken over; the message names the file, says why, and what to do. */
public final class TakeoverException extends Exception {
    private static final long serialVersionUID = 1L;

    public TakeoverException(String message) {
        super(message);
    }

    TakeoverException(String message, Throwable cause) {
        super(message, cause);
    }
}
