package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.GitHubModel.Commit;
import io.jenkins.plugins.homu.core.GitHubModel.Pull;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Carries out effects on the model as the engine does on GitHub: looks first when it may have been done before. */
final class EffectRunner implements Effect.Visitor<Optional<Event>> {
    /** One effect on its way. */
    static final class Job {
        final Effect effect;
        boolean mayBeDone;
        /** Carried out, and the outcome is on its way. */
        boolean isDone;

        Optional<Event> outcome = Optional.empty();

        Job(Effect effect) {
            this.effect = effect;
        }

        /** Effects of one subject never overtake each other. */
        String subject() {
            if (effect instanceof Effect.PrepareMerge prepare) {
                return "ci " + prepare.ciBranch();
            }
            if (effect instanceof Effect.MoveBase move) {
                return "base " + move.baseRef();
            }
            return effect.lane() == Effect.Lane.SAY ? "say" : "other " + effect.id();
        }
    }

    private final GitHubModel github;
    private final Invariants invariants;
    private final Map<String, CommitSha> earlierTips = new TreeMap<>();
    private Random random;
    private Job job;
    private RepositoryState state;
    private Instant now;
    private boolean isCalm;

    EffectRunner(GitHubModel github, Invariants invariants) {
        this.github = github;
        this.invariants = invariants;
    }

    /** @param calm GitHub refuses nothing and is never behind */
    Optional<Event> run(Job toRun, RepositoryState current, Random with, Instant at, boolean calm) {
        job = toRun;
        state = current;
        random = with;
        now = at;
        isCalm = calm;
        if (!MergeQueue.isWanted(current, toRun.effect)) {
            return toRun.effect instanceof Effect.MoveBase move ? Optional.of(unwanted(move)) : Optional.empty();
        }
        return toRun.effect.accept(this);
    }

    private Event unwanted(Effect.MoveBase move) {
        return job.mayBeDone && github.isAncestor(move.to(), github.branches.get(move.baseRef()))
                ? new Event.BaseMoved(move.attempt(), move.to())
                : new Event.BaseMoveFailed(move.attempt(), MoveTrouble.NO_LONGER_WANTED, "");
    }

    /** Remembers where a branch stood, to show it there a little longer. */
    void branchMoves(String branch) {
        earlierTips.put(branch, github.branches.get(branch));
    }

    // ---- act ---------------------------------------------------------------------------------------------------

    @Override
    public Optional<Event> prepareMerge(Effect.PrepareMerge effect) {
        CommitSha head = effect.pulls().get(0).head();
        CommitSha onCi = github.branches.get(effect.ciBranch());
        if (job.mayBeDone && onCi != null) {
            Commit top = github.commit(onCi);
            boolean isOther = effect.previousMerge().equals(Optional.of(onCi))
                    || state.attempts().values().stream()
                            .anyMatch(other -> other.merge().equals(Optional.of(onCi)));
            if (!isOther
                    && top.parents().size() == 2
                    && top.parents().get(1).equals(head)
                    && top.message().equals(effect.message())) {
                github.branches.put(effect.scratchBranch(), onCi);
                return prepared(effect, top);
            }
        }
        if (!isCalm && random.nextInt(40) == 0) {
            MergeTrouble trouble = random.nextBoolean() ? MergeTrouble.REFUSED : MergeTrouble.HEAD_GONE;
            return Optional.of(new Event.MergeFailed(effect.attempt(), trouble, "Not today"));
        }
        CommitSha base = effect.parent().flatMap(AbbreviatedSha::complete).orElseGet(() -> tip(effect));
        if (effect.scratchTip().isPresent() && !job.mayBeDone) {
            invariants.require(
                    effect.scratchTip().get().equals(github.branches.get(effect.scratchBranch())),
                    "The scratch branch is not where it was believed to be");
        }
        github.branches.put(effect.scratchBranch(), base);
        if (github.isAncestor(head, base)) {
            return Optional.of(new Event.MergeFailed(effect.attempt(), MergeTrouble.NOTHING_TO_MERGE, ""));
        }
        if (github.conflicts(head, base)) {
            return Optional.of(new Event.MergeFailed(effect.attempt(), MergeTrouble.CONFLICT, "Conflict"));
        }
        boolean squashed = effect.plan().method() == Method.SQUASH;
        Commit merge = squashed
                ? github.commit(List.of(base), github.commit(head).file(), effect.message())
                : github.commit(List.of(base, head), 0, effect.message());
        if (!squashed) {
            github.branches.put(effect.scratchBranch(), merge.sha());
        }
        github.branches.put(effect.ciBranch(), merge.sha());
        boolean isTry = effect.ciBranch().startsWith("try");
        Map<String, BuilderState> runs = new TreeMap<>(Map.of("ci/linux", BuilderState.WAITING));
        if (!isTry) {
            runs.put("check:build", BuilderState.WAITING);
        }
        github.results.put(merge.sha(), runs);
        return prepared(effect, merge);
    }

    private Optional<Event> prepared(Effect.PrepareMerge effect, Commit merge) {
        return Optional.of(new Event.MergePrepared(
                effect.attempt(),
                merge.parents().get(0),
                merge.sha(),
                "tree",
                effect.plan().isPlain()));
    }

    /** GitHub may show where the branch was before, but we don't merge onto that if we moved it on. */
    private CommitSha tip(Effect.PrepareMerge effect) {
        CommitSha tip = github.branches.get(effect.baseRef());
        CommitSha earlier = earlierTips.getOrDefault(effect.baseRef(), tip);
        boolean isStale = !isCalm
                && random.nextInt(4) == 0
                && effect.movedTip()
                        .map(moved -> github.isAncestor(moved, earlier))
                        .orElse(true);
        return isStale ? earlier : tip;
    }

    @Override
    public Optional<Event> moveBase(Effect.MoveBase effect) {
        CommitSha tip = github.branches.get(effect.baseRef());
        if (job.mayBeDone && github.isAncestor(effect.to(), tip)) {
            return Optional.of(new Event.BaseMoved(effect.attempt(), effect.to()));
        }
        if (effect.validUntil().filter(now::isAfter).isPresent()) {
            return Optional.of(new Event.BaseMoveFailed(effect.attempt(), MoveTrouble.CHECK_AGAIN, ""));
        }
        if (!isCalm && random.nextInt(30) == 0) {
            return Optional.of(new Event.BaseMoveFailed(effect.attempt(), MoveTrouble.REFUSED, "Protected"));
        }
        if (!tip.equals(effect.from())) {
            return Optional.of(
                    new Event.BaseMoveFailed(effect.attempt(), MoveTrouble.NOT_FAST_FORWARD, "Not a fast forward"));
        }
        boolean looks = effect.verifyHeads() || random.nextBoolean();
        boolean isOther = effect.pulls().stream()
                .anyMatch(member -> !github.pulls.get(member.number()).head().equals(member.head())
                        || !github.pulls.get(member.number()).open);
        if (looks && isOther) {
            return Optional.of(new Event.BaseMoveFailed(effect.attempt(), MoveTrouble.HEAD_CHANGED, "Another head"));
        }
        invariants.baseMoves(effect, github.commit(effect.to()), tip, now);
        branchMoves(effect.baseRef());
        github.moveBranch(effect.baseRef(), effect.to(), false, now);
        return Optional.of(new Event.BaseMoved(effect.attempt(), effect.to()));
    }

    @Override
    public Optional<Event> startBuild(Effect.StartBuild effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> makeRollup(Effect.MakeRollup effect) {
        Optional<Pull> known = github.pulls.values().stream()
                .filter(pull -> pull.title.equals(effect.branch()))
                .findFirst();
        if (known.isEmpty() && !isCalm && random.nextInt(10) == 0) {
            return Optional.of(new Event.RollupNotMade(effect.by(), "Not today"));
        }
        CommitSha tip = github.branches.get(effect.baseRef());
        List<AttemptMember> in = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (RollupPart part : effect.parts()) {
            if (known.isPresent()
                    ? github.isAncestor(part.head(), known.get().heads.get(0).head())
                    : !github.conflicts(part.head(), tip)) {
                tip = github.commit(List.of(tip, part.head()), 0, part.message())
                        .sha();
                in.add(part.member());
            } else {
                out.add(new LeftOut(part.number(), "it conflicts"));
            }
        }
        if (known.isEmpty() && in.isEmpty()) {
            return Optional.of(new Event.RollupNotMade(effect.by(), "Nothing left"));
        }
        CommitSha head = tip;
        Pull pull = known.orElseGet(() -> github.openPull(effect.baseRef(), effect.branch(), head, now));
        return Optional.of(new Event.RollupMade(pull.number, in, out, effect.by()));
    }

    @Override
    public Optional<Event> cancelBuilds(Effect.CancelBuilds effect) {
        for (Map.Entry<String, BuilderState> run : Map.copyOf(github.results.getOrDefault(effect.merge(), Map.of()))
                .entrySet()) {
            if (!run.getValue().isFinal()) {
                github.report(effect.merge(), run.getKey(), BuilderState.CANCELLED);
            }
        }
        return Optional.empty();
    }

    // ---- say ---------------------------------------------------------------------------------------------------

    @Override
    public Optional<Event> postComment(Effect.PostComment effect) {
        CommentAdded ours =
                github.comment(github.pulls.get(effect.number()), "homu", effect.body(), Optional.empty(), now);
        return effect.isStatusComment()
                ? Optional.of(new Event.CommentPosted(effect.number(), ours.id(), true))
                : Optional.empty();
    }

    @Override
    public Optional<Event> editComment(Effect.EditComment effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> acknowledge(Effect.Acknowledge effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> setStatus(Effect.SetStatus effect) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> relabel(Effect.Relabel effect) {
        Pull pull = github.pulls.get(effect.number());
        pull.labels.addAll(effect.add());
        pull.labels.removeAll(effect.remove());
        github.tell(PullAction.UPDATED, pull, now);
        return Optional.empty();
    }

    /** GitHub sees every merge itself that has the head in it. */
    @Override
    public Optional<Event> closePull(Effect.ClosePull effect) {
        Pull pull = github.pulls.get(effect.number());
        if (pull.open && pull.head().equals(effect.head()) && !github.isAncestor(effect.head(), effect.merge())) {
            invariants.closes(effect);
            github.close(pull, now);
        }
        return Optional.empty();
    }

    // ---- call --------------------------------------------------------------------------------------------------

    @Override
    public Optional<Event> callHook(Effect.CallHook effect) {
        return Optional.of(
                new Event.HookAnswered(effect.number(), effect.hook(), Optional.of("@homu r+"), Optional.empty()));
    }

    // ---- look --------------------------------------------------------------------------------------------------

    @Override
    public Optional<Event> readPull(Effect.ReadPull effect) {
        return Optional.of(new Event.PullRead(
                effect.number(),
                Optional.ofNullable(github.pulls.get(effect.number())).map(github::snapshot)));
    }

    @Override
    public Optional<Event> readPermission(Effect.ReadPermission effect) {
        boolean fails = !isCalm && random.nextInt(6) == 0;
        return Optional.of(new Event.PermissionRead(
                effect.login(),
                fails ? Optional.empty() : Optional.ofNullable(github.levels.get(effect.login())),
                Set.of(),
                fails ? Optional.of("Not today") : Optional.empty(),
                now));
    }

    @Override
    public Optional<Event> readMergeability(Effect.ReadMergeability effect) {
        Map<Integer, Mergeability> all = new TreeMap<>();
        for (Pull pull : github.pulls.values()) {
            if (pull.open && pull.base.equals(effect.baseRef()) && (isCalm || random.nextInt(5) > 0)) {
                all.put(pull.number, github.mergeability(pull));
            }
        }
        return Optional.of(new Event.MergeabilityRead(effect.baseRef(), all, effect.cause()));
    }

    @Override
    public Optional<Event> synchronise(Effect.Synchronise effect) {
        List<CommentAdded> comments = new ArrayList<>();
        effect.since().ifPresent(since -> github.comments.stream()
                .filter(comment -> !comment.createdAt().isBefore(since))
                .forEach(comment -> comments.add(Scenario.late(comment, comment.createdAt()))));
        return Optional.of(new Event.Synchronised(
                github.pulls.values().stream()
                        .filter(pull -> pull.open)
                        .map(github::snapshot)
                        .toList(),
                comments,
                now));
    }

    @Override
    public Optional<Event> readResults(Effect.ReadResults effect) {
        return Optional.of(new Event.ResultsReported(github.results(effect.merge())));
    }
}
