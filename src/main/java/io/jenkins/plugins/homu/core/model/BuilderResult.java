package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What one builder says of an attempt.
 *
 * @param builder the builder's name in the settings
 * @param url where a person can read more; http or https only
 * @param description the builder's own words, possibly empty; text that others control
 */
public record BuilderResult(String builder, BuilderState state, Optional<String> url, String description, Instant at) {
    public static BuilderResult waiting(String builder, Instant now) {
        return new BuilderResult(builder, BuilderState.WAITING, Optional.empty(), "", now);
    }
}
