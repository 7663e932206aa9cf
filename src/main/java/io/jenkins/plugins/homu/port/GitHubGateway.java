package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the queue needs of GitHub. Each call throws {@link GatewayException} when it got no usable answer; answers that
 * mean something to the queue (a conflict, a refusal) are return values. Calls block; implementations are safe for use by
 * many threads, keep to GitHub's limits, and retry nothing that may have taken effect: the caller looks first.
 */
public interface GitHubGateway {
    /** Login of the account we act as. */
    String login() throws GatewayException;

    /** What GitHub calls a repository that was renamed or transferred, as far as earlier calls have shown. Asks nothing. */
    Optional<RepositoryId> renamed(RepositoryId repository);

    /** What GitHub calls a repository, as far as earlier calls have shown. Asks nothing. */
    default RepositoryId nameOf(RepositoryId repository) {
        return renamed(repository).orElse(repository);
    }

    /** Where a branch stands; empty when there is no such branch. */
    Optional<CommitSha> tip(RepositoryId repository, String branch) throws GatewayException;

    /** @param tree name of the commit's tree */
    record Commit(CommitSha sha, List<CommitSha> parents, String tree, String message) {
        public Commit {
            parents = List.copyOf(parents);
        }
    }

    /** Empty when there is no such commit. */
    Optional<Commit> commit(RepositoryId repository, CommitSha sha) throws GatewayException;

    /** The commit that is meant; empty when there is none, when it may be another, or when a branch is called so. */
    Optional<CommitSha> find(RepositoryId repository, AbbreviatedSha sha) throws GatewayException;

    /** Whether {@code descendant} is {@code ancestor} or has it in its history. False when either is unknown. */
    boolean isAncestor(RepositoryId repository, CommitSha ancestor, CommitSha descendant) throws GatewayException;

    /**
     * Put a branch of our own at a commit, wherever it stood; creates it. Not for base branches.
     *
     * @return empty, or GitHub's words when it refuses (a protected name, an unknown commit)
     */
    Optional<String> setBranch(RepositoryId repository, String branch, CommitSha sha) throws GatewayException;

    /** What came of a merge. */
    sealed interface MergeOutcome {
        record Merged(Commit commit) implements MergeOutcome {}

        /** The branch has the head already. */
        record AlreadyThere() implements MergeOutcome {}

        record Conflict(String detail) implements MergeOutcome {}

        record HeadMissing(String detail) implements MergeOutcome {}

        record BranchMissing(String detail) implements MergeOutcome {}

        record Refused(String detail) implements MergeOutcome {}
    }

    /** Merge a commit into a branch of our own, which moves it. */
    MergeOutcome merge(RepositoryId repository, String branch, CommitSha head, String message) throws GatewayException;

    /** Who wrote or committed, and when, in whole seconds. */
    record Signature(String name, String email, Instant when) {}

    /** A commit of a pull request. */
    record PullCommit(CommitSha sha, Signature author, String message) {}

    /** The commits of a pull request that are no merges, oldest first; of a long one GitHub shows the first 250. */
    List<PullCommit> commits(RepositoryId repository, int number) throws GatewayException;

    /** Make a commit, which is on no branch by that; the same one when called again with the same. */
    Commit createCommit(
            RepositoryId repository,
            String tree,
            List<CommitSha> parents,
            String message,
            Signature author,
            Signature committer)
            throws GatewayException;

    /** Close a pull request; one that is closed stays so. */
    void close(RepositoryId repository, int number) throws GatewayException;

    /** What came of moving a base branch. */
    sealed interface MoveOutcome {
        record Moved() implements MoveOutcome {}

        record NotFastForward(String detail) implements MoveOutcome {}

        /** @param number the pull request whose head or base is no longer the expected one, or which is closed */
        record HeadChanged(int number, String detail) implements MoveOutcome {}

        record Refused(String detail) implements MoveOutcome {}
    }

    /**
     * Move a base branch without force, only from {@code from} to {@code to}: by compare-and-swap where GitHub offers it.
     * Where that is at no extra price, or {@code verifyHeads} is set, the pull requests' heads and bases are checked first.
     */
    MoveOutcome moveBase(
            RepositoryId repository,
            String branch,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> pulls,
            boolean verifyHeads)
            throws GatewayException;

    /** Remove a branch of our own. One that isn't there is removed already. */
    void deleteBranch(RepositoryId repository, String branch) throws GatewayException;

    /** The commit that GitHub itself has made of an open pull request's head and its base, to see whether it merges. */
    Optional<CommitSha> testMerge(RepositoryId repository, int number) throws GatewayException;

    /** What came of asking for a pull request. */
    sealed interface OpenOutcome {
        record Opened(int number) implements OpenOutcome {}

        record Refused(String detail) implements OpenOutcome {}
    }

    /** What a pull request is opened of: a branch of the repository itself, or of a fork of it. */
    record Head(RepositoryId repository, String branch) {
        /** As GitHub names it, without a word on which fork of one owner's it is. */
        public String label() {
            return repository.owner() + ":" + branch;
        }
    }

    /** Open a pull request. */
    OpenOutcome openPull(RepositoryId repository, String title, Head head, String base, String body)
            throws GatewayException;

    /** The newest pull request, open or closed, with that head. */
    Optional<Integer> findPull(RepositoryId repository, Head head) throws GatewayException;

    /** The fork that the account we act as has of a repository; it is made if there is none, which takes GitHub a while. */
    RepositoryId fork(RepositoryId repository) throws GatewayException;

    /** @return the comment's id */
    long comment(RepositoryId repository, int number, String body) throws GatewayException;

    /** The newest comment of ours since {@code since} that contains {@code marker}. */
    Optional<Long> findComment(RepositoryId repository, int number, String marker, Instant since)
            throws GatewayException;

    void editComment(RepositoryId repository, long commentId, String body) throws GatewayException;

    /**
     * Thumb up; a second one is the first. One for what was deleted is nobody's loss.
     *
     * @return false: there can be none on this, nothing happened
     */
    boolean acknowledge(RepositoryId repository, int number, CommentSource source, long commentId)
            throws GatewayException;

    /** @param url empty: no link */
    void setStatus(
            RepositoryId repository,
            CommitSha sha,
            String context,
            StatusState state,
            String description,
            Optional<String> url)
            throws GatewayException;

    void addLabels(RepositoryId repository, int number, List<String> labels) throws GatewayException;

    /** A label that isn't there is removed already. */
    void removeLabel(RepositoryId repository, int number, String label) throws GatewayException;

    /** Empty when there is no such pull request. */
    Optional<PullSnapshot> pull(RepositoryId repository, int number) throws GatewayException;

    /** All open pull requests and the comments written since then. */
    record OpenPulls(List<PullSnapshot> pulls, List<CommentAdded> comments) {
        public OpenPulls {
            pulls = List.copyOf(pulls);
            comments = List.copyOf(comments);
        }
    }

    /** @param commentsSince empty: no comments are wanted; comments come with {@code late} set */
    OpenPulls openPulls(RepositoryId repository, Optional<Instant> commentsSince) throws GatewayException;

    /** Of all open pull requests on a base, by one reading; UNKNOWN where GitHub is still computing. */
    Map<Integer, Mergeability> mergeability(RepositoryId repository, String baseRef) throws GatewayException;

    /** Of those pull requests; without the ones that are not open. */
    Map<Integer, Mergeability> mergeability(RepositoryId repository, List<Integer> numbers) throws GatewayException;

    /**
     * All commit statuses (the newest of each context) and check runs (the newest of each name) of a commit.
     *
     * @param wanted STATUS, CHECK or both; for others GitHub isn't asked, since a token may not be allowed to read them
     */
    List<Reported> results(RepositoryId repository, CommitSha sha, Set<ReportKind> wanted) throws GatewayException;

    /**
     * What somebody may do in a repository as a collaborator; empty: nothing, or there is no such account. Everybody has
     * READ in a public one.
     */
    Optional<Level> permission(RepositoryId repository, String login) throws GatewayException;

    /**
     * Whether somebody is an active member of a team, or of one below it.
     *
     * @param repository on behalf of which it is asked
     * @param team {@code organisation/team}, by the names in its address
     */
    boolean isTeamMember(RepositoryId repository, String team, String login) throws GatewayException;

    /** Stop workflow runs on a commit that are not complete. Where GitHub has no such runs, nothing happens. */
    void cancelRuns(RepositoryId repository, CommitSha sha) throws GatewayException;
}
