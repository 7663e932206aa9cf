package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway.Outcome;
import io.jenkins.plugins.homu.port.GitGateway.TestsOnFork;
import java.util.List;
import java.util.Optional;

/**
 * Pushes what is to be tested to a fork, and what was tested to the repository itself, onto a ref beside the branches: which
 * branch it is put on there is not this class' business.
 */
final class ForkGit implements TestsOnFork {
    /** No branch and no tag, so no CI builds it, and no list of branches shows it. */
    private static final String TESTED = "refs/homu/tested/";

    private final LocalGit git;
    private final RepositoryId fork;

    ForkGit(LocalGit git, RepositoryId fork) {
        this.git = git;
        this.fork = fork;
    }

    @Override
    public Outcome make(RepositoryId repository, PrepareMerge effect, CommitSha base, Optional<CommitSha> time)
            throws GatewayException {
        return git.make(LocalGit.FORK, Optional.of(fork), repository, effect, base, time);
    }

    @Override
    public Delivery deliver(RepositoryId repository, String baseRef, CommitSha base, CommitSha tested)
            throws GatewayException {
        return git.use(repository, Optional.of(fork), process -> deliver(process, baseRef, base, tested));
    }

    private static Delivery deliver(GitProcess process, String baseRef, CommitSha base, CommitSha tested)
            throws GitFailure, GatewayException {
        if (!isKnown(process, tested) && !fetch(process, base, tested)) {
            return new Delivery.Missing();
        }
        try {
            process.push(LocalGit.ORIGIN, "+" + tested + ":" + refOf(baseRef));
        } catch (GitFailure e) {
            if (LocalGit.isRejected(e)) {
                return new Delivery.Refused(LocalGit.said(e));
            }
            throw LocalGit.refusedOr(e);
        }
        return new Delivery.There();
    }

    /** Into a cache that was made anew. @return false: the fork has no such commit any more */
    private static boolean fetch(GitProcess process, CommitSha base, CommitSha tested)
            throws GitFailure, GatewayException {
        try {
            // Of all that the two have in common, nothing need come from the fork then.
            process.fetchPartially(LocalGit.ORIGIN, List.of("+" + base + ":refs/homu/kept/base"));
            process.fetch(LocalGit.FORK, List.of("+" + tested + ":refs/homu/kept/tested"));
            return true;
        } catch (GitFailure e) {
            if (e.says("not our ref " + tested, "unadvertised object " + tested)) {
                return false;
            }
            throw LocalGit.refusedOr(e);
        }
    }

    @Override
    public Optional<String> settle(RepositoryId repository, String baseRef, CommitSha tested) throws GatewayException {
        return git.use(repository, Optional.of(fork), process -> settle(process, baseRef, tested));
    }

    private static Optional<String> settle(GitProcess process, String baseRef, CommitSha tested)
            throws GitFailure, GatewayException {
        Optional<String> left = listed(process, LocalGit.ORIGIN, refOf(baseRef)).isEmpty()
                ? Optional.empty()
                : pushOrTell(process, LocalGit.ORIGIN, ":" + refOf(baseRef));
        Optional<String> behind = pushOrTell(process, LocalGit.FORK, tested + ":refs/heads/" + baseRef);
        return behind.or(() -> left);
    }

    /** @return what the other side says to it when it refuses */
    private static Optional<String> pushOrTell(GitProcess process, String remote, String what)
            throws GitFailure, GatewayException {
        try {
            process.push(remote, what);
            return Optional.empty();
        } catch (GitFailure e) {
            if (LocalGit.isRejected(e)) {
                return Optional.of(LocalGit.said(e));
            }
            throw LocalGit.refusedOr(e);
        }
    }

    /** Whether a branch stands at a commit. */
    static boolean standsAt(GitProcess process, String remote, String branch, String commit)
            throws GitFailure, GatewayException {
        return listed(process, remote, "refs/heads/" + branch).startsWith(commit);
    }

    /** Empty: there is no such ref. */
    private static String listed(GitProcess process, String remote, String ref) throws GitFailure, GatewayException {
        try {
            return process.run("ls-remote", "--quiet", "--", remote, ref).line();
        } catch (GitFailure e) {
            throw LocalGit.refusedOr(e);
        }
    }

    private static boolean isKnown(GitProcess process, CommitSha commit) throws GatewayException {
        return process.ask(new byte[0], "cat-file", "-e", commit + "^{commit}").code() == 0;
    }

    /** One for each base, since attempts on several may end at once. */
    private static String refOf(String baseRef) {
        return TESTED + LocalGit.digits(baseRef);
    }
}
