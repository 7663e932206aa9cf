package io.jenkins.plugins.homu.core.effect;

import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Instant;
import java.util.List;

/**
 * How the commit that is to be tested is made. Everything that goes into it is here or in the effect, so that whoever makes
 * it a second time makes the very same commit.
 *
 * @param autosquash {@code fixup!} and {@code squash!} commits are folded into those they name
 * @param local made by the git program and pushed; else by GitHub's API
 * @param at the time it carries, in whole seconds
 * @param trailers what is added to each message of a pull request's commits where they are put onto the base one by one;
 *     in the order of the pull requests
 */
public record MergePlan(
        Method method, boolean autosquash, boolean local, Instant at, Committer committer, List<String> trailers) {
    /** A merge commit by GitHub's API, which says itself who committed it and when. */
    public static final MergePlan PLAIN =
            new MergePlan(Method.MERGE, false, false, Instant.EPOCH, new Committer("", ""), List.of());

    public MergePlan {
        at = Instant.ofEpochSecond(at.getEpochSecond());
        trailers = List.copyOf(trailers);
    }

    /** Whether GitHub's API for merges makes it. */
    public boolean isPlain() {
        return method == Method.MERGE && !local;
    }
}
