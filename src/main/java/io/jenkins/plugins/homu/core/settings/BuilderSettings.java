package io.jenkins.plugins.homu.core.settings;

import java.util.Optional;

/**
 * A builder whose word is needed before a merge.
 *
 * @param name unique within the repository; shown to people
 * @param autoContext for real attempts, the context or check name it reports under, or the full name of its job; empty:
 *     not needed for those
 * @param tryContext the same for tries
 * @param pullContext what it reports under on pull requests, when that may spare a test; empty: every merge is tested
 */
public record BuilderSettings(
        String name,
        Kind kind,
        Optional<String> autoContext,
        Optional<String> tryContext,
        Optional<String> pullContext) {
    /** One whose word on a pull request spares no test. */
    public BuilderSettings(String name, Kind kind, Optional<String> autoContext, Optional<String> tryContext) {
        this(name, kind, autoContext, tryContext, Optional.empty());
    }

    /** The same, whose word under that name on the very commit that would be tested spares the test. */
    public BuilderSettings sparing(String context) {
        return new BuilderSettings(name, kind, autoContext, tryContext, Optional.of(context));
    }

    /** How a builder reports. */
    public enum Kind {
        /** Commit status on GitHub. */
        STATUS,
        /** Check run on GitHub, as of GitHub Actions. */
        CHECK,
        /** A job that we start ourselves at the merge commit, and that reports by the builder's name. */
        JOB,
        /** A job that somebody else starts, and that reports by the builder's name. */
        REPORTED,
        /** A builder of a Buildbot, which sees the CI branch move by itself. */
        BUILDBOT,
        /** Travis CI, which sees the CI branch move by itself. */
        TRAVIS,
        /** A build of an image at Quay, which we start. */
        QUAY,
        /** A build of an image at Quay, which a trigger there starts when it sees the CI branch move. */
        QUAY_ON_PUSH;

        /** Whether its reports carry the builder's name, not a context. */
        public boolean reportsByName() {
            return !isOnGitHub();
        }

        /** Whether each of its builds begins with our asking for it. */
        public boolean isStartedByUs() {
            return this == JOB || this == QUAY;
        }

        /** Whether its builds can be looked up and stopped. */
        public boolean hasBuilds() {
            return !isOnGitHub() && this != REPORTED;
        }

        /** Whether its builds can also be asked for once more on the same commit. */
        public boolean isRepeatable() {
            return hasBuilds() && this != QUAY_ON_PUSH;
        }

        /** Whether somebody beside GitHub can be asked what became of its builds. */
        public boolean canBeAskedFor() {
            return !isOnGitHub();
        }

        /** Whether it tells GitHub, which can be asked for it. */
        public boolean isOnGitHub() {
            return this == STATUS || this == CHECK;
        }
    }

    public Optional<String> contextFor(boolean isTry) {
        return isTry ? tryContext : autoContext;
    }
}
