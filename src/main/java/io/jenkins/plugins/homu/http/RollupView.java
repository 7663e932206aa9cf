package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.RollupPlan;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the page of a pull request says about rollups.
 *
 * @param parts of the rollup that it is; empty: it is none
 * @param broken why the rollup does not hold any more; null: it does
 * @param suspected whether the parts stand in the order of suspicion, because the rollup failed
 * @param similarUrl where another one of the same parts is asked for
 * @param in the rollups that it is a part of
 */
record RollupView(List<Part> parts, String broken, boolean suspected, String by, String similarUrl, List<Whole> in) {
    /** One part. @param approver who approved it for the rollup */
    record Part(int number, String url, String title, String head, String approver, String mark) {}

    /** A rollup that it is in. */
    record Whole(int number, String url, String note) {}

    static RollupView of(RepositoryState state, int number, RepositorySettings settings, Links links) {
        String label = settings.label();
        List<Whole> in = new TreeMap<>(state.rollups().made())
                .entrySet().stream()
                        .filter(made -> made.getValue().includes(number))
                        .map(made -> new Whole(
                                made.getKey(),
                                links.results(label, made.getKey()),
                                made.getValue().broken().isPresent() ? " (void)" : ""))
                        .toList();
        Optional<Rollup> rollup = state.rollups().rollup(number);
        if (rollup.isEmpty()) {
            return new RollupView(List.of(), null, false, "", "", in);
        }
        boolean failed = state.pull(number).map(PullRequest::verdict).equals(Optional.of(Verdict.FAILURE));
        Map<Integer, AttemptMember> members = rollup.get().parts().stream()
                .collect(Collectors.toMap(AttemptMember::number, part -> part, (one, other) -> one, TreeMap::new));
        List<Integer> suspects = failed ? RollupPlan.suspects(state, number) : List.of();
        Set<Integer> order = new LinkedHashSet<>(suspects);
        order.addAll(members.keySet());
        return new RollupView(
                order.stream()
                        .map(part ->
                                part(state, members.get(part), mark(state, rollup.get(), suspects, part), label, links))
                        .toList(),
                rollup.get().broken().orElse(null),
                !suspects.isEmpty(),
                rollup.get().by(),
                links.rollup(label)
                        + "?prs="
                        + members.keySet().stream().map(String::valueOf).collect(Collectors.joining(",")),
                in);
    }

    /** A part that is closed without being merged breaks the rollup up, so of a rollup that holds it was merged. */
    private static String mark(RepositoryState state, Rollup rollup, List<Integer> suspects, int number) {
        if (state.pull(number).isEmpty()) {
            return rollup.broken().isEmpty() ? "Merged by itself" : "Not open any more";
        }
        return suspects.contains(number) ? "Suspect " + (suspects.indexOf(number) + 1) : "";
    }

    private static Part part(RepositoryState state, AttemptMember member, String mark, String label, Links links) {
        return new Part(
                member.number(),
                links.results(label, member.number()),
                state.pull(member.number()).map(PullRequest::title).orElse(""),
                member.head().abbreviated(),
                member.approver(),
                mark.isEmpty() ? null : mark);
    }

    public boolean isRollup() {
        return !parts.isEmpty() || broken != null;
    }

    public boolean isPart() {
        return !in.isEmpty();
    }
}
