package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** A comment on a line of the diff, part of a review. */
public record SimReviewComment(
        long id,
        long review,
        int pull,
        SimUser user,
        String body,
        String path,
        String commit,
        String originalCommit,
        Instant createdAt,
        Instant updatedAt) {

    SimReviewComment edited(String text, Instant at) {
        return new SimReviewComment(id, review, pull, user, text, path, commit, originalCommit, createdAt, at);
    }
}
