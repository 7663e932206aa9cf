package io.jenkins.plugins.homu.core.settings;

import java.util.Optional;

/**
 * A builder whose word is needed before a merge.
 *
 * @param name unique within the repository; shown to people
 * @param autoContext the context or check name it reports real attempts under; empty: not needed for those
 * @param tryContext the same for tries
 */
public record BuilderSettings(String name, Kind kind, Optional<String> autoContext, Optional<String> tryContext) {
    /** How a builder reports. */
    public enum Kind {
        /** Commit status on GitHub. */
        STATUS,
        /** Check run on GitHub, as of GitHub Actions. */
        CHECK
    }

    public Optional<String> contextFor(boolean isTry) {
        return isTry ? tryContext : autoContext;
    }
}
