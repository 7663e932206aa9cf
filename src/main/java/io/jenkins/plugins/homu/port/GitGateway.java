package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.util.Optional;

/**
 * What the git program does for the queue that GitHub's API can't: rebase, fold commits into others, and squash as git does.
 * Calls block, for minutes on a large repository; implementations are safe for use by many threads.
 */
public interface GitGateway {
    /** What came of it. */
    sealed interface Outcome {
        /** @param tree name of the commit's tree */
        record Made(CommitSha commit, String tree) implements Outcome {}

        /** @param number the pull request that it is about */
        record Conflict(int number, String detail) implements Outcome {}

        record HeadMissing(int number, String detail) implements Outcome {}

        /** The base has all of it already. */
        record NothingLeft(int number) implements Outcome {}

        /** It can't be done, and couldn't if tried again: the push is refused, a history is too long. */
        record Refused(String detail) implements Outcome {}
    }

    /**
     * Makes the commit as the effect's plan says, on {@code base}, and pushes it to the CI branch by force. The same effect on
     * the same base makes the same commit, whoever makes it, and whenever.
     *
     * @param time a commit whose time is to be used in place of the plan's, if it is known here: that of an earlier attempt,
     *     which is had once more in this way if nothing else has changed
     * @throws GatewayException when nothing came of it, but may another time
     */
    Outcome make(RepositoryId repository, PrepareMerge effect, CommitSha base, Optional<CommitSha> time)
            throws GatewayException;

    /** Where the git program is not to be used. */
    GitGateway NONE = (repository, effect, base, time) -> new Outcome.Refused(
            "merging with the method " + effect.plan().method().word()
                    + (effect.plan().autosquash() ? " and autosquash" : "")
                    + " needs the git program, which this server is not configured to use; set local_git = true in [git]");
}
