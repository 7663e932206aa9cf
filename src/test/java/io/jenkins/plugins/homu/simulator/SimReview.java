package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/**
 * A submitted review.
 *
 * @param state in capitals, as in REST answers and GraphQL: APPROVED, CHANGES_REQUESTED, COMMENTED or DISMISSED
 */
public record SimReview(
        long id, int pull, SimUser user, String body, String state, String commit, Instant submittedAt) {}
