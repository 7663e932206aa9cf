package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.queue.QueueOrder;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.queue.Startable;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts what can be started: one real attempt per base branch, and no two attempts on one CI branch. */
final class Scheduler {
    private final Turn turn;

    Scheduler(Turn turn) {
        this.turn = turn;
    }

    void run() {
        if (turn.settings.dryRun()) {
            new DryRun(turn).run();
            announce();
            return;
        }
        Set<String> busyBases = new HashSet<>();
        Set<String> busyBranches = new HashSet<>();
        for (Attempt attempt : turn.activeAttempts()) {
            busyBranches.add(attempt.ciBranch());
            if (attempt.kind().movesTheBase()) {
                busyBases.add(attempt.baseRef());
            }
        }
        startReal(busyBases, busyBranches);
        startTries(busyBranches);
        announce();
    }

    private void startReal(Set<String> busyBases, Set<String> busyBranches) {
        List<PullRequest> waiting = turn.pulls().stream()
                .filter(pull -> Startable.isWaiting(pull, turn.roles(), turn.tree()))
                .sorted(QueueOrder.WAITING)
                .toList();
        for (PullRequest pull : waiting) {
            String ciBranch = Branches.named(turn.settings.branches().auto(), pull.baseRef(), pull.number());
            if (busyBases.contains(pull.baseRef())
                    || busyBranches.contains(ciBranch)
                    || turn.activeAttempt(pull.number(), false).isPresent()) {
                continue;
            }
            if (turn.settings.buildersFor(false).isEmpty()) {
                refuseUntested(pull);
                continue;
            }
            Approval approval = pull.approval().orElseThrow();
            start(
                    pull,
                    Attempt.Kind.AUTO,
                    ciBranch,
                    new AttemptMember(pull.number(), approval.head(), approval.approver()),
                    Optional.empty());
            busyBases.add(pull.baseRef());
            busyBranches.add(ciBranch);
        }
    }

    /** Without a builder everything would count as tested. */
    private void refuseUntested(PullRequest pull) {
        turn.edit(pull.number(), edit -> edit.verdict(Verdict.ERROR, "No builder is configured")
                .pendingAnnouncement(false));
        turn.say(pull.number(), Messages.noBuilder(false));
        turn.status(pull.number(), pull.head(), StatusState.ERROR, "No builder is configured");
    }

    private void startTries(Set<String> busyBranches) {
        List<PullRequest> asked = turn.pulls().stream()
                .filter(pull -> pull.tryRequest().isPresent() && pull.isSeen())
                .sorted(Comparator.comparing(
                        (PullRequest pull) -> pull.tryRequest().orElseThrow().at()))
                .toList();
        for (PullRequest pull : asked) {
            String ciBranch = Branches.named(turn.settings.branches().tryBranch(), pull.baseRef(), pull.number());
            if (busyBranches.contains(ciBranch)) {
                continue;
            }
            TryRequest request = pull.tryRequest().orElseThrow();
            turn.edit(pull.number(), edit -> edit.tryRequest(Optional.empty()));
            if (turn.settings.buildersFor(true).isEmpty()) {
                turn.say(pull.number(), Messages.noBuilder(true));
                continue;
            }
            start(
                    pull,
                    Attempt.Kind.TRY,
                    ciBranch,
                    new AttemptMember(pull.number(), pull.head(), request.by()),
                    Optional.of(request));
            busyBranches.add(ciBranch);
        }
    }

    private void start(
            PullRequest pull, Attempt.Kind kind, String ciBranch, AttemptMember member, Optional<TryRequest> request) {
        boolean isTry = kind == Attempt.Kind.TRY;
        Optional<AbbreviatedSha> parent = request.flatMap(TryRequest::parent);
        List<String> jobs = request.map(TryRequest::jobs).orElse(List.of());
        Optional<Attempt> previous = turn.lastWithMerge(pull.number(), isTry);
        Map<String, BuilderResult> builders = new LinkedHashMap<>();
        for (BuilderSettings builder : wanted(isTry, jobs)) {
            builders.put(builder.name(), BuilderResult.waiting(builder.name(), turn.now));
        }
        long id = turn.newAttemptId();
        turn.put(new Attempt(
                id,
                kind,
                Attempt.Phase.PREPARING,
                pull.baseRef(),
                ciBranch,
                List.of(member),
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                builders,
                turn.now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ""));
        String scratch = Branches.scratchFor(ciBranch);
        Optional<CommitSha> scratchTip = turn.scratchTip(scratch);
        // From now on until we hear of the merge, nobody knows where the branch stands.
        turn.scratchTip(scratch, Optional.empty());
        String approver = isTry ? "<try>" : member.approver();
        turn.effect(effect -> new Effect.PrepareMerge(
                effect,
                id,
                pull.baseRef(),
                parent,
                List.of(member),
                scratch,
                ciBranch,
                parent.isPresent() ? Optional.empty() : turn.movedTip(pull.baseRef()),
                scratchTip,
                previous.flatMap(Attempt::merge),
                Reuse.of(turn, turn.attempt(id).orElseThrow(), previous).isPossible(),
                MergePlans.message(turn.settings, pull, approver, jobs),
                MergePlans.of(turn.settings, pull, approver, turn.now)));
    }

    /** The jobs may be names of builders; if none is, they are CI's own affair, and every builder is waited for. */
    private List<BuilderSettings> wanted(boolean isTry, List<String> jobs) {
        List<BuilderSettings> all = turn.settings.buildersFor(isTry);
        List<BuilderSettings> named =
                all.stream().filter(builder -> jobs.contains(builder.name())).toList();
        return named.isEmpty() ? all : named;
    }

    /** Approvals whose build is not just being prepared are announced now, with what they wait for. */
    private void announce() {
        for (PullRequest pull : turn.pulls()) {
            if (!pull.pendingAnnouncement()
                    || pull.approval().isEmpty()
                    || turn.activeAttempt(pull.number(), false)
                            .filter(attempt -> attempt.phase() == Attempt.Phase.PREPARING)
                            .isPresent()) {
                continue;
            }
            turn.edit(pull.number(), edit -> edit.pendingAnnouncement(false));
            String approved =
                    Messages.approved(turn.settings.botName(), pull.approval().get());
            String text = turn.tree().isClosedFor(pull.priority())
                    ? approved + "\n\n" + Messages.treeIsClosed(turn.tree())
                    : approved
                            + "\n\n"
                            + Messages.waiting(QueueView.whyNot(
                                    turn.pull(pull.number()).orElseThrow(),
                                    turn.decision().next(),
                                    turn.settings,
                                    turn.now));
            turn.effect(id -> new Effect.PostComment(id, pull.number(), text, true));
        }
    }
}
