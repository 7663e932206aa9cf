package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.message.CommitMessages;
import io.jenkins.plugins.homu.core.message.CommitMessages.Author;
import io.jenkins.plugins.homu.core.message.Markdown;
import io.jenkins.plugins.homu.git.Autosquash.Group;
import io.jenkins.plugins.homu.git.Autosquash.Named;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes commits out of commits, without a work tree. A commit is put onto another by a merge of three trees, as git's own
 * rebase does it: what comes of it is git's work, but no file of the repository is ever written where it could be run, be
 * followed as a link, or ask for a filter.
 */
final class Rewriter {
    /** A pull request of more commits is no work for people. */
    private static final int MOST_COMMITS = 1000;

    private static final int MOST_CONFLICTS = 5;
    private static final String NOBODY = "homu <homu@invalid> 0 +0000";

    /** It can't be made. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Stopped(Outcome outcome) {
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    private final GitProcess git;
    private final MergePlan plan;
    private final String committer;

    /** @param at the time of what is made */
    Rewriter(GitProcess git, MergePlan plan, Instant at) {
        this.git = git;
        this.plan = plan;
        this.committer = RawCommit.signature(plan.committer(), at);
    }

    RawCommit read(String sha) throws GitFailure, GatewayException {
        return RawCommit.parse(git.run("cat-file", "commit", sha).bytes());
    }

    private String write(RawCommit commit) throws GitFailure, GatewayException {
        return git.run(commit.bytes(), "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
                .line();
    }

    /**
     * One pull request put onto a commit.
     *
     * @param index of the pull request in the plan
     * @return the new commit's name
     */
    String put(String onto, String head, int number, int index, String message)
            throws GitFailure, GatewayException, Stopped {
        if (isAncestor(head, onto)) {
            throw new Stopped(new Outcome.NothingLeft(number));
        }
        return switch (plan.method()) {
            case MERGE -> merge(onto, plan.autosquash() ? folded(onto, head, number) : head, number, message);
            case LINEAR -> linear(onto, head, number, plan.trailers().get(index));
            case SQUASH -> squash(onto, head, number, message);
            case FAST_FORWARD -> throw new IllegalArgumentException("There is nothing to make for a fast forward");
        };
    }

    // ---- the methods -------------------------------------------------------------------------------------------

    private String merge(String onto, String head, int number, String message)
            throws GitFailure, GatewayException, Stopped {
        String tree = mergeTrees(onto, head, number, "");
        return write(ours(tree, List.of(onto, head), committer, message));
    }

    /** The head itself where nothing is to be folded. */
    private String folded(String onto, String head, int number) throws GitFailure, GatewayException, Stopped {
        List<Named> commits = commits(onto, head);
        if (commits.stream().noneMatch(commit -> Autosquash.isFold(commit.commit()))) {
            return head;
        }
        GitProcess.Output base = git.ask(new byte[0], "merge-base", onto, head);
        if (base.code() != 0) {
            throw new Stopped(new Outcome.Refused(
                    "the pull request and the base branch have no commit in common, so nothing can be folded"));
        }
        return replay(base.line(), Autosquash.groups(commits, true), number, Optional.empty());
    }

    private String linear(String onto, String head, int number, String trailer)
            throws GitFailure, GatewayException, Stopped {
        List<Group> groups = Autosquash.groups(commits(onto, head), plan.autosquash());
        String made = replay(onto, groups, number, Optional.of(trailer));
        if (made.equals(onto)) {
            throw new Stopped(new Outcome.NothingLeft(number));
        }
        return made;
    }

    private String squash(String onto, String head, int number, String message)
            throws GitFailure, GatewayException, Stopped {
        String tree = mergeTrees(onto, head, number, "");
        if (tree.equals(read(onto).tree())) {
            throw new Stopped(new Outcome.NothingLeft(number));
        }
        List<RawCommit> commits = new ArrayList<>();
        for (Named commit : commits(onto, head)) {
            commits.add(commit.commit());
        }
        RawCommit first = commits.isEmpty() ? read(head) : commits.get(0);
        List<Author> others = CommitMessages.coAuthors(
                author(first),
                commits.stream().map(Rewriter::author).toList(),
                commits.stream()
                        .map(commit -> RawCommit.decoded(commit.message()))
                        .toList());
        return write(ours(tree, List.of(onto), first.author(), CommitMessages.withCoAuthors(message, others)));
    }

    private static Author author(RawCommit commit) {
        return new Author(commit.authorName(), commit.authorEmail());
    }

    private RawCommit ours(String tree, List<String> parents, String author, String message) {
        return new RawCommit(
                tree, parents, author, committer, Optional.empty(), RawCommit.encoded(message.strip()) + "\n");
    }

    // ---- one by one --------------------------------------------------------------------------------------------

    /** @return {@code onto} itself where nothing of it is left */
    private String replay(String onto, List<Group> groups, int number, Optional<String> trailer)
            throws GitFailure, GatewayException, Stopped {
        String tip = onto;
        String tree = read(onto).tree();
        for (Group group : groups) {
            String before = tree;
            boolean wasEmpty = isEmpty(group.main().commit());
            tree = pick(tree, group.main(), number);
            for (Named fold : group.folded()) {
                tree = pick(tree, fold, number);
            }
            if (tree.equals(before) && !wasEmpty) {
                // The base has it already, or what is folded takes it back.
                continue;
            }
            RawCommit commit = group.main().commit();
            tip = write(new RawCommit(
                    tree, List.of(tip), commit.author(), committer, commit.encoding(), message(group, trailer)));
        }
        return tip;
    }

    private static String message(Group group, Optional<String> trailer) {
        String message = group.message();
        return trailer.map(lines ->
                        Markdown.withoutSwitches(message).stripTrailing() + "\n\n" + RawCommit.encoded(lines) + "\n")
                .orElse(message);
    }

    private boolean isEmpty(RawCommit commit) throws GitFailure, GatewayException {
        return !commit.parents().isEmpty()
                && read(commit.parents().get(0)).tree().equals(commit.tree());
    }

    /** The tree with what a commit changed changed in it. */
    private String pick(String tree, Named named, int number) throws GitFailure, GatewayException, Stopped {
        RawCommit commit = named.commit();
        if (!commit.parents().isEmpty()) {
            String parentTree = read(commit.parents().get(0)).tree();
            if (parentTree.equals(tree)) {
                return commit.tree();
            }
            if (parentTree.equals(commit.tree())) {
                return tree;
            }
        }
        // This git can't be told which tree two have in common. It finds the right one where both are children of one.
        String stand = write(new RawCommit(tree, commit.parents(), NOBODY, NOBODY, Optional.empty(), "stand-in\n"));
        return mergeTrees(stand, named.sha(), number, "commit " + named.sha().substring(0, 7) + ": ");
    }

    // ---- git ---------------------------------------------------------------------------------------------------

    private List<Named> commits(String onto, String head) throws GitFailure, GatewayException, Stopped {
        List<String> names = git.run(
                        "rev-list",
                        "--reverse",
                        "--topo-order",
                        "--no-merges",
                        "--max-count=" + (MOST_COMMITS + 1),
                        "--end-of-options",
                        head,
                        "^" + onto)
                .text()
                .lines()
                .toList();
        if (names.size() > MOST_COMMITS) {
            throw new Stopped(new Outcome.Refused(
                    "the pull request has more than " + MOST_COMMITS + " commits, which can't be handled one by one"));
        }
        List<Named> commits = new ArrayList<>();
        for (String name : names) {
            commits.add(new Named(name, read(name)));
        }
        return commits;
    }

    private boolean isAncestor(String ancestor, String descendant) throws GitFailure, GatewayException {
        GitProcess.Output output = git.ask(new byte[0], "merge-base", "--is-ancestor", ancestor, descendant);
        if (output.code() > 1) {
            throw new GitFailure("merge-base", output.code(), output.words());
        }
        return output.code() == 0;
    }

    private String mergeTrees(String ours, String theirs, int number, String where)
            throws GitFailure, GatewayException, Stopped {
        GitProcess.Output output = git.ask(
                new byte[0], "merge-tree", "--write-tree", "--name-only", "--allow-unrelated-histories", ours, theirs);
        if (output.code() == 0) {
            return output.line();
        }
        if (output.code() != 1) {
            throw new GitFailure("merge-tree", output.code(), output.words());
        }
        String conflicts = new String(output.bytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("CONFLICT"))
                .limit(MOST_CONFLICTS)
                .collect(Collectors.joining("; "));
        throw new Stopped(new Outcome.Conflict(number, where + conflicts));
    }
}
