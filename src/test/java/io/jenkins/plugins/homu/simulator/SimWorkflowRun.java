package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** A run of a GitHub Actions workflow. @param event what it was begun for, such as {@code push} */
public record SimWorkflowRun(
        long id,
        int number,
        String name,
        String headSha,
        String headBranch,
        String event,
        String status,
        String conclusion,
        int attempt,
        long suite,
        SimUser actor,
        Instant createdAt,
        Instant updatedAt) {

    SimWorkflowRun in(String newStatus, String newConclusion, int newAttempt, Instant at) {
        return new SimWorkflowRun(
                id,
                number,
                name,
                headSha,
                headBranch,
                event,
                newStatus,
                newConclusion,
                newAttempt,
                suite,
                actor,
                createdAt,
                at);
    }
}
