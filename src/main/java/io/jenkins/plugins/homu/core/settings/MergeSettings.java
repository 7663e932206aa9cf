package io.jenkins.plugins.homu.core.settings;

/**
 * How a repository's pull requests are put onto their base.
 *
 * @param autosquash {@code fixup!} and {@code squash!} commits are folded into those they name
 */
public record MergeSettings(Method method, boolean autosquash) {
    /** What becomes of the commits of a pull request. */
    public enum Method {
        /** They are merged by a merge commit. */
        MERGE("merge"),
        /** They are put onto the base one by one, without a merge commit. */
        LINEAR("linear"),
        /** They become one commit on the base. */
        SQUASH("squash"),
        /** They are taken as they are, if they stand on the base's tip. */
        FAST_FORWARD("fast-forward");

        private final String word;

        Method(String word) {
            this.word = word;
        }

        /** The word in the configuration. */
        public String word() {
            return word;
        }
    }

    /** A merge commit, as the original's default. */
    public static final MergeSettings DEFAULT = new MergeSettings(Method.MERGE, false);
}
