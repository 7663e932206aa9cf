package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import java.util.List;

/** Merges into a branch, for REST's merges and GraphQL's mergeBranch. Used under the repository's lock. */
public final class Merging {

    private Merging() {}

    /**
     * What came out of it.
     *
     * @param commit null when the head was in the base already
     */
    public record Outcome(String commit) {}

    /**
     * Makes a merge commit (always, as GitHub does) and moves the base branch to it.
     *
     * @param head a branch or a commit
     * @param message null for GitHub's own
     */
    public static Outcome merge(SimRepository repository, String base, String head, String message, SimUser actor) {
        String ref = "refs/heads/" + base;
        String tip = repository.refs().tip(ref).orElseThrow(() -> new Refusal(404, "Base does not exist"));
        GitCommit other =
                RepositoryRoutes.resolve(repository, head).orElseThrow(() -> new Refusal(404, "Head does not exist"));
        if (repository.git().graph().isAncestor(other.oid(), tip)) {
            return new Outcome(null);
        }
        String tree = repository
                .git()
                .merger()
                .mergeTree(tip, other.oid())
                .orElseThrow(() -> new Refusal(409, "Merge Conflict"));
        GitCommit.Signature author = repository.signature(actor);
        GitCommit merge = repository
                .git()
                .objects()
                .writeCommit(
                        tree,
                        List.of(tip, other.oid()),
                        author,
                        new GitCommit.Signature("GitHub", "noreply@github.com", author.when()),
                        message == null ? "Merge " + head + " into " + base : message);
        try {
            repository.refs().update(ref, merge.oid(), false, actor);
        } catch (Refusal refusal) {
            // a protected base is a conflict for this route, told apart by its message only
            throw refusal.status() == 422 ? new Refusal(409, refusal.getMessage()) : refusal;
        }
        return new Outcome(merge.oid());
    }
}
