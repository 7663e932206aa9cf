package io.jenkins.plugins.homu.core.model;

import java.time.Instant;

/**
 * Somebody's word that one commit may be merged.
 *
 * @param approver the name that the merge commit shows: the reviewer who commented, or the one named by {@code r=}
 * @param givenBy login of the one who wrote the comment
 * @param byDelegate whether they had the right by delegation: it stands then, even if they were no reviewer ever
 * @param head the commit that was approved, and the only one that may be merged by it
 * @param source the comment it was given in, see {@code CommentAdded.key()}
 */
public record Approval(
        String approver, String givenBy, boolean byDelegate, CommitSha head, Instant at, String source) {}
