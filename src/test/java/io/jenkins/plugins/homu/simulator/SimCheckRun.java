package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** A check run; what is not known yet is null. */
public record SimCheckRun(
        long id,
        long suite,
        SimApp app,
        String name,
        String headSha,
        String status,
        String conclusion,
        String detailsUrl,
        String externalId,
        Instant startedAt,
        Instant completedAt,
        String title,
        String summary,
        String text) {

    public boolean completed() {
        return status.equals("completed");
    }
}
