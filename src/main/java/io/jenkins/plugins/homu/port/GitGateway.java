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

    /**
     * For a repository whose tests run in a fork of it: what is made is pushed there, and comes to the repository itself when
     * it was tested.
     *
     * @param fork needs to have nothing of the repository; what is missing there is pushed as well
     */
    default TestsOnFork onFork(RepositoryId fork) {
        return TestsOnFork.NONE;
    }

    /** The bot's branches in another repository than the one that pull requests are merged in. */
    interface TestsOnFork {
        /**
         * As {@link GitGateway#make}, but pushed to the CI branch of the fork. With the method {@code fast-forward} the
         * commit is the last of the heads, which must descend from one another.
         */
        Outcome make(RepositoryId repository, PrepareMerge effect, CommitSha base, Optional<CommitSha> time)
                throws GatewayException;

        /** What came of bringing a commit to the repository itself. */
        sealed interface Delivery {
            /** It can be put on a branch there now. */
            record There() implements Delivery {}

            /** Neither the cache nor the fork has it. */
            record Missing() implements Delivery {}

            /** The repository does not take it. */
            record Refused(String detail) implements Delivery {}
        }

        /**
         * Brings a tested commit to the repository itself, where no branch moves by that: it stands on a ref beside the
         * branches, which no CI builds.
         *
         * @param base the commit it was made on, which is there
         */
        Delivery deliver(RepositoryId repository, String baseRef, CommitSha base, CommitSha tested)
                throws GatewayException;

        /**
         * After the base was moved: removes that ref, and moves the fork's own branch of the base as well, without force.
         *
         * @return why one of the two was refused
         */
        Optional<String> settle(RepositoryId repository, String baseRef, CommitSha tested) throws GatewayException;

        /** Where the git program is not to be used. */
        TestsOnFork NONE = new TestsOnFork() {
            private static final String NEEDS_GIT = "testing on a fork needs the git program, which this server is not"
                    + " configured to use; set local_git = true in [git]";

            @Override
            public Outcome make(
                    RepositoryId repository, PrepareMerge effect, CommitSha base, Optional<CommitSha> time) {
                return new Outcome.Refused(NEEDS_GIT);
            }

            @Override
            public Delivery deliver(RepositoryId repository, String baseRef, CommitSha base, CommitSha tested) {
                return new Delivery.Refused(NEEDS_GIT);
            }

            @Override
            public Optional<String> settle(RepositoryId repository, String baseRef, CommitSha tested) {
                return Optional.of(NEEDS_GIT);
            }
        };
    }

    /** Where the git program is not to be used. */
    GitGateway NONE = (repository, effect, base, time) -> new Outcome.Refused(
            "merging with the method " + effect.plan().method().word()
                    + (effect.plan().autosquash() ? " and autosquash" : "")
                    + " needs the git program, which this server is not configured to use; set local_git = true in [git]");
}
