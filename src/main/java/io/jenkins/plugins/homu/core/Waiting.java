package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Comments that can't be obeyed yet: their pull request is being read from GitHub, or the rights of who wrote them are, or
 * an earlier comment on the same pull request waits. They are taken up in the order in which they came.
 */
final class Waiting {
    /** So many are kept. */
    private static final int MOST = 1000;

    private final Turn turn;

    Waiting(Turn turn) {
        this.turn = turn;
    }

    /** Until the pull request is known. Too many: the next comparison with GitHub finds it again. */
    void untilRead(CommentAdded comment) {
        boolean asked = isAnyOn(comment.number());
        if (add(comment) && !asked) {
            turn.effect(id -> new Effect.ReadPull(id, comment.number()));
        }
    }

    /** Until it is known what its author may do, and the earlier ones are obeyed. @return false: too many wait */
    boolean untilItsTurn(CommentAdded comment) {
        return isKnown(comment) || add(comment);
    }

    boolean isAnyOn(int number) {
        return turn.waitingComments().stream().anyMatch(other -> other.number() == number);
    }

    private boolean isKnown(CommentAdded comment) {
        return turn.waitingComments().stream().anyMatch(other -> other.key().equals(comment.key()));
    }

    private boolean add(CommentAdded comment) {
        if (isKnown(comment) || turn.waitingComments().size() >= MOST) {
            return false;
        }
        List<CommentAdded> next = new ArrayList<>(turn.waitingComments());
        next.add(comment);
        turn.waitingComments(next);
        return true;
    }

    /** Takes those on a pull request out, to be obeyed or to wait anew. */
    List<CommentAdded> take(int number) {
        return take(comment -> comment.number() == number);
    }

    /** Takes those on all pull requests that are known. */
    List<CommentAdded> takeReadable() {
        return take(comment -> turn.pull(comment.number()).isPresent());
    }

    private List<CommentAdded> take(Predicate<CommentAdded> which) {
        List<CommentAdded> taken = turn.waitingComments().stream().filter(which).toList();
        if (!taken.isEmpty()) {
            turn.waitingComments(
                    turn.waitingComments().stream().filter(which.negate()).toList());
        }
        return taken;
    }

    /** Head or base changed while they waited: what was written in view of the earlier ones must not approve the new. */
    void headMoved(int number) {
        turn.waitingComments(turn.waitingComments().stream()
                .map(comment -> comment.number() == number ? comment.onAnUncertainHead() : comment)
                .toList());
    }
}
