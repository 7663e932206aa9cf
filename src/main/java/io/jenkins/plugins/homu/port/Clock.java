package io.jenkins.plugins.homu.port;

import java.time.Instant;

/** Where the time comes from. */
@FunctionalInterface
public interface Clock {
    Instant now();
}
