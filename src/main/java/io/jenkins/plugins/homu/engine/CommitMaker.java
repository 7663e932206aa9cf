package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.message.CommitMessages;
import io.jenkins.plugins.homu.core.message.CommitMessages.Author;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitGateway.Outcome;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.port.GitHubGateway.PullCommit;
import io.jenkins.plugins.homu.port.GitHubGateway.Signature;
import java.util.List;
import java.util.Optional;

/** Makes commits to be tested that are no merges by GitHub's API: by the git program, squashed, or taken as they are. */
final class CommitMaker {
    private static final System.Logger LOG = System.getLogger(CommitMaker.class.getName());

    /** Makes the merge commit of base and head on the scratch branch. */
    interface TestMerge {
        /** @return the commit, or why there is none */
        Made make() throws GatewayException;
    }

    /** One of the two. */
    record Made(Optional<Commit> commit, Result failure) {}

    private final GitHubGateway gateway;
    private final GitGateway git;

    CommitMaker(GitHubGateway gateway, GitGateway git) {
        this.gateway = gateway;
        this.git = git;
    }

    /**
     * @param fork where tests run, if not in the repository itself
     * @param mayBeDone an earlier try may have taken effect
     */
    Result make(
            RepositoryId repository,
            Optional<RepositoryId> fork,
            PrepareMerge effect,
            CommitSha base,
            boolean mayBeDone,
            TestMerge merge)
            throws GatewayException {
        MergePlan plan = effect.plan();
        if (plan.method() == Method.FAST_FORWARD) {
            return fastForward(repository, fork, effect, base, mayBeDone);
        }
        return plan.local() ? local(repository, fork, effect, base) : squash(repository, effect, base, merge);
    }

    // ---- the git program ---------------------------------------------------------------------------------------

    private Result local(RepositoryId repository, Optional<RepositoryId> fork, PrepareMerge effect, CommitSha base)
            throws GatewayException {
        RepositoryId name = gateway.nameOf(repository);
        Optional<CommitSha> again = effect.reuse() ? effect.previousMerge() : Optional.empty();
        Outcome outcome = fork.isPresent()
                ? git.onFork(nameOfFork(gateway, fork.get(), effect.ciBranch())).make(name, effect, base, again)
                : git.make(name, effect, base, again);
        if (outcome instanceof Outcome.Made made) {
            return Result.done(new MergePrepared(effect.attempt(), base, made.commit(), made.tree(), false));
        }
        if (outcome instanceof Outcome.Conflict conflict) {
            return failed(effect, MergeTrouble.CONFLICT, which(effect, conflict.number()) + conflict.detail());
        }
        if (outcome instanceof Outcome.HeadMissing missing) {
            return failed(effect, MergeTrouble.HEAD_GONE, which(effect, missing.number()) + missing.detail());
        }
        if (outcome instanceof Outcome.NothingLeft nothing) {
            return nothingLeft(effect, nothing.number());
        }
        return failed(effect, MergeTrouble.REFUSED, ((Outcome.Refused) outcome).detail());
    }

    /**
     * What GitHub calls the fork now. It is asked, for git might be the first to go there since it was renamed, and doesn't
     * let itself be sent on.
     */
    static RepositoryId nameOfFork(GitHubGateway gateway, RepositoryId fork, String branch) throws GatewayException {
        Optional<CommitSha> tip = gateway.tip(fork, branch);
        LOG.log(System.Logger.Level.TRACE, "event=fork-asked fork={0} tip={1}", fork, tip);
        return gateway.nameOf(fork);
    }

    // ---- as they are -------------------------------------------------------------------------------------------

    private Result fastForward(
            RepositoryId repository,
            Optional<RepositoryId> fork,
            PrepareMerge effect,
            CommitSha base,
            boolean mayBeDone)
            throws GatewayException {
        CommitSha tip = base;
        for (AttemptMember pull : effect.pulls()) {
            if (gateway.isAncestor(repository, pull.head(), tip)) {
                return nothingLeft(effect, pull.number());
            }
            if (!gateway.isAncestor(repository, tip, pull.head())) {
                return gateway.commit(repository, pull.head()).isPresent()
                        ? failed(effect, MergeTrouble.NOT_ON_THE_TIP, which(effect, pull.number()))
                        : failed(effect, MergeTrouble.HEAD_GONE, which(effect, pull.number()) + "no such commit");
            }
            tip = pull.head();
        }
        if (fork.isPresent()) {
            return local(repository, fork, effect, base);
        }
        Optional<Commit> commit = gateway.commit(repository, tip);
        if (commit.isEmpty()) {
            return failed(effect, MergeTrouble.HEAD_GONE, "no such commit");
        }
        if (!mayBeDone && gateway.tip(repository, effect.ciBranch()).equals(Optional.of(tip))) {
            // It stands there from an earlier attempt: without a push CI would not begin again.
            Optional<String> refusal = gateway.setBranch(repository, effect.ciBranch(), base);
            if (refusal.isPresent()) {
                return failed(effect, MergeTrouble.REFUSED, refusal.get());
            }
        }
        return onCiBranch(repository, effect, base, commit.get());
    }

    // ---- squashed by the API -----------------------------------------------------------------------------------

    private Result squash(RepositoryId repository, PrepareMerge effect, CommitSha base, TestMerge merge)
            throws GatewayException {
        if (effect.plan().method() != Method.SQUASH || effect.pulls().size() != 1) {
            return failed(
                    effect,
                    MergeTrouble.REFUSED,
                    "merging several pull requests with the method "
                            + effect.plan().method().word() + " needs the git program; set local_git = true in [git]");
        }
        Made merged = merge.make();
        if (merged.commit().isEmpty()) {
            return merged.failure();
        }
        String tree = merged.commit().get().tree();
        Optional<Commit> before = gateway.commit(repository, base);
        AttemptMember pull = effect.pulls().get(0);
        if (before.isPresent() && before.get().tree().equals(tree)) {
            return nothingLeft(effect, pull.number());
        }
        List<PullCommit> commits = gateway.commits(repository, pull.number());
        Signature bot = new Signature(
                effect.plan().committer().name(),
                effect.plan().committer().email(),
                effect.plan().at());
        Signature author = commits.stream().map(PullCommit::author).findFirst().orElse(bot);
        String message = CommitMessages.withCoAuthors(
                effect.message(),
                CommitMessages.coAuthors(
                        new Author(author.name(), author.email()),
                        commits.stream()
                                .map(commit -> new Author(
                                        commit.author().name(), commit.author().email()))
                                .toList(),
                        commits.stream().map(PullCommit::message).toList()));
        if (effect.reuse()) {
            Optional<Commit> same = same(repository, effect, base, tree, message);
            if (same.isPresent()) {
                return onCiBranch(repository, effect, base, same.get());
            }
        }
        return onCiBranch(
                repository, effect, base, gateway.createCommit(repository, tree, List.of(base), message, author, bot));
    }

    /** The commit of the last attempt, if another one would only carry another time. */
    private Optional<Commit> same(
            RepositoryId repository, PrepareMerge effect, CommitSha base, String tree, String message)
            throws GatewayException {
        Optional<Commit> last = effect.previousMerge().isPresent()
                ? gateway.commit(repository, effect.previousMerge().get())
                : Optional.empty();
        return last.filter(commit -> commit.parents().equals(List.of(base))
                && commit.tree().equals(tree)
                && MergeMaker.tidy(commit.message()).equals(MergeMaker.tidy(message)));
    }

    // ---- what all of them end in -------------------------------------------------------------------------------

    private Result onCiBranch(RepositoryId repository, PrepareMerge effect, CommitSha base, Commit commit)
            throws GatewayException {
        Optional<String> refusal = gateway.setBranch(repository, effect.ciBranch(), commit.sha());
        return refusal.isPresent()
                ? failed(effect, MergeTrouble.REFUSED, refusal.get())
                : Result.done(new MergePrepared(effect.attempt(), base, commit.sha(), commit.tree(), false));
    }

    private static Result nothingLeft(PrepareMerge effect, int number) {
        return failed(effect, MergeTrouble.NOTHING_TO_MERGE, which(effect, number) + "the base has all of it already");
    }

    /** With several pull requests, it is worth telling which one it was. */
    private static String which(PrepareMerge effect, int number) {
        return effect.pulls().size() > 1 ? "#" + number + ": " : "";
    }

    private static Result failed(PrepareMerge effect, MergeTrouble trouble, String detail) {
        return Result.done(new MergeFailed(effect.attempt(), trouble, detail));
    }
}
