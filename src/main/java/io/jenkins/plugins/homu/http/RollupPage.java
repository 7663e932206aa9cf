package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.queue.RollupPlan;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the page on which a rollup is asked for shows. A form, so that it needs no script.
 *
 * @param action null: nothing can be asked for
 */
record RollupPage(String label, String action, String hint, List<Candidate> candidates, String queueUrl) {
    /**
     * An approved pull request.
     *
     * @param chosen whether it is ticked when the page comes
     * @param obstacle why it can't be chosen; null: it can
     */
    record Candidate(
            int number,
            String title,
            String url,
            String author,
            String base,
            String approver,
            int priority,
            String rollup,
            boolean chosen,
            String obstacle) {}

    /** @param chosen numbers that the address asks for; empty: those that are marked for rollups */
    static RollupPage of(
            RepositorySettings settings,
            RepositoryState state,
            Set<Integer> chosen,
            RollupOffer offer,
            Links links,
            Instant now) {
        List<Candidate> candidates = new ArrayList<>();
        for (PullRequest pull : state.pulls().values()) {
            if (pull.isApproved() && state.rollups().rollup(pull.number()).isEmpty()) {
                candidates.add(candidate(settings, state, pull, chosen, links, now));
            }
        }
        return new RollupPage(
                settings.label(),
                offer.action().map(path -> links.context() + path).orElse(null),
                offer.hint(),
                candidates,
                links.queue(settings.label()));
    }

    private static Candidate candidate(
            RepositorySettings settings,
            RepositoryState state,
            PullRequest pull,
            Set<Integer> chosen,
            Links links,
            Instant now) {
        String obstacle = RollupPlan.reasonAgainst(pull, state, settings, now).orElse(null);
        boolean wanted = chosen.isEmpty() ? pull.rollup() == RollupMode.ALWAYS : chosen.contains(pull.number());
        return new Candidate(
                pull.number(),
                pull.title().isBlank() ? "(no title)" : pull.title(),
                links.results(settings.label(), pull.number()),
                pull.author(),
                pull.baseRef(),
                pull.approval().orElseThrow().approver(),
                pull.priority(),
                pull.rollup().word(),
                wanted && obstacle == null,
                obstacle);
    }

    public boolean hasCandidates() {
        return !candidates.isEmpty();
    }
}
