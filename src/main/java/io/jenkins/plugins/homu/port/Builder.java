package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Optional;

/**
 * Jobs that we start ourselves. Calls may block; implementations are safe for use by many threads. What becomes of a build
 * is submitted as {@code ResultsReported} by the implementation, as soon as it knows; {@link #find} is for what got lost.
 */
public interface Builder {
    /**
     * One build of one builder of an attempt.
     *
     * @param attempt has a merge commit
     * @param restart 0 for the first build, 1 for the one after that was lost
     */
    record Build(RepositorySettings repository, Attempt attempt, BuilderSettings builder, int restart) {
        /** Full name of the job. */
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
     * Start a build, unless the very same was started before: then its state is the answer.
     *
     * @throws GatewayException when it can't be started now
     */
    Started start(Build build) throws GatewayException;

    /**
     * Stop a builder's builds for an attempt that wait or run. Those that have ended, or were never started, are left
     * alone. The queue may have forgotten the attempt by then.
     *
     * @param label of the repository
     */
    void cancel(String label, long attempt, String builder) throws GatewayException;

    /** What is known of a build that was started; LOST when there is no trace of it. Empty: not ours to ask. */
    Optional<Reported> find(Build build) throws GatewayException;

    /** For where there are no jobs to start. */
    Builder NONE = new Builder() {
        @Override
        public Started start(Build build) {
            return new Started.Impossible("There are no jobs here that could be started.");
        }

        @Override
        public void cancel(String label, long attempt, String builder) {
            // Nothing was started.
        }

        @Override
        public Optional<Reported> find(Build build) {
            return Optional.empty();
        }
    };
}
