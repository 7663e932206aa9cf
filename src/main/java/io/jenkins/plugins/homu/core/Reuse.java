package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a failed attempt found out that holds for the next one: when both test the very same merge commit, what passed
 * need not be built again.
 */
final class Reuse {
    private final Turn turn;
    private final List<BuilderResult> passed = new ArrayList<>();
    private final List<BuilderResult> open = new ArrayList<>();

    private Reuse(Turn turn) {
        this.turn = turn;
    }

    /** Of the last attempt at the same, if that had this merge commit. */
    static Reuse of(Turn turn, Attempt next, CommitSha merge) {
        Optional<Attempt> last = next.kind() == Attempt.Kind.AUTO
                ? turn.lastWithMerge(next.leader().number(), false)
                        .filter(attempt -> attempt.merge().equals(Optional.of(merge)))
                : Optional.empty();
        return of(turn, next, last);
    }

    static Reuse of(Turn turn, Attempt next, Optional<Attempt> last) {
        Reuse reuse = new Reuse(turn);
        last.filter(attempt -> next.kind() == Attempt.Kind.AUTO
                        && attempt.kind() == Attempt.Kind.AUTO
                        && attempt.phase() == Attempt.Phase.FAILED
                        && attempt.pulls().equals(next.pulls())
                        && attempt.builders().keySet().equals(next.builders().keySet()))
                .ifPresent(reuse::read);
        return reuse;
    }

    private void read(Attempt last) {
        for (BuilderResult result : last.results()) {
            (result.state() == BuilderState.SUCCESS ? passed : open).add(result);
        }
        if (!open.stream().allMatch(result -> turn.settings
                .builder(result.builder())
                .filter(builder -> builder.kind().isRepeatable())
                .isPresent())) {
            // GitHub's checks, for example, can't be asked for once more, so all must begin anew.
            passed.clear();
        }
    }

    boolean isPossible() {
        return !passed.isEmpty() && !open.isEmpty();
    }

    /** The attempt with the results that still hold; those builders that are to build once more wait, with their last address. */
    Attempt into(Attempt attempt) {
        if (!isPossible()) {
            return attempt;
        }
        Attempt next = attempt;
        for (BuilderResult result : passed) {
            next = next.with(result);
        }
        for (BuilderResult result : open) {
            next = next.with(again(result));
        }
        return next;
    }

    private BuilderResult again(BuilderResult last) {
        Kind kind = turn.settings.builds(last.builder()).orElseThrow().kind();
        if (kind == Kind.JOB) {
            // Word of the earlier build, which may be being stopped right now, must not be taken for this one's.
            return last.restarted("", turn.now);
        }
        return last.state() == BuilderState.RUNNING
                ? last
                : new BuilderResult(last.builder(), BuilderState.WAITING, last.url(), "", turn.now);
    }

    /** To be added to the word that a test begins; empty where all is built. */
    String announcement() {
        return isPossible() ? "\n\n" + Messages.reusing(passed, open) : "";
    }
}
