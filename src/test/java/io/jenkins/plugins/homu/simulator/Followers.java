package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitRefs;
import io.jenkins.plugins.homu.simulator.json.PushEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What follows from a move of a ref: its events, and what the pull requests with that head or base do. */
final class Followers {

    private static final String BRANCH = "refs/heads/";

    private final SimRepository repository;

    Followers(SimRepository repository) {
        this.repository = repository;
    }

    void refMoved(GitRefs.Move move, SimUser actor) {
        PushEvents.emit(repository, move, actor);
        if (!move.ref().startsWith(BRANCH)) {
            return;
        }
        String branch = move.ref().substring(BRANCH.length());
        for (SimRepository member : repository.network()) {
            List<SimPull> following = member.issues().openWithHead(repository, branch);
            following.forEach(pull -> pull.headMoved(move.after(), actor));
        }
        if (move.before() != null) {
            baseMoved(branch, move, actor);
        }
    }

    private void baseMoved(String branch, GitRefs.Move move, SimUser actor) {
        List<SimPull> onBase = repository.issues().openOn(branch);
        if (onBase.isEmpty()) {
            return;
        }
        if (move.after() == null) {
            onBase.forEach(pull -> pull.close(actor));
            return;
        }
        Set<String> arrived = Set.copyOf(
                repository.git().graph().compare(move.before(), move.after()).onlyRight());
        for (SimPull pull : onBase) {
            if (arrived.contains(pull.headSha())) {
                repository
                        .simulator()
                        .later(
                                repository.simulator().lag().closing().toNanos(),
                                TimeUnit.NANOSECONDS,
                                () -> repository.locked(() -> pull.mergedBy(move.after(), actor)));
            }
        }
    }
}
