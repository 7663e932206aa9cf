package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.EffectRunner.Job;
import io.jenkins.plugins.homu.core.GitHubModel.Commit;
import io.jenkins.plugins.homu.core.GitHubModel.HeadAt;
import io.jenkins.plugins.homu.core.GitHubModel.Pull;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold after every step, whatever people, GitHub and the builders do. Keeps its own record of what the queue was
 * told, and believes nothing that the queue says of it.
 */
final class Invariants {
    private static final Set<String> REQUIRED = Set.of("ci/linux", "check:build");

    private final GitHubModel github;
    private final Set<String> reviewers = Set.of("alice", "bob");
    private final Map<CommitSha, Set<String>> toldGreen = new HashMap<>();
    private final Map<Integer, Integer> newestHeadTold = new HashMap<>();
    private final Map<Long, Effect.PrepareMerge> asked = new HashMap<>();
    private final Map<Long, Event.MergePrepared> prepared = new HashMap<>();
    private final Map<Integer, Instant> toldClosed = new HashMap<>();
    private final Set<String> forced = new HashSet<>();
    private final Set<Long> movesAsked = new HashSet<>();
    private final Set<CommitSha> moved = new HashSet<>();
    private final Map<Long, Set<String>> restingOn = new HashMap<>();

    Invariants(GitHubModel github) {
        this.github = github;
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    // ---- what the queue is told --------------------------------------------------------------------------------

    void told(Event event) {
        if (event instanceof Event.ResultsReported results) {
            for (Reported reported : results.reports()) {
                if (reported.state() == BuilderState.SUCCESS) {
                    String context = (reported.kind() == ReportKind.CHECK ? "check:" : "") + reported.context();
                    toldGreen
                            .computeIfAbsent(reported.sha(), key -> new HashSet<>())
                            .add(context);
                }
            }
        } else if (event instanceof Event.BaseMoveFailed failed && failed.trouble() == Event.MoveTrouble.CHECK_AGAIN) {
            movesAsked.remove(failed.attempt());
        } else if (event instanceof Event.MergePrepared merge) {
            prepared.put(merge.attempt(), merge);
        } else if (event instanceof Event.PullChanged changed) {
            toldHead(changed.pull());
        } else if (event instanceof Event.PullClosed closed) {
            toldClosed.merge(
                    closed.pull().number(),
                    closed.pull().updatedAt(),
                    (one, other) -> one.isAfter(other) ? one : other);
        } else if (event instanceof Event.PullRead read) {
            read.pull().ifPresent(this::toldHead);
        } else if (event instanceof Event.Synchronised all) {
            all.pulls().forEach(this::toldHead);
        } else if (event instanceof Event.BranchPushed push) {
            if (push.forced()) {
                forced.add(push.branch());
            }
            for (Pull pull : github.pulls.values()) {
                if (pull.fromHere && push.branch().equals("topic-" + pull.number)) {
                    toldHead(pull, push.after().orElseThrow());
                }
            }
        }
    }

    private void toldHead(PullSnapshot snapshot) {
        toldHead(github.pulls.get(snapshot.number()), snapshot.head());
    }

    private void toldHead(Pull pull, CommitSha head) {
        newestHeadTold.merge(pull.number, version(pull, head), Math::max);
    }

    private static int version(Pull pull, CommitSha head) {
        return pull.heads.stream().map(HeadAt::head).toList().indexOf(head);
    }

    // ---- I1: how a base moves ----------------------------------------------------------------------------------

    void baseMoves(Effect.MoveBase effect, Commit to, CommitSha tip, Instant now) {
        Effect.PrepareMerge prepare = asked.get(effect.attempt());
        Event.MergePrepared merge = prepared.get(effect.attempt());
        require(prepare != null && prepare.ciBranch().startsWith("auto"), "I1: moved by no real attempt");
        require(prepare.parent().isEmpty(), "I1: moved to a merge with something else");
        require(prepare.baseRef().equals(effect.baseRef()), "I1: another base than was tested");
        require(merge != null && merge.merge().equals(effect.to()), "I1: moved to a commit that was not prepared");
        List<CommitSha> heads = effect.pulls().stream().map(AttemptMember::head).toList();
        require(prepare.pulls().equals(effect.pulls()), "I1: other heads than were put together");
        boolean squashed = prepare.plan().method() == Method.SQUASH;
        require(
                to.parents().equals(squashed ? List.of(tip) : List.of(tip, heads.get(0))),
                "I1: adds more than the approved head to the tip");
        moved.add(effect.to());
        require(
                toldGreen.getOrDefault(effect.to(), Set.of()).containsAll(REQUIRED),
                "I1: moved to a commit that not all builders had passed");
        for (String login : restingOn.getOrDefault(effect.attempt(), Set.of())) {
            require(
                    github.couldWriteSince(login, now.minus(Roles.FOR_MERGES.multipliedBy(2))),
                    "Merged by the word of one who had lost the right before");
        }
    }

    /** What is closed by us was merged as a commit that a base was moved to. */
    void closes(Effect.ClosePull effect) {
        require(moved.contains(effect.merge()), "Closed, but not merged");
    }

    // ---- I2: what is merged ------------------------------------------------------------------------------------

    private void moveIsDecided(RepositoryState before, Effect.MoveBase move) {
        for (AttemptMember member : move.pulls()) {
            Pull pull = github.pulls.get(member.number());
            Optional<Approval> approval = before.pull(member.number()).flatMap(PullRequest::approval);
            require(
                    approval.isPresent() && approval.get().head().equals(member.head()),
                    "I2: merges a head that is not approved");
            require(
                    newestHeadTold.get(member.number()) == version(pull, member.head()) || move.verifyHeads(),
                    "I2: merges a head though it was told of a newer one");
            CommentAdded source = github.comments.stream()
                    .filter(comment -> comment.key().equals(approval.get().source()))
                    .findFirst()
                    .orElseThrow();
            require(mayApprove(source), "I2: approved by " + source.author() + ", who may not");
            if (!reviewers.contains(source.author()) && !approval.get().byDelegate()) {
                restingOn
                        .computeIfAbsent(move.attempt(), key -> new HashSet<>())
                        .add(source.author());
            }
            HeadAt head = pull.heads.get(version(pull, member.head()));
            boolean isNamed = source.lines().stream()
                            .anyMatch(line -> line.contains(member.head().abbreviated()))
                    || source.reviewed().equals(Optional.of(member.head()));
            require(
                    isNamed || !head.since().isAfter(source.createdAt()),
                    "I2: merges a head that was pushed after the approval had been written");
        }
    }

    private boolean mayApprove(CommentAdded approval) {
        return reviewers.contains(approval.author())
                || approval.author().equals("gina")
                || github.comments.stream()
                        .anyMatch(comment -> comment.number() == approval.number()
                                && (reviewers.contains(comment.author())
                                        || comment.author().equals("gina"))
                                && comment.lines().stream()
                                        .anyMatch(line -> line.contains("delegate=" + approval.author())
                                                || (line.contains("delegate+")
                                                        && approval.author().equals("dave"))));
    }

    // ---- rollups -----------------------------------------------------------------------------------------------

    private void rollupsHold(RepositoryState state) {
        state.rollups().made().forEach((number, rollup) -> {
            if (rollup.broken().isPresent()) {
                require(
                        state.pull(number).flatMap(PullRequest::approval).isEmpty(),
                        "A rollup that does not hold any more is approved");
                return;
            }
            for (AttemptMember part : rollup.parts()) {
                state.pull(part.number())
                        .ifPresent(pull -> require(
                                pull.head().equals(part.head()) && pull.isApproved(),
                                "The rollup #" + number + " holds though its part #" + part.number() + " changed"));
            }
        });
    }

    // ---- the shape of the state --------------------------------------------------------------------------------

    void decided(RepositoryState before, Decision decision, Instant now) {
        approvalsAreOfThoseWhoMay(before, decision.next(), now);
        long expected = before.nextEffect();
        for (Effect effect : decision.effects()) {
            require(effect.id() == expected++, "Ids of effects do not rise one by one");
            if (effect instanceof Effect.PrepareMerge prepare) {
                require(asked.put(prepare.attempt(), prepare) == null, "A merge was asked for twice");
            } else if (effect instanceof Effect.MoveBase move) {
                require(movesAsked.add(move.attempt()), "A base was asked to move twice by one attempt");
                moveIsDecided(before, move);
            }
        }
        RepositoryState next = decision.next();
        require(next.nextEffect() == expected, "The next effect's id is taken");
        require(next.equals(before) || next.revision() == before.revision() + 1, "The revision did not rise");
    }

    private void approvalsAreOfThoseWhoMay(RepositoryState before, RepositoryState next, Instant now) {
        for (PullRequest pull : next.pulls().values()) {
            Optional<Approval> approval = pull.approval();
            boolean isNew = approval.isPresent()
                    && !before.pull(pull.number())
                            .flatMap(PullRequest::approval)
                            .equals(approval);
            if (isNew
                    && !approval.get().byDelegate()
                    && !reviewers.contains(approval.get().givenBy())) {
                require(
                        github.couldWriteSince(approval.get().givenBy(), now.minus(Roles.FOR_COMMANDS)),
                        "Approved by one who had lost the right before");
            }
        }
    }

    void holds(RepositoryState state, Collection<Job> outstanding, Instant now) {
        rollupsHold(state);
        Set<String> bases = new HashSet<>();
        Set<String> ciBranches = new HashSet<>();
        Map<Long, Integer> merges = new HashMap<>();
        Map<Long, Integer> moves = new HashMap<>();
        for (Job job : outstanding) {
            if (job.effect instanceof Effect.PrepareMerge prepare) {
                merges.merge(prepare.attempt(), 1, Integer::sum);
            } else if (job.effect instanceof Effect.MoveBase move) {
                moves.merge(move.attempt(), 1, Integer::sum);
                require(isHeld(state, move, job.isDone), "A base is free though it may be moving");
            }
        }
        for (Attempt attempt : state.attempts().values()) {
            if (attempt.isActive()) {
                require(ciBranches.add(attempt.ciBranch()), "Two active attempts on " + attempt.ciBranch());
                if (attempt.kind().movesTheBase()) {
                    require(bases.add(attempt.baseRef()), "Two real attempts on " + attempt.baseRef());
                    require(isOfItsPull(state, attempt), "Tests a head that is not the approved one");
                }
                require(
                        attempt.phase() != Phase.PREPARING || merges.getOrDefault(attempt.id(), 0) == 1,
                        "An attempt is prepared by nobody, or twice");
                require(
                        attempt.phase() != Phase.MERGING || moves.getOrDefault(attempt.id(), 0) == 1,
                        "An attempt's base is moved by nobody, or twice");
                require(attempt.phase() != Phase.TESTING || attempt.merge().isPresent(), "Tests nothing");
            } else {
                require(!attempt.reason().isEmpty() || attempt.phase() == Phase.SUCCEEDED, "Ended without a reason");
            }
        }
        for (PullRequest pull : state.pulls().values()) {
            Instant closed = toldClosed.getOrDefault(pull.number(), Instant.EPOCH);
            require(
                    closed.plus(Duration.ofMinutes(20)).isBefore(now)
                            || !github.pulls.get(pull.number()).reopenedAt.isBefore(closed),
                    "One that it was told is closed came back");
            require(pull.edit().build().equals(pull), "A pull request is not its own copy");
            require(
                    pull.approval().map(it -> it.head().equals(pull.head())).orElse(true),
                    "An approval outlived its head");
        }
    }

    /**
     * As long as a base may be moving, its attempt holds it, unless it is known to have moved: then it may have been moved
     * back by force since, or somebody forces the base elsewhere before the outcome is in.
     */
    private boolean isHeld(RepositoryState state, Effect.MoveBase move, boolean isDone) {
        return state.attempt(move.attempt())
                .map(attempt -> attempt.phase() == Phase.MERGING || attempt.phase() == Phase.SUCCEEDED)
                .orElse(isDone
                        || move.to().equals(state.movedTips().get(move.baseRef()))
                        || forced.contains(move.baseRef()));
    }

    /** An attempt that can still merge something is of the approved head. */
    private static boolean isOfItsPull(RepositoryState state, Attempt attempt) {
        return attempt.isStopping()
                || state.pull(attempt.leader().number())
                        .flatMap(PullRequest::approval)
                        .map(approval -> approval.head().equals(attempt.leader().head()))
                        .orElse(attempt.phase() == Phase.MERGING);
    }
}
