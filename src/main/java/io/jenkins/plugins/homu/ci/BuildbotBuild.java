package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.util.List;
import java.util.Optional;

/**
 * A build of a Buildbot, of whatever version that is.
 *
 * @param builder the builder's name
 * @param place of its page below the address of the Buildbot; empty: it has none yet
 * @param commits what it builds: several where the code of several repositories goes into it
 * @param sources what it calls the repositories and projects of these, possibly none
 * @param words its own, on one line; text that others control
 */
record BuildbotBuild(
        String builder,
        Optional<String> place,
        List<CommitSha> commits,
        List<String> sources,
        Outcome outcome,
        String words) {
    /** What came of it. */
    enum Outcome {
        RUNNING,
        SUCCESS,
        WARNINGS,
        FAILURE,
        /** Stopped, or nothing was done at all: says nothing of the commit. */
        CANCELLED;

        /** By the number that Buildbot has for it; what we don't know has not passed. */
        static Outcome of(int results) {
            return switch (results) {
                case 0 -> SUCCESS;
                case 1 -> WARNINGS;
                // The worker was lost, and the build begins once more by itself.
                case 5 -> RUNNING;
                case 3, 6 -> CANCELLED;
                default -> FAILURE;
            };
        }

        private BuilderState state(boolean warningsPass) {
            return switch (this) {
                case RUNNING -> BuilderState.RUNNING;
                case SUCCESS -> BuilderState.SUCCESS;
                case WARNINGS -> warningsPass ? BuilderState.SUCCESS : BuilderState.FAILURE;
                case FAILURE -> BuilderState.FAILURE;
                case CANCELLED -> BuilderState.CANCELLED;
            };
        }
    }

    Reported report(BuildbotSettings buildbot, CommitSha commit) {
        return new Reported(
                ReportKind.BUILDER,
                commit,
                builder,
                outcome.state(buildbot.warningsPass()),
                place.map(below -> buildbot.url() + below),
                words);
    }
}
