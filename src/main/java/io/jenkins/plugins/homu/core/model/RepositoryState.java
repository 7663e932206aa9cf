package io.jenkins.plugins.homu.core.model;

import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that the queue knows of one repository. Owned by its mailbox; everybody else reads.
 *
 * @param pulls the open pull requests by number
 * @param attempts the active attempts, and of each open pull request the last ended one of each kind; by id
 * @param movedTips by base branch: the commit we moved it to last. The next tip that GitHub reports must be it or
 *     descend from it; until then GitHub's answer is stale
 * @param scratchTips by scratch branch: where our last merge left it, so that it need not be reset
 * @param waitingComments comments on pull requests that are not known yet and are being read from GitHub
 * @param early what was heard of merge commits that are being made
 * @param closedPulls GitHub's time at which pull requests were closed lately, by number: what is older than that, and comes
 *     late, must not bring them back
 * @param rights what GitHub said of people's rights lately, by login in lower case
 * @param syncedAt when the last comparison with GitHub began; empty: never
 * @param rollups what is known of rollups
 * @param nextAttempt id of the next attempt
 * @param nextEffect id of the next effect
 * @param revision rises with each change
 */
public record RepositoryState(
        String label,
        NavigableMap<Integer, PullRequest> pulls,
        NavigableMap<Long, Attempt> attempts,
        TreeState tree,
        Map<String, CommitSha> movedTips,
        Map<String, CommitSha> scratchTips,
        List<CommentAdded> waitingComments,
        EarlyNews early,
        Map<Integer, Instant> closedPulls,
        Map<String, GitHubRights> rights,
        Optional<Instant> syncedAt,
        Rollups rollups,
        long nextAttempt,
        long nextEffect,
        long revision) {

    public RepositoryState {
        pulls = Collections.unmodifiableNavigableMap(pulls);
        attempts = Collections.unmodifiableNavigableMap(attempts);
        movedTips = Map.copyOf(movedTips);
        scratchTips = Map.copyOf(scratchTips);
        waitingComments = List.copyOf(waitingComments);
        closedPulls = Map.copyOf(closedPulls);
        rights = Map.copyOf(rights);
    }

    public static RepositoryState empty(String label) {
        return new RepositoryState(
                label,
                new TreeMap<>(),
                new TreeMap<>(),
                TreeState.OPEN,
                Map.of(),
                Map.of(),
                List.of(),
                EarlyNews.NONE,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Rollups.NONE,
                1,
                1,
                0);
    }

    public Optional<PullRequest> pull(int number) {
        return Optional.ofNullable(pulls.get(number));
    }

    public Optional<Attempt> attempt(long id) {
        return Optional.ofNullable(attempts.get(id));
    }

    /** The newest attempt of one kind (real or try) that includes the pull request, active or ended. */
    public Optional<Attempt> lastAttempt(int number, boolean isTry) {
        Attempt last = null;
        for (Attempt attempt : attempts.values()) {
            if ((attempt.kind() == Attempt.Kind.TRY) == isTry && attempt.includes(number)) {
                last = attempt;
            }
        }
        return Optional.ofNullable(last);
    }

    public Optional<Attempt> activeAttempt(int number, boolean isTry) {
        return lastAttempt(number, isTry).filter(Attempt::isActive);
    }
}
