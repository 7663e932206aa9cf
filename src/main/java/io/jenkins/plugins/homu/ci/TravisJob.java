package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of the jobs that a build of Travis CI consists of.
 *
 * @param mayFail whether it does not count for the build
 * @param stage id of the stage that it belongs to; empty: the build has none
 */
record TravisJob(long id, String state, boolean mayFail, Optional<Long> stage, Optional<Instant> finishedAt) {
    private static final Set<String> NOT_PASSED = Set.of("failed", "errored", "canceled");

    /** With more to ask for than these, one call for all of them takes less of everybody's time. */
    private static final int MOST = 20;

    /** Empty when it isn't a job. */
    static Optional<TravisJob> read(JsonNode job) {
        return Json.number(job, "id")
                .map(id -> new TravisJob(
                        id,
                        Json.text(job, "state").orElse(""),
                        job.path("allow_failure").asBoolean(false),
                        Json.number(job.path("stage"), "id"),
                        Json.text(job, "finished_at").flatMap(TravisBuild::time)));
    }

    private boolean hasFailed() {
        return NOT_PASSED.contains(state) && !mayFail;
    }

    /**
     * What has to be built again of a build that has ended; empty: the whole of it. That is also so with jobs of several
     * stages: Travis carries out what it is asked for in any order, and begins a later stage, a deployment for example, when
     * nothing of the earlier ones waits or runs, even if that has failed.
     */
    static List<TravisJob> failed(List<TravisJob> all) {
        List<TravisJob> failed = all.stream().filter(TravisJob::hasFailed).toList();
        boolean isOneStage = failed.stream().map(TravisJob::stage).distinct().count() == 1;
        return isOneStage && failed.size() < all.size() && failed.size() <= MOST ? failed : List.of();
    }

    /** What is left from before then in a build of which some runs again. */
    static List<TravisJob> left(List<TravisJob> all, Instant begun) {
        return all.stream()
                .filter(job -> job.hasFailed()
                        && job.finishedAt().filter(at -> !at.isBefore(begun)).isEmpty())
                .toList();
    }
}
