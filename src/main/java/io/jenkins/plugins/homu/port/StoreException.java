package io.jenkins.plugins.homu.port;

/** The store can't read or write. The message says which store, why, and what to do; never a password. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
