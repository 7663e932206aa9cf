package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;

/**
 * Builds that can be started, stopped and looked up: jobs of ours, and those of services outside. Calls may block; implementations are safe for use by many threads. What becomes of a build
 * is submitted as {@code ResultsReported} by the implementation, as soon as it knows; {@link #find} is for what got lost.
 */
public interface Builder {
    /**
     * One build of one builder of an attempt.
     *
     * @param attempt has a merge commit
     * @param restart 0 for the first build, 1 for the one after that was lost
     * @param again address of an earlier build on the very same commit, which this one repeats; empty: there was none
     */
    record Build(
            RepositorySettings repository,
            Attempt attempt,
            BuilderSettings builder,
            int restart,
            Optional<String> again) {
        /** Full name of the job, or of the builder at the service that builds. */
        public String job() {
            return builder.contextFor(attempt.kind() == Attempt.Kind.TRY).orElseThrow();
        }
    }

    /** What came of starting a build. */
    sealed interface Started {
        /** It is queued or runs: what there is to say of it. */
        record Going(Reported report) implements Started {}

        /** It can't be started, and couldn't if asked again. @param reason names the job and what to do */
        record Impossible(String reason) implements Started {}
    }

    /**
     * What is to be stopped. The queue may have forgotten the attempt by then, and the configuration the builder.
     *
     * @param merge the attempt's merge commit
     * @param builder its name in the settings
     */
    record Stop(RepositorySettings repository, long attempt, CommitSha merge, String builder) {}

    /**
     * Start a build, or one more on the same commit. If the very same was started before, its state is the answer.
     *
     * @throws GatewayException when it can't be started now
     */
    Started start(Build build) throws GatewayException;

    /** Stop a builder's builds that wait or run. Those that have ended, or were never started, are left alone. */
    void cancel(Stop stop) throws GatewayException;

    /**
     * What is known of a build; LOST when we started it and there is no trace of it. Empty: nothing is known, or it is not
     * ours to ask.
     */
    Optional<Reported> find(Build build) throws GatewayException;

    /** For where there are no jobs to start. */
    Builder NONE = new Builder() {
        @Override
        public Started start(Build build) {
            return new Started.Impossible("There are no jobs here that could be started.");
        }

        @Override
        public void cancel(Stop stop) {
            // Nothing was started.
        }

        @Override
        public Optional<Reported> find(Build build) {
            return Optional.empty();
        }
    };
}
