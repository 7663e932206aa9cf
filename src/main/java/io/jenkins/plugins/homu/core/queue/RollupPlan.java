package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.policy.StartGate;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which pull requests go into a rollup, and in which order: by their numbers, as in the original.
 *
 * @param refusal why there is none to be made, in words for people; empty: there is
 * @param baseRef the base of the first
 */
public record RollupPlan(Optional<String> refusal, String baseRef, List<RollupPart> parts, List<LeftOut> leftOut) {
    /** Fewer are merged sooner without a rollup. */
    private static final int FEWEST = 2;

    /** GitHub lists so many commits of a pull request at most, and nobody reviews more. */
    public static final int MOST = 100;

    public RollupPlan {
        parts = List.copyOf(parts);
        leftOut = List.copyOf(leftOut);
    }

    /** @param numbers those that were chosen; empty: all that are marked with {@code rollup=always} */
    public static RollupPlan of(
            RepositoryState state, RepositorySettings settings, Collection<Integer> numbers, Instant now) {
        List<PullRequest> fit = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int number : new TreeSet<>(numbers.isEmpty() ? marked(state) : numbers)) {
            Optional<PullRequest> pull = state.pull(number);
            Optional<String> reason = pull.isEmpty()
                    ? Optional.of("it is not open")
                    : reasonAgainst(pull.get(), state, settings, now)
                            .or(() -> fit.isEmpty()
                                            || pull.get()
                                                    .baseRef()
                                                    .equals(fit.get(0).baseRef())
                                    ? Optional.empty()
                                    : Optional.of("its base is another one"))
                            .or(() -> fit.size() < MOST ? Optional.empty() : Optional.of("the rollup is full"));
            if (reason.isPresent()) {
                leftOut.add(new LeftOut(number, reason.get()));
            } else {
                fit.add(pull.orElseThrow());
            }
        }
        if (fit.size() < FEWEST) {
            return new RollupPlan(Optional.of(refusal(fit.size(), leftOut)), "", List.of(), leftOut);
        }
        return new RollupPlan(
                Optional.empty(),
                fit.get(0).baseRef(),
                fit.stream().map(RollupPlan::part).toList(),
                leftOut);
    }

    private static String refusal(int fit, List<LeftOut> leftOut) {
        String found = fit == 0 ? "none" : "only one";
        String why = leftOut.isEmpty()
                ? "."
                : ": "
                        + String.join(
                                ", ",
                                leftOut.stream()
                                        .limit(20)
                                        .map(RollupPlan::words)
                                        .toList()) + ".";
        return "A rollup takes at least two approved pull requests on one base, and " + found + " can go into one" + why
                + (leftOut.isEmpty() ? " Choose some, or mark them with the command rollup." : "");
    }

    private static String words(LeftOut one) {
        return "#" + one.number() + " (" + one.reason() + ")";
    }

    private static List<Integer> marked(RepositoryState state) {
        return state.pulls().values().stream()
                .filter(pull -> pull.rollup() == RollupMode.ALWAYS && pull.isApproved())
                .map(PullRequest::number)
                .toList();
    }

    /** Why a pull request can't go into a rollup, as an English clause; empty: it can. */
    public static Optional<String> reasonAgainst(
            PullRequest pull, RepositoryState state, RepositorySettings settings, Instant now) {
        Optional<Approval> approval = pull.approval()
                .filter(given -> given.head().equals(pull.head())
                        && Roles.of(state, settings, now).stands(given));
        if (pull.verdict() == Verdict.SUCCESS) {
            return Optional.of("it is merged already");
        }
        if (approval.isEmpty()) {
            return Optional.of(
                    pull.isApproved() ? "the one who approved it is not a reviewer any more" : "it is not approved");
        }
        if (pull.rollup() == RollupMode.NEVER) {
            return Optional.of("it is marked with rollup=never");
        }
        if (state.rollups().rollup(pull.number()).isPresent()) {
            return Optional.of("it is a rollup itself");
        }
        return StartGate.reasonAgainst(pull, settings);
    }

    private static RollupPart part(PullRequest pull) {
        Approval approval = pull.approval().orElseThrow();
        return new RollupPart(
                pull.number(),
                approval.head(),
                approval.approver(),
                pull.title(),
                Messages.rollupCommit(pull, approval.approver()));
    }

    /**
     * The parts of a failed rollup, the most suspicious first: those that failed in a test of their own; then by how far
     * they were meant for rollups (iffy, maybe, always); then those that a try build has not passed; then the later ones.
     */
    public static List<Integer> suspects(RepositoryState state, int rollup) {
        return state.rollups()
                .rollup(rollup)
                .map(made -> made.parts().stream()
                        .map(part -> state.pull(part.number()))
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing((PullRequest pull) -> pull.verdict() != Verdict.FAILURE)
                                .thenComparingInt(pull -> pull.rollup().number())
                                .thenComparing(pull -> passedTry(state, pull))
                                .thenComparing(Comparator.comparingInt(PullRequest::number)
                                        .reversed()))
                        .map(PullRequest::number)
                        .toList())
                .orElse(List.of());
    }

    private static boolean passedTry(RepositoryState state, PullRequest pull) {
        return state.lastAttempt(pull.number(), true)
                .filter(attempt -> attempt.phase() == Attempt.Phase.SUCCEEDED
                        && attempt.leader().head().equals(pull.head()))
                .isPresent();
    }
}
