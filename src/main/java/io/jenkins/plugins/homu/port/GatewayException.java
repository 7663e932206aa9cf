package io.jenkins.plugins.homu.port;

import java.time.Duration;
import java.util.Optional;

/** A call to the outside did not succeed. The message names the call and the answer; never a secret. */
public class GatewayException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /**
         * May work later: connection lost, time-out, 5xx, rate limit, credentials that are refused, which concerns all pull
         * requests alike. It may have taken effect all the same.
         */
        TRANSIENT,
        /** Will not work until a person changes something: permissions, a missing repository. It took no effect. */
        PERMANENT
    }

    private final Kind kind;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    private GatewayException(Kind kind, int status, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** @param retryAfter how long the other side told us to wait, counted from now */
    public static GatewayException transientTrouble(
            int status, String message, Optional<Duration> retryAfter, Throwable cause) {
        return new GatewayException(Kind.TRANSIENT, status, message, retryAfter, cause);
    }

    public static GatewayException permanent(int status, String message) {
        return new GatewayException(Kind.PERMANENT, status, message, Optional.empty(), null);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isTransient() {
        return kind == Kind.TRANSIENT;
    }

    /** HTTP status, or 0 when there was no answer. */
    public int status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
