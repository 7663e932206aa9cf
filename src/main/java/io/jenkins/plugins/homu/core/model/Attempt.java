package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One try at merging: some heads put on top of a base commit, and what the builders say of that very commit.
 * An entity of its own, so that a try build never touches the state of a real one.
 *
 * @param id unique within its repository, rising
 * @param ciBranch the branch that is moved to the merge commit for the builders to see
 * @param pulls the pull requests it merges; one, until there are batches
 * @param request what was asked for, of a try build; empty for any other, and for those from before it was kept
 * @param base the commit it was merged onto, once known
 * @param merge the merge commit, once made
 * @param tree the tree of the merge commit, once known; equal trees need not be tested twice
 * @param builders result by builder name, in the order of the settings
 * @param createdAt when it was decided to start it
 * @param startedAt when the merge commit stood on the CI branch
 * @param deadline when it is given up, counted from {@code startedAt}
 * @param endedAt when it reached its final phase
 * @param reason why it ended as it did, or is being stopped, in words for people; empty while it runs
 * @param setup where and by what it is tested, as configured when the merge commit was made; see
 *     {@code RepositorySettings.setup}. Empty: before that, and of those from before it was kept
 */
public record Attempt(
        long id,
        Kind kind,
        Phase phase,
        String baseRef,
        String ciBranch,
        List<AttemptMember> pulls,
        Optional<TryRequest> request,
        Optional<CommitSha> base,
        Optional<CommitSha> merge,
        Optional<String> tree,
        Map<String, BuilderResult> builders,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> deadline,
        Optional<Instant> endedAt,
        String reason,
        Set<String> setup) {

    /** What an attempt is for. */
    public enum Kind {
        /** Merged into the base when it passes. */
        AUTO,
        /** Only tested. */
        TRY,
        /** Several pull requests, merged together when they pass. */
        BATCH;

        public boolean movesTheBase() {
            return this != TRY;
        }
    }

    /**
     * Where an attempt stands; it only ever moves downwards in this list, but for {@link Attempt#testingAgain}, and rests
     * in one of the last four.
     */
    public enum Phase {
        /** The merge commit is being made. */
        PREPARING,
        /** The builders are at work. */
        TESTING,
        /** All passed, and the base is being moved; see {@link Attempt#isStopping}. */
        MERGING,
        SUCCEEDED,
        FAILED,
        /** Stopped before it said anything: by a push, a command, a closed pull request. */
        CANCELLED,
        /** The merge, or the move of the base, could not be made. */
        ERROR;

        public boolean isActive() {
            return this == PREPARING || this == TESTING || this == MERGING;
        }
    }

    /** One whose merge commit is not made yet. */
    public Attempt(
            long id,
            Kind kind,
            Phase phase,
            String baseRef,
            String ciBranch,
            List<AttemptMember> pulls,
            Optional<TryRequest> request,
            Optional<CommitSha> base,
            Optional<CommitSha> merge,
            Optional<String> tree,
            Map<String, BuilderResult> builders,
            Instant createdAt,
            Optional<Instant> startedAt,
            Optional<Instant> deadline,
            Optional<Instant> endedAt,
            String reason) {
        this(
                id, kind, phase, baseRef, ciBranch, pulls, request, base, merge, tree, builders, createdAt, startedAt,
                deadline, endedAt, reason, Set.of());
    }

    public Attempt {
        setup = Set.copyOf(setup);
        pulls = List.copyOf(pulls);
        builders = Collections.unmodifiableMap(new LinkedHashMap<>(builders));
    }

    public boolean isActive() {
        return phase.isActive();
    }

    /** Whether it was stopped while the base was being moved: what became of that is not known yet. */
    public boolean isStopping() {
        return phase == Phase.MERGING && !reason.isEmpty();
    }

    public boolean includes(int number) {
        return pulls.stream().anyMatch(member -> member.number() == number);
    }

    /** The first, and until there are batches only, pull request. */
    public AttemptMember leader() {
        return pulls.get(0);
    }

    /** What to ask for to have the same tried again: on the same parent, by its full name once that is known. */
    public Optional<TryRequest> requestAgain() {
        return request.map(asked -> asked.parent().isPresent() && base.isPresent() ? asked.onto(base.get()) : asked);
    }

    public Collection<BuilderResult> results() {
        return builders.values();
    }

    public Attempt prepared(CommitSha newBase, CommitSha newMerge, String newTree, Instant now, Instant newDeadline) {
        return new Attempt(
                id,
                kind,
                Phase.TESTING,
                baseRef,
                ciBranch,
                pulls,
                request,
                Optional.of(newBase),
                Optional.of(newMerge),
                Optional.of(newTree),
                builders,
                createdAt,
                Optional.of(now),
                Optional.of(newDeadline),
                endedAt,
                reason,
                setup);
    }

    public Attempt with(BuilderResult result) {
        Map<String, BuilderResult> next = new LinkedHashMap<>(builders);
        next.put(result.builder(), result);
        return copy(phase, next, endedAt, reason);
    }

    /** Whether every builder has succeeded. */
    public boolean hasPassed() {
        return !builders.isEmpty() && results().stream().allMatch(result -> result.state() == BuilderState.SUCCESS);
    }

    /** The base was not moved, because it has to be found out once more whether it may be. */
    public Attempt testingAgain() {
        return copy(Phase.TESTING, builders, endedAt, reason);
    }

    public Attempt merging() {
        return copy(Phase.MERGING, builders, endedAt, reason);
    }

    /** @param why not empty */
    public Attempt stopping(String why) {
        return copy(phase, builders, endedAt, why);
    }

    public Attempt ended(Phase last, String why, Instant now) {
        return copy(last, builders, Optional.of(now), why);
    }

    private Attempt copy(
            Phase newPhase, Map<String, BuilderResult> newBuilders, Optional<Instant> newEnd, String newReason) {
        return new Attempt(
                id,
                kind,
                newPhase,
                baseRef,
                ciBranch,
                pulls,
                request,
                base,
                merge,
                tree,
                newBuilders,
                createdAt,
                startedAt,
                deadline,
                newEnd,
                newReason,
                setup);
    }

    /** @param newSetup where and by what it is tested */
    public Attempt testedBy(Set<String> newSetup) {
        return new Attempt(
                id, kind, phase, baseRef, ciBranch, pulls, request, base, merge, tree, builders, createdAt, startedAt,
                deadline, endedAt, reason, newSetup);
    }
}
