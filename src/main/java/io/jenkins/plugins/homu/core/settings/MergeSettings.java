package io.jenkins.plugins.homu.core.settings;

import java.util.Optional;

/**
 * How a repository's pull requests are put onto their base.
 *
 * @param autosquash {@code fixup!} and {@code squash!} commits are folded into those they name
 * @param local commits are made by the git program and pushed, where there is a choice; else by GitHub's API
 * @param mergeMessage template of a merge commit's message; empty: the original's text
 * @param squashMessage template of the message of a commit that pull requests are squashed into; empty: ours
 * @param committer who commits; empty: the bot, at GitHub's address that reaches nobody
 */
public record MergeSettings(
        Method method,
        boolean autosquash,
        boolean local,
        Optional<String> mergeMessage,
        Optional<String> squashMessage,
        Optional<Committer> committer) {
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

        /** By its word in the configuration. */
        public static Optional<Method> of(String word) {
            for (Method method : values()) {
                if (method.word.equals(word)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    /** Name and address of who commits. In settings, one that is empty is the bot's. */
    public record Committer(String name, String email) {}

    /** A merge commit, as the original's default. */
    public static final MergeSettings DEFAULT = new MergeSettings(Method.MERGE, false);

    /** By GitHub's API as far as that goes, and with the usual messages. */
    public MergeSettings(Method method, boolean autosquash) {
        this(method, autosquash, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with commits made by the git program, where there is a choice. */
    public MergeSettings withLocal() {
        return new MergeSettings(method, autosquash, true, mergeMessage, squashMessage, committer);
    }

    /** Whether only the git program can do it. */
    public boolean needsGit() {
        return method == Method.LINEAR || autosquash;
    }

    /** How a pull request is put onto its base that is to be squashed, or is not. */
    public Method methodFor(boolean squash) {
        return squash && maySquash() ? Method.SQUASH : method;
    }

    /** Whether a pull request may be squashed on demand. */
    public boolean maySquash() {
        return method == Method.MERGE || method == Method.LINEAR;
    }

    /** Whether commits are put onto the base one by one, which may conflict where a merge of them all does not. */
    public boolean putsOneByOne(boolean squash) {
        return methodFor(squash) == Method.LINEAR || (autosquash && methodFor(squash) != Method.SQUASH);
    }

    /** Whether GitHub may not see that a pull request was merged, because its commits are others on the base. */
    public boolean rewrites(boolean squash) {
        return autosquash || methodFor(squash) == Method.LINEAR || methodFor(squash) == Method.SQUASH;
    }
}
