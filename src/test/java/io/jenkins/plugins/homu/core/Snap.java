package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pull request as GitHub describes it, under change. */
final class Snap {
    private PullSnapshot now;

    Snap(PullSnapshot snapshot) {
        now = snapshot;
    }

    static Snap fresh(int number, Instant at) {
        return new Snap(new PullSnapshot(
                number,
                "Mend the flange",
                "It was bent.",
                "dave",
                Scenario.head(number, 1),
                "fix-" + number,
                Optional.of("dave"),
                "main",
                false,
                Set.of(),
                List.of(),
                Mergeability.UNKNOWN,
                true,
                false,
                Optional.empty(),
                at));
    }

    PullSnapshot build() {
        return now;
    }

    private Snap text(String title, String body) {
        now = new PullSnapshot(
                now.number(),
                title,
                body,
                now.author(),
                now.head(),
                now.headRef(),
                now.headOwner(),
                now.baseRef(),
                now.draft(),
                now.labels(),
                now.assignees(),
                now.mergeable(),
                now.open(),
                now.merged(),
                now.mergedAs(),
                now.updatedAt());
        return this;
    }

    private Snap code(CommitSha head, String headRef, Optional<String> owner, String base, Mergeability mergeable) {
        now = new PullSnapshot(
                now.number(),
                now.title(),
                now.body(),
                now.author(),
                head,
                headRef,
                owner,
                base,
                now.draft(),
                now.labels(),
                now.assignees(),
                mergeable,
                now.open(),
                now.merged(),
                now.mergedAs(),
                now.updatedAt());
        return this;
    }

    private Snap standing(boolean draft, Set<String> labels, boolean open, Optional<CommitSha> mergedAs, Instant at) {
        now = new PullSnapshot(
                now.number(),
                now.title(),
                now.body(),
                now.author(),
                now.head(),
                now.headRef(),
                now.headOwner(),
                now.baseRef(),
                draft,
                labels,
                now.assignees(),
                now.mergeable(),
                open,
                mergedAs.isPresent(),
                mergedAs,
                at);
        return this;
    }

    Snap title(String title) {
        return text(title, now.body());
    }

    Snap body(String body) {
        return text(now.title(), body);
    }

    Snap head(CommitSha head) {
        return code(head, now.headRef(), now.headOwner(), now.baseRef(), Mergeability.UNKNOWN);
    }

    Snap headBranch(Optional<String> owner, String branch) {
        return code(now.head(), branch, owner, now.baseRef(), now.mergeable());
    }

    Snap base(String base) {
        return code(now.head(), now.headRef(), now.headOwner(), base, Mergeability.UNKNOWN);
    }

    Snap mergeable(Mergeability mergeable) {
        return code(now.head(), now.headRef(), now.headOwner(), now.baseRef(), mergeable);
    }

    Snap draft(boolean draft) {
        return standing(draft, now.labels(), now.open(), now.mergedAs(), now.updatedAt());
    }

    Snap labels(String... labels) {
        return standing(now.draft(), Set.of(labels), now.open(), now.mergedAs(), now.updatedAt());
    }

    Snap closed(Optional<CommitSha> mergedAs) {
        return standing(now.draft(), now.labels(), false, mergedAs, now.updatedAt());
    }

    Snap reopened() {
        return standing(now.draft(), now.labels(), true, Optional.empty(), now.updatedAt());
    }

    Snap updatedAt(Instant at) {
        return standing(now.draft(), now.labels(), now.open(), now.mergedAs(), at);
    }
}
