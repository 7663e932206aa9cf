package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.AlreadyThere;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.BranchMissing;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.Conflict;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.HeadMissing;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.Merged;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the commit that is to be tested: the heads merged onto the base on a scratch branch, and then, once, the CI branch
 * moved there.
 */
final class MergeMaker {
    private static final System.Logger LOG = System.getLogger(MergeMaker.class.getName());

    /** The scratch branch is reset so often at most when GitHub merges onto something else than we put it at. */
    private static final int MOST_RESETS = 2;

    private final GitHubGateway gateway;
    private final CommitMaker others;
    private final Exemption exemption;
    private final Clock clock;
    private final Duration patience;

    MergeMaker(GitHubGateway gateway, GitGateway git, Exemption exemption, Clock clock, Duration patience) {
        this.gateway = gateway;
        this.others = new CommitMaker(gateway, git);
        this.exemption = exemption;
        this.clock = clock;
        this.patience = patience;
    }

    Result carryOut(Job.Run run, PrepareMerge effect) throws GatewayException {
        RepositoryId repository = run.settings().repository();
        Optional<RepositoryId> fork = run.settings().branches().fork();
        if (List.of(effect.ciBranch(), effect.scratchBranch()).contains(effect.baseRef())) {
            // Both are moved by force before anything is tested.
            return failed(
                    effect,
                    MergeTrouble.REFUSED,
                    effect.baseRef() + " is the bot's own branch and can't be the base of a pull request");
        }
        if (fork.isPresent() && !effect.plan().local()) {
            return failed(
                    effect,
                    MergeTrouble.REFUSED,
                    "since this was begun, the configuration has come to say that tests run in " + fork.get()
                            + "; use retry to test there");
        }
        // The others' commits are the same when made again, which is all that has to be known of an earlier try.
        boolean isPlain = effect.plan().isPlain();
        boolean mayBeDone = run.job().mayBeDone();
        if (isPlain && mayBeDone) {
            Optional<MergePrepared> done = alreadyOnCiBranch(run, repository, effect);
            if (done.isPresent()) {
                return Result.done(done.get());
            }
        }
        if (isPlain && effect.reuse()) {
            Optional<MergePrepared> same = sameAgain(repository, effect);
            if (same.isPresent()) {
                return Result.done(same.get());
            }
        }
        CommitSha base;
        if (effect.parent().isPresent()) {
            Optional<CommitSha> parent =
                    gateway.find(repository, effect.parent().get());
            if (parent.isEmpty()) {
                return failed(
                        effect,
                        MergeTrouble.PARENT_UNKNOWN,
                        effect.parent().get().digits());
            }
            base = parent.get();
        } else {
            Optional<CommitSha> tip = gateway.tip(repository, effect.baseRef());
            if (tip.isEmpty()) {
                return failed(effect, MergeTrouble.BASE_GONE, "There is no branch " + effect.baseRef());
            }
            base = tip.get();
            if (!isCurrent(repository, effect, base)) {
                Instant now = clock.now();
                Instant since = run.job().askedInVain(now);
                if (Duration.between(since, now).compareTo(patience) < 0) {
                    return new Result.Later(staleWait(run.job().asks(), since, now), staleText(effect, base));
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        LogLine.of("base-went-back")
                                .repository(run.label())
                                .with("branch", effect.baseRef())
                                .with("tip", base)
                                .with("moved_to", effect.movedTip().orElseThrow())
                                .toString());
            }
        }
        Optional<MergePrepared> spared = exemption.find(run, effect, base);
        if (spared.isPresent()) {
            return Result.done(spared.get());
        }
        run.beginWriting().run();
        return isPlain
                ? merge(repository, effect, base)
                : others.make(repository, fork, effect, base, mayBeDone, () -> testMerge(repository, effect, base));
    }

    /** GitHub may go on showing a base where it was before we moved it: then it is too early to merge onto it. */
    private boolean isCurrent(RepositoryId repository, PrepareMerge effect, CommitSha tip) throws GatewayException {
        return effect.movedTip().isEmpty()
                || effect.movedTip().get().equals(tip)
                || gateway.isAncestor(repository, effect.movedTip().get(), tip);
    }

    /** 1, 2, 4 ... s, and never beyond our patience. */
    private Duration staleWait(int asks, Instant since, Instant now) {
        Duration wait = Duration.ofSeconds(1L << Math.min(5, asks - 1));
        Duration left = Duration.between(now, since.plus(patience));
        return wait.compareTo(left) < 0 ? wait : left;
    }

    private static String staleText(PrepareMerge effect, CommitSha tip) {
        return "GitHub still shows " + effect.baseRef() + " at " + tip.abbreviated() + ", which we moved to "
                + effect.movedTip().map(CommitSha::abbreviated).orElse("");
    }

    private Result merge(RepositoryId repository, PrepareMerge effect, CommitSha base) throws GatewayException {
        if (effect.scratchTip().equals(Optional.of(base))) {
            // The branch should stand at the base already. If not, we see it by the first parent, or by its failing.
            MergeOutcome first = gateway.merge(
                    repository, effect.scratchBranch(), effect.pulls().get(0).head(), effect.message());
            if (first instanceof Merged merged
                    && isMergeOf(merged.commit(), base, effect.pulls().get(0).head())) {
                return mergeRest(repository, effect, base, merged.commit(), 1);
            }
        }
        for (int reset = 0; reset < MOST_RESETS; reset++) {
            Optional<String> refusal = gateway.setBranch(repository, effect.scratchBranch(), base);
            if (refusal.isPresent()) {
                return failed(effect, MergeTrouble.REFUSED, refusal.get());
            }
            MergeOutcome first = gateway.merge(
                    repository, effect.scratchBranch(), effect.pulls().get(0).head(), effect.message());
            if (!(first instanceof Merged merged)) {
                return failed(effect, first, effect.pulls().get(0));
            }
            if (isMergeOf(merged.commit(), base, effect.pulls().get(0).head())) {
                return mergeRest(repository, effect, base, merged.commit(), 1);
            }
        }
        throw GatewayException.transientTrouble(
                0,
                "GitHub merged onto another commit than " + effect.scratchBranch() + " was put at",
                Optional.empty(),
                null);
    }

    private Result mergeRest(RepositoryId repository, PrepareMerge effect, CommitSha base, Commit first, int done)
            throws GatewayException {
        Commit last = first;
        List<AttemptMember> pulls = effect.pulls();
        for (AttemptMember pull : pulls.subList(done, pulls.size())) {
            MergeOutcome outcome = gateway.merge(repository, effect.scratchBranch(), pull.head(), effect.message());
            if (!(outcome instanceof Merged merged)) {
                return failed(effect, outcome, pull);
            }
            if (!isMergeOf(merged.commit(), last.sha(), pull.head())) {
                throw GatewayException.transientTrouble(
                        0, "GitHub merged #" + pull.number() + " onto another commit", Optional.empty(), null);
            }
            last = merged.commit();
        }
        Optional<String> refusal = gateway.setBranch(repository, effect.ciBranch(), last.sha());
        if (refusal.isPresent()) {
            return failed(effect, MergeTrouble.REFUSED, refusal.get());
        }
        return Result.done(new MergePrepared(effect.attempt(), base, last.sha(), last.tree()));
    }

    /** Of one pull request, on the scratch branch only. */
    private CommitMaker.Made testMerge(RepositoryId repository, PrepareMerge effect, CommitSha base)
            throws GatewayException {
        Optional<String> refusal = gateway.setBranch(repository, effect.scratchBranch(), base);
        if (refusal.isPresent()) {
            return new CommitMaker.Made(Optional.empty(), failed(effect, MergeTrouble.REFUSED, refusal.get()));
        }
        AttemptMember pull = effect.pulls().get(0);
        MergeOutcome outcome = gateway.merge(
                repository,
                effect.scratchBranch(),
                pull.head(),
                "Test merge of #" + pull.number() + ", to be squashed");
        if (!(outcome instanceof Merged merged)) {
            return new CommitMaker.Made(Optional.empty(), failed(effect, outcome, pull));
        }
        if (!isMergeOf(merged.commit(), base, pull.head())) {
            throw GatewayException.transientTrouble(
                    0, "GitHub merged #" + pull.number() + " onto another commit", Optional.empty(), null);
        }
        return new CommitMaker.Made(Optional.of(merged.commit()), Result.done());
    }

    private static boolean isMergeOf(Commit commit, CommitSha base, CommitSha head) {
        return commit.parents().equals(List.of(base, head));
    }

    /**
     * What an earlier try left on the CI branch, if that is what it set out to make. The base may have moved on since:
     * what counts is what the builders may be testing already.
     */
    private Optional<MergePrepared> alreadyOnCiBranch(Job.Run run, RepositoryId repository, PrepareMerge effect)
            throws GatewayException {
        Optional<CommitSha> tip = gateway.tip(repository, effect.ciBranch());
        if (tip.isPresent() && isOfAnotherAttempt(run.state(), effect, tip.get())) {
            return Optional.empty();
        }
        Optional<Commit> top = tip.isPresent() ? gateway.commit(repository, tip.get()) : Optional.empty();
        Optional<Commit> commit = top;
        CommitSha base = null;
        for (int i = effect.pulls().size() - 1; i >= 0; i--) {
            if (commit.isEmpty() || !isOurs(commit.get(), effect.pulls().get(i), effect.message())) {
                return Optional.empty();
            }
            base = commit.get().parents().get(0);
            commit = i > 0 ? gateway.commit(repository, base) : Optional.empty();
        }
        boolean acceptable =
                effect.parent().isPresent() ? effect.parent().get().fits(base) : isCurrent(repository, effect, base);
        return acceptable
                ? Optional.of(new MergePrepared(
                        effect.attempt(),
                        base,
                        top.orElseThrow().sha(),
                        top.orElseThrow().tree()))
                : Optional.empty();
    }

    /** The merge commit of the last attempt, if it stands where the builders see it and another one would be no different. */
    private Optional<MergePrepared> sameAgain(RepositoryId repository, PrepareMerge effect) throws GatewayException {
        if (!gateway.tip(repository, effect.ciBranch()).equals(effect.previousMerge())) {
            return Optional.empty();
        }
        Optional<Commit> commit =
                gateway.commit(repository, effect.previousMerge().orElseThrow());
        Optional<CommitSha> base = gateway.tip(repository, effect.baseRef());
        return commit.filter(it -> effect.pulls().size() == 1
                        && isOurs(it, effect.pulls().get(0), effect.message())
                        && base.equals(Optional.of(it.parents().get(0))))
                .map(it -> new MergePrepared(effect.attempt(), base.orElseThrow(), it.sha(), it.tree()));
    }

    /** A retry merges the same commits with the same words: the last attempt's commit must not be taken for ours. */
    private static boolean isOfAnotherAttempt(RepositoryState state, PrepareMerge effect, CommitSha tip) {
        return effect.previousMerge().equals(Optional.of(tip))
                || state.attempts().values().stream()
                        .anyMatch(attempt -> attempt.id() != effect.attempt()
                                && attempt.merge().equals(Optional.of(tip)));
    }

    private static boolean isOurs(Commit commit, AttemptMember pull, String message) {
        return commit.parents().size() == 2
                && commit.parents().get(1).equals(pull.head())
                && tidy(commit.message()).equals(tidy(message));
    }

    /** Git changes line ends and blanks at the end of messages. */
    static String tidy(String message) {
        return message.replace("\r\n", "\n").replaceAll("[ \\t]+(?=\\n|$)", "").strip();
    }

    private static Result failed(PrepareMerge effect, MergeOutcome outcome, AttemptMember pull) {
        // With several pull requests, it is worth telling which one it was.
        String which = effect.pulls().size() > 1 ? "#" + pull.number() + ": " : "";
        if (outcome instanceof AlreadyThere) {
            return failed(effect, MergeTrouble.NOTHING_TO_MERGE, which + "the base has all of it already");
        }
        if (outcome instanceof Conflict conflict) {
            return failed(effect, MergeTrouble.CONFLICT, which + conflict.detail());
        }
        if (outcome instanceof HeadMissing missing) {
            return failed(effect, MergeTrouble.HEAD_GONE, which + missing.detail());
        }
        if (outcome instanceof BranchMissing missing) {
            return failed(effect, MergeTrouble.REFUSED, which + missing.detail());
        }
        return failed(effect, MergeTrouble.REFUSED, which + ((Refused) outcome).detail());
    }

    private static Result failed(PrepareMerge effect, MergeTrouble trouble, String detail) {
        return Result.done(new MergeFailed(effect.attempt(), trouble, detail));
    }
}
