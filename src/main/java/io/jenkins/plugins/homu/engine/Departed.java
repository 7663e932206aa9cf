package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.core.event.Event.Synchronised;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pull requests that were found to have left a repository lately, without word of when: missing from a comparison, or
 * not there when asked for. What was read of them before, or while GitHub lagged, is old news: taken at its word, it
 * would bring them back without what the queue knew of them, and their comments would be obeyed again.
 *
 * <p>Where GitHub did say when one was closed, {@link RepositoryState#closedPulls} has it, and the rules tell a late
 * report from a reopening by GitHub's own times; nothing of that is left to guess here. Of the others only our clock
 * knows when, and the two clocks must not be compared: hence this second memory.
 *
 * <p>Of a mailbox's owner only. In memory only: what is read after a restart is read anew.
 */
final class Departed {
    /** GitHub shows a closed pull request as open for some seconds. */
    private static final Duration LAG = Duration.ofSeconds(60);

    /** No reading takes longer. */
    private static final Duration LONGEST_READING = Duration.ofHours(1);

    private final Map<Integer, Instant> at = new HashMap<>();

    /** @param now when the step from one state to the other was decided */
    void note(RepositoryState before, RepositoryState after, Instant now) {
        at.values().removeIf(when -> when.plus(LONGEST_READING).isBefore(now));
        // A comparison that takes away and adds as many has just seen that they are gone: no need to look closer.
        if (before.pulls().size() > after.pulls().size()) {
            for (int number : before.pulls().keySet()) {
                if (!after.pulls().containsKey(number)
                        && !isTimeKnown(before.pulls().get(number), after)) {
                    at.put(number, now);
                }
            }
        }
    }

    /** An earlier life of it may have ended at a known time as well. */
    private static boolean isTimeKnown(PullRequest pull, RepositoryState after) {
        Instant closed = after.closedPulls().get(pull.number());
        return closed != null && !closed.isBefore(pull.updatedAt());
    }

    /** The event without what is old news. */
    Event withoutOldNews(Event event, RepositoryState state, Instant now) {
        if (at.isEmpty()) {
            return event;
        }
        if (event instanceof Synchronised read) {
            List<PullSnapshot> pulls = read.pulls().stream()
                    .filter(pull -> !isOld(pull.number(), read.startedAt(), state))
                    .toList();
            if (pulls.size() == read.pulls().size()) {
                return event;
            }
            List<CommentAdded> comments = read.comments().stream()
                    .filter(comment -> !isOld(comment.number(), read.startedAt(), state))
                    .toList();
            return new Synchronised(pulls, comments, read.startedAt());
        }
        if (event instanceof PullRead read
                && read.pull().filter(PullSnapshot::open).isPresent()
                && isOld(read.number(), now, state)) {
            return new PullRead(read.number(), Optional.empty());
        }
        return event;
    }

    private boolean isOld(int number, Instant readAt, RepositoryState state) {
        Instant left = at.get(number);
        return left != null && !state.pulls().containsKey(number) && readAt.isBefore(left.plus(LAG));
    }
}
