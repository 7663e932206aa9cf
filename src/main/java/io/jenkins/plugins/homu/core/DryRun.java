package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.queue.QueueOrder;
import io.jenkins.plugins.homu.core.queue.Startable;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * What the scheduler does of a repository in dry run: it begins no attempt, since none could come to an end, and tells
 * which it would have begun. Pull requests keep their place in the queue; whoever is really merging closes them, which
 * GitHub tells, and the next is first.
 */
final class DryRun {
    private final Turn turn;

    DryRun(Turn turn) {
        this.turn = turn;
    }

    void run() {
        // Derived from what changed, not kept: so each start is told once, also across a restart.
        RepositoryState start = turn.before();
        Map<String, PullRequest> before =
                first(start.pulls().values(), start.tree(), number -> start.activeAttempt(number, false));
        Map<String, PullRequest> now = first(turn.pulls(), turn.tree(), number -> turn.activeAttempt(number, false));
        now.forEach((base, pull) -> {
            PullRequest old = before.get(base);
            if (old == null || old.number() != pull.number() || !old.approval().equals(pull.approval())) {
                wouldTest(pull);
            }
        });
        for (PullRequest pull : List.copyOf(turn.pulls())) {
            if (pull.tryRequest().isPresent() && pull.isSeen()) {
                wouldTry(pull);
            }
        }
    }

    /** The first in line of each base. Those that are being tested are in no line. */
    private Map<String, PullRequest> first(
            Collection<PullRequest> pulls, TreeState tree, IntFunction<Optional<Attempt>> active) {
        Map<String, PullRequest> first = new HashMap<>();
        pulls.stream()
                .filter(pull -> Startable.isWaiting(pull, turn.roles(), tree)
                        && active.apply(pull.number()).isEmpty())
                .sorted(QueueOrder.WAITING)
                .forEach(pull -> first.putIfAbsent(pull.baseRef(), pull));
        return first;
    }

    private void wouldTest(PullRequest pull) {
        Approval approval = pull.approval().orElseThrow();
        turn.tell(
                pull.number(),
                "would test",
                Optional.empty(),
                "Test " + approval.head().abbreviated() + " merged onto " + pull.baseRef() + ", approved by "
                        + approval.approver() + builders(false));
    }

    private void wouldTry(PullRequest pull) {
        turn.tell(
                pull.number(),
                "would try",
                pull.tryRequest().map(request -> request.by()).filter(by -> !by.isEmpty()),
                "Try " + pull.head().abbreviated() + " merged onto " + pull.baseRef() + builders(true));
        turn.edit(pull.number(), edit -> edit.tryRequest(Optional.empty()));
    }

    private String builders(boolean isTry) {
        return turn.settings.buildersFor(isTry).stream()
                .map(BuilderSettings::name)
                .collect(Collectors.joining(", ", ", by ", ""));
    }
}
