package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pull request as GitHub describes it at one moment. All texts are other people's.
 *
 * @param headRef the head branch's name
 * @param headOwner owner of the head repository; empty when that repository was deleted
 * @param body empty when there is none
 * @param mergedAs the commit on the base, where it was merged
 */
public record PullSnapshot(
        int number,
        String title,
        String body,
        String author,
        CommitSha head,
        String headRef,
        Optional<String> headOwner,
        String baseRef,
        boolean draft,
        Set<String> labels,
        List<String> assignees,
        Mergeability mergeable,
        boolean open,
        boolean merged,
        Optional<CommitSha> mergedAs,
        Instant updatedAt) {
    public PullSnapshot {
        labels = Set.copyOf(labels);
        assignees = List.copyOf(assignees);
    }
}
