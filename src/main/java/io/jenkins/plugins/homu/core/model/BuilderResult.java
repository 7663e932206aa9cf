package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What one builder says of an attempt.
 *
 * @param builder the builder's name in the settings
 * @param url where a person can read more; http or https only
 * @param description the builder's own words, possibly empty; text that others control
 * @param details more of them, over several lines: what failed, the end of the log; possibly empty; text that others control
 * @param restarts how often a build of it was started again, because the one before was lost
 */
public record BuilderResult(
        String builder,
        BuilderState state,
        Optional<String> url,
        String description,
        Instant at,
        String details,
        int restarts) {

    /** A result without details, of a build that was started once. */
    public BuilderResult(String builder, BuilderState state, Optional<String> url, String description, Instant at) {
        this(builder, state, url, description, at, "", 0);
    }

    public static BuilderResult waiting(String builder, Instant now) {
        return new BuilderResult(builder, BuilderState.WAITING, Optional.empty(), "", now);
    }

    /** The same builder once more, after its build was lost. @param why what became of that build */
    public BuilderResult restarted(String why, Instant now) {
        return new BuilderResult(builder, BuilderState.WAITING, url, why, now, "", restarts + 1);
    }
}
