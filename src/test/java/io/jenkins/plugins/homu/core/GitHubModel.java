package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A small GitHub in memory: commits, branches, pull requests, reports of builders; what it does becomes webhooks. */
final class GitHubModel {
    /** @param file what a commit touches: two commits that touch the same, and don't know each other, conflict */
    record Commit(int index, CommitSha sha, List<CommitSha> parents, BitSet history, int file, String message) {}

    /** A head and since when it was that. */
    record HeadAt(CommitSha head, Instant since) {}

    /** An open or closed pull request. */
    static final class Pull {
        final int number;
        final List<HeadAt> heads = new ArrayList<>();
        final Set<String> labels = new TreeSet<>();
        final boolean fromHere;
        String base;
        String title = "Change";
        boolean draft;
        boolean open = true;
        Optional<CommitSha> mergedAs = Optional.empty();
        Instant updatedAt = Instant.EPOCH;
        Instant reopenedAt = Instant.EPOCH;

        Pull(int number, String base, boolean fromHere) {
            this.number = number;
            this.base = base;
            this.fromHere = fromHere;
        }

        CommitSha head() {
            return heads.get(heads.size() - 1).head();
        }
    }

    private final Map<CommitSha, Commit> commits = new HashMap<>();
    private final List<Commit> inOrder = new ArrayList<>();
    final Map<String, CommitSha> branches = new HashMap<>();
    final TreeMap<Integer, Pull> pulls = new TreeMap<>();
    final Map<CommitSha, Map<String, BuilderState>> results = new HashMap<>();
    final List<CommentAdded> comments = new ArrayList<>();
    /** Not yet delivered. */
    final List<Event> webhooks = new ArrayList<>();

    /** What gina and tim are as collaborators, and since when. */
    final Map<String, Level> levels = new TreeMap<>();

    private final Map<String, Instant> lostWriteAt = new TreeMap<>();

    private long nextComment = 1;

    void setLevel(String login, Level level, Instant now) {
        Level before = levels.put(login, level);
        if (before == Level.WRITE && level != Level.WRITE) {
            lostWriteAt.put(login, now);
        }
    }

    /** Whether somebody could write at some time since then. */
    boolean couldWriteSince(String login, Instant since) {
        return levels.get(login) == Level.WRITE
                || !lostWriteAt.getOrDefault(login, Instant.MIN).isBefore(since);
    }

    // ---- commits and branches ----------------------------------------------------------------------------------

    Commit commit(List<CommitSha> parents, int file, String message) {
        CommitSha sha = new CommitSha(String.format("%07x", inOrder.size() + 1) + "0".repeat(33));
        BitSet history = new BitSet();
        parents.forEach(parent -> history.or(commits.get(parent).history()));
        history.set(inOrder.size());
        Commit made = new Commit(inOrder.size(), sha, List.copyOf(parents), history, file, message);
        inOrder.add(made);
        commits.put(sha, made);
        return made;
    }

    Commit commit(CommitSha sha) {
        return commits.get(sha);
    }

    boolean isAncestor(CommitSha ancestor, CommitSha descendant) {
        return commits.get(descendant).history().get(commits.get(ancestor).index());
    }

    boolean conflicts(CommitSha head, CommitSha tip) {
        BitSet theirs = (BitSet) commits.get(tip).history().clone();
        theirs.andNot(commits.get(head).history());
        BitSet ours = (BitSet) commits.get(head).history().clone();
        ours.andNot(commits.get(tip).history());
        Set<Integer> files = new TreeSet<>();
        ours.stream().forEach(index -> files.add(inOrder.get(index).file()));
        files.remove(0);
        return theirs.stream()
                .anyMatch(index -> files.contains(inOrder.get(index).file()));
    }

    /** Moves a branch and tells of it; pull requests whose head it has by now are closed as merged. */
    void moveBranch(String branch, CommitSha tip, boolean forced, Instant now) {
        Optional<CommitSha> before = Optional.ofNullable(branches.put(branch, tip));
        webhooks.add(new Event.BranchPushed(
                branch, before, Optional.of(tip), forced, commits.get(tip).message(), "somebody"));
        for (Pull pull : pulls.values()) {
            if (pull.open && pull.base.equals(branch) && isAncestor(pull.head(), tip)) {
                pull.mergedAs = Optional.of(tip);
                close(pull, now);
            }
        }
    }

    // ---- pull requests -----------------------------------------------------------------------------------------

    Pull openPull(String base, boolean fromHere, int file, Instant now) {
        Pull pull = new Pull(pulls.size() + 1, base, fromHere);
        CommitSha head = commit(List.of(branches.get(base)), file, "Head").sha();
        pull.heads.add(new HeadAt(head, now));
        pulls.put(pull.number, pull);
        tell(PullAction.OPENED, pull, now);
        return pull;
    }

    /** One whose title is its branch, opened by us. */
    Pull openPull(String base, String branch, CommitSha head, Instant now) {
        Pull pull = new Pull(pulls.size() + 1, base, true);
        pull.title = branch;
        pull.heads.add(new HeadAt(head, now));
        pulls.put(pull.number, pull);
        tell(PullAction.OPENED, pull, now);
        return pull;
    }

    void push(Pull pull, int file, Instant now) {
        CommitSha before = pull.head();
        CommitSha head = commit(List.of(before), file, "Head").sha();
        pull.heads.add(new HeadAt(head, now));
        if (pull.fromHere) {
            webhooks.add(new Event.BranchPushed(
                    "topic-" + pull.number, Optional.of(before), Optional.of(head), false, "Head", "dave"));
        }
        tell(PullAction.PUSHED, pull, now);
    }

    void tell(PullAction action, Pull pull, Instant now) {
        pull.updatedAt = now;
        webhooks.add(new Event.PullChanged(action, snapshot(pull), "dave"));
    }

    void close(Pull pull, Instant now) {
        pull.open = false;
        pull.updatedAt = now;
        webhooks.add(new Event.PullClosed(snapshot(pull), "dave"));
    }

    PullSnapshot snapshot(Pull pull) {
        return new PullSnapshot(
                pull.number,
                pull.title,
                "",
                "dave",
                pull.head(),
                "topic-" + pull.number,
                Optional.of(pull.fromHere ? "acme" : "dave"),
                pull.base,
                pull.draft,
                pull.labels,
                List.of(),
                Mergeability.UNKNOWN,
                pull.open,
                pull.mergedAs.isPresent(),
                pull.mergedAs,
                pull.updatedAt);
    }

    Mergeability mergeability(Pull pull) {
        return conflicts(pull.head(), branches.get(pull.base)) ? Mergeability.CONFLICTING : Mergeability.MERGEABLE;
    }

    CommentAdded comment(Pull pull, String author, String text, Optional<CommitSha> reviewed, Instant now) {
        CommentAdded comment = new CommentAdded(
                reviewed.isPresent() ? CommentSource.REVIEW : CommentSource.ISSUE_COMMENT,
                nextComment++,
                pull.number,
                author,
                text.lines().toList(),
                reviewed,
                "",
                now,
                false);
        pull.updatedAt = now;
        comments.add(comment);
        webhooks.add(comment);
        return comment;
    }

    // ---- builders ----------------------------------------------------------------------------------------------

    /** A builder says something on a commit. The context of a check begins with {@code check:}. */
    void report(CommitSha sha, String context, BuilderState result) {
        results.computeIfAbsent(sha, key -> new TreeMap<>()).put(context, result);
        webhooks.add(new Event.ResultsReported(List.of(reported(sha, context, result))));
    }

    List<Reported> results(CommitSha sha) {
        return results.getOrDefault(sha, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() != BuilderState.WAITING)
                .map(entry -> reported(sha, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Reported reported(CommitSha sha, String context, BuilderState result) {
        boolean isCheck = context.startsWith("check:");
        return new Reported(
                isCheck ? ReportKind.CHECK : ReportKind.STATUS,
                sha,
                isCheck ? context.substring("check:".length()) : context,
                result,
                Optional.empty(),
                "");
    }
}
