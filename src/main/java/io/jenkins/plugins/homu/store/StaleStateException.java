package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.port.StoreException;

/** The database holds another state than the one a step was decided upon: load it again. The database itself is well. */
public final class StaleStateException extends StoreException {
    private static final long serialVersionUID = 1L;

    StaleStateException(String message) {
        super(message);
    }
}
