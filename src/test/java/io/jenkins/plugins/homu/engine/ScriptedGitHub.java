package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
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
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * What the engine sees of GitHub, in memory: branches, commits and comments of each repository, a record of all calls,
 * and faults on demand, before a call takes effect or after. Long, because it implements the whole gateway, in methods of a
 * few lines.
 */
final class ScriptedGitHub implements GitHubGateway {
    /** Something to happen in place of a call, or around it. */
    interface Fault {
        default void before(String call) throws GatewayException {}

        default void after(String call) throws GatewayException {}
    }

    record Comment(int number, long id, String body) {}

    private static final class Repo {
        private final Map<String, CommitSha> branches = new LinkedHashMap<>();
        private final List<CommitSha> moves = new ArrayList<>();
        private final Map<String, List<CommitSha>> stale = new HashMap<>();
        private final List<Comment> comments = new CopyOnWriteArrayList<>();
        private final Map<Integer, PullSnapshot> pulls = new TreeMap<>();
        private final Map<Integer, Mergeability> mergeability = new TreeMap<>();
        private final Map<String, Level> levels = new TreeMap<>();
        private final Map<String, Set<String>> members = new TreeMap<>();
        private final ArrayDeque<Map<Integer, Mergeability>> mergeabilityAnswers = new ArrayDeque<>();
        private final Map<CommitSha, List<Reported>> results = new HashMap<>();
    }

    private final Map<RepositoryId, Repo> repos = new HashMap<>();
    private final Map<RepositoryId, RepositoryId> newNames = new HashMap<>();
    private final Map<CommitSha, Commit> commits = new HashMap<>();
    private final Set<CommitSha> conflicting = new HashSet<>();
    private final Map<Integer, List<PullCommit>> pullCommits = new HashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, ArrayDeque<Fault>> faults = new HashMap<>();
    private final Map<String, CountDownLatch> blocked = new HashMap<>();
    private int count;
    private boolean reviewReactions = true;
    private double failingChance;
    private Random failing = new Random(0);

    // ---- what tests arrange and look at --------------------------------------------------------------------------

    private synchronized Repo repo(RepositoryId id) {
        return repos.computeIfAbsent(id, key -> new Repo());
    }

    synchronized CommitSha newCommit(String message, CommitSha... parents) {
        count++;
        CommitSha sha = new CommitSha(String.format("%040x", count));
        commits.put(sha, new Commit(sha, List.of(parents), "tree" + count, message));
        return sha;
    }

    synchronized void rename(RepositoryId repository, RepositoryId name) {
        newNames.put(repository, name);
    }

    /** A commit of that very name. */
    synchronized void commit(CommitSha sha) {
        commits.put(sha, new Commit(sha, List.of(), "tree", "message"));
    }

    synchronized void branch(RepositoryId repository, String name, CommitSha sha) {
        repo(repository).branches.put(name, sha);
    }

    synchronized Optional<CommitSha> branch(RepositoryId repository, String name) {
        return Optional.ofNullable(repo(repository).branches.get(name));
    }

    /** The next readings of the tip show an older commit. */
    synchronized void showStale(RepositoryId repository, String branch, CommitSha old, int times) {
        List<CommitSha> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(old);
        }
        repo(repository).stale.put(branch, answers);
    }

    /** As a GitHub without GraphQL. */
    synchronized void withoutReactionsToReviews() {
        reviewReactions = false;
    }

    synchronized void pullCommits(int number, PullCommit... list) {
        pullCommits.put(number, List.of(list));
    }

    synchronized void conflicts(CommitSha head) {
        conflicting.add(head);
    }

    synchronized void open(RepositoryId repository, PullSnapshot pull) {
        repo(repository).pulls.put(pull.number(), pull);
    }

    synchronized void nextMergeability(RepositoryId repository, Map<Integer, Mergeability> answer) {
        repo(repository).mergeabilityAnswers.add(answer);
    }

    synchronized void result(RepositoryId repository, Reported report) {
        repo(repository)
                .results
                .computeIfAbsent(report.sha(), key -> new ArrayList<>())
                .add(report);
    }

    List<Comment> comments(RepositoryId repository) {
        return repo(repository).comments;
    }

    /** Where base branches were moved to, in order. */
    synchronized List<CommitSha> moves(RepositoryId repository) {
        return List.copyOf(repo(repository).moves);
    }

    synchronized Commit get(CommitSha sha) {
        return commits.get(sha);
    }

    /** With that chance, a call fails before it takes effect, or after. */
    synchronized void failAtRandom(double chance, Random random) {
        failingChance = chance;
        failing = random;
    }

    private synchronized boolean fails() {
        return failingChance > 0 && failing.nextDouble() < failingChance;
    }

    /** Each as {@code owner/name call details}. */
    List<String> calls() {
        return calls;
    }

    List<String> calls(String word) {
        return calls.stream().filter(call -> call.contains(word)).toList();
    }

    /** @param call the method's name */
    synchronized void fault(String call, Fault fault) {
        faults.computeIfAbsent(call, key -> new ArrayDeque<>()).add(fault);
    }

    void failBefore(String call, GatewayException e) {
        fault(call, new Fault() {
            @Override
            public void before(String name) throws GatewayException {
                throw e;
            }
        });
    }

    /** The call takes effect, and its answer is lost. */
    void failAfter(String call, GatewayException e) {
        fault(call, new Fault() {
            @Override
            public void after(String name) throws GatewayException {
                throw e;
            }
        });
    }

    static GatewayException lost() {
        return GatewayException.transientTrouble(0, "connection lost", Optional.empty(), null);
    }

    static GatewayException limited(Duration wait) {
        return GatewayException.transientTrouble(429, "rate limit", Optional.of(wait), null);
    }

    /** All calls of a repository wait until the latch is counted down. */
    synchronized CountDownLatch block(RepositoryId repository) {
        CountDownLatch latch = new CountDownLatch(1);
        blocked.put(repository.toString(), latch);
        return latch;
    }

    // ---- calls -----------------------------------------------------------------------------------------------------

    private interface Body<T> {
        T run(Repo repo);
    }

    private <T> T call(RepositoryId repository, String name, String details, Body<T> body) throws GatewayException {
        calls.add(repository + " " + name + " " + details);
        CountDownLatch latch;
        Fault fault;
        synchronized (this) {
            latch = blocked.get(repository.toString());
            ArrayDeque<Fault> waiting = faults.get(name);
            fault = waiting == null ? null : waiting.poll();
        }
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw GatewayException.transientTrouble(0, "interrupted", Optional.empty(), e);
            }
        }
        if (fault != null) {
            fault.before(name);
        }
        if (fails()) {
            throw lost();
        }
        T result;
        synchronized (this) {
            result = body.run(repo(repository));
        }
        if (fault != null) {
            fault.after(name);
        }
        if (fails()) {
            throw lost();
        }
        return result;
    }

    @Override
    public String login() {
        return "homu";
    }

    @Override
    public synchronized Optional<RepositoryId> renamed(RepositoryId repository) {
        return Optional.ofNullable(newNames.get(repository));
    }

    @Override
    public Optional<CommitSha> tip(RepositoryId repository, String branch) throws GatewayException {
        return call(repository, "tip", branch, repo -> {
            List<CommitSha> stale = repo.stale.getOrDefault(branch, new ArrayList<>());
            return stale.isEmpty() ? Optional.ofNullable(repo.branches.get(branch)) : Optional.of(stale.remove(0));
        });
    }

    @Override
    public Optional<Commit> commit(RepositoryId repository, CommitSha sha) throws GatewayException {
        return call(repository, "commit", sha.abbreviated(), repo -> Optional.ofNullable(commits.get(sha)));
    }

    @Override
    public Optional<CommitSha> find(RepositoryId repository, AbbreviatedSha sha) throws GatewayException {
        return call(repository, "find", sha.digits(), repo -> {
            List<CommitSha> found = commits.keySet().stream().filter(sha::fits).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        });
    }

    @Override
    public boolean isAncestor(RepositoryId repository, CommitSha ancestor, CommitSha descendant)
            throws GatewayException {
        return call(repository, "isAncestor", "", repo -> reaches(descendant, ancestor));
    }

    private boolean reaches(CommitSha from, CommitSha to) {
        ArrayDeque<CommitSha> open = new ArrayDeque<>(List.of(from));
        Set<CommitSha> seen = new HashSet<>();
        while (!open.isEmpty()) {
            CommitSha sha = open.remove();
            if (sha.equals(to)) {
                return true;
            }
            if (seen.add(sha) && commits.containsKey(sha)) {
                open.addAll(commits.get(sha).parents());
            }
        }
        return false;
    }

    @Override
    public Optional<String> setBranch(RepositoryId repository, String branch, CommitSha sha) throws GatewayException {
        return call(repository, "setBranch", branch, repo -> {
            if (!commits.containsKey(sha)) {
                return Optional.of("Object does not exist");
            }
            repo.branches.put(branch, sha);
            return Optional.empty();
        });
    }

    @Override
    public MergeOutcome merge(RepositoryId repository, String branch, CommitSha head, String message)
            throws GatewayException {
        return call(repository, "merge", branch, repo -> {
            CommitSha tip = repo.branches.get(branch);
            if (tip == null) {
                return new MergeOutcome.BranchMissing("Base does not exist");
            }
            if (!commits.containsKey(head)) {
                return new MergeOutcome.HeadMissing("Head does not exist");
            }
            if (reaches(tip, head)) {
                return new MergeOutcome.AlreadyThere();
            }
            if (conflicting.contains(head)) {
                return new MergeOutcome.Conflict("Merge conflict");
            }
            CommitSha merge = newCommit(message, tip, head);
            repo.branches.put(branch, merge);
            return new MergeOutcome.Merged(commits.get(merge));
        });
    }

    @Override
    public List<PullCommit> commits(RepositoryId repository, int number) throws GatewayException {
        return call(
                repository, "commits", "#" + number, repo -> List.copyOf(pullCommits.getOrDefault(number, List.of())));
    }

    @Override
    public Commit createCommit(
            RepositoryId repository,
            String tree,
            List<CommitSha> parents,
            String message,
            Signature author,
            Signature committer)
            throws GatewayException {
        return call(repository, "createCommit", author.name(), repo -> {
            String content = tree + parents + message + author + committer;
            CommitSha sha =
                    new CommitSha(String.format("%08x", content.hashCode()).repeat(5));
            return commits.computeIfAbsent(sha, key -> new Commit(key, parents, tree, message));
        });
    }

    @Override
    public void close(RepositoryId repository, int number) throws GatewayException {
        call(repository, "close", "#" + number, repo -> null);
    }

    @Override
    public MoveOutcome moveBase(
            RepositoryId repository,
            String branch,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> pulls,
            boolean verifyHeads)
            throws GatewayException {
        return call(repository, "moveBase", branch, repo -> {
            if (!from.equals(repo.branches.get(branch))) {
                return new MoveOutcome.NotFastForward("Update is not a fast forward");
            }
            repo.branches.put(branch, to);
            repo.moves.add(to);
            repo.pulls.values().removeIf(pull -> reaches(to, pull.head()));
            return new MoveOutcome.Moved();
        });
    }

    @Override
    public long comment(RepositoryId repository, int number, String body) throws GatewayException {
        return call(repository, "comment", "#" + number, repo -> {
            long id = 1000L + repo.comments.size();
            repo.comments.add(new Comment(number, id, body));
            return id;
        });
    }

    @Override
    public Optional<Long> findComment(RepositoryId repository, int number, String marker, Instant since)
            throws GatewayException {
        return call(repository, "findComment", "#" + number, repo -> repo.comments.stream()
                .filter(comment -> comment.number() == number && comment.body().contains(marker))
                .map(Comment::id)
                .findFirst());
    }

    @Override
    public void editComment(RepositoryId repository, long commentId, String body) throws GatewayException {
        call(repository, "editComment", String.valueOf(commentId), repo -> {
            repo.comments.replaceAll(
                    comment -> comment.id() == commentId ? new Comment(comment.number(), commentId, body) : comment);
            return true;
        });
    }

    @Override
    public boolean acknowledge(RepositoryId repository, int number, CommentSource source, long commentId)
            throws GatewayException {
        return call(
                repository,
                "acknowledge",
                "#" + number + " " + commentId,
                repo -> source != CommentSource.REVIEW || reviewReactions);
    }

    @Override
    public void setStatus(
            RepositoryId repository,
            CommitSha sha,
            String context,
            StatusState state,
            String description,
            Optional<String> url)
            throws GatewayException {
        call(
                repository,
                "setStatus",
                sha.abbreviated() + " " + context + " " + state + " " + description + " " + url.orElse("-"),
                repo -> true);
    }

    private final Map<Integer, CommitSha> testMerges = new HashMap<>();

    /** What GitHub has made of a pull request itself. */
    void testMerge(int number, CommitSha commit) {
        testMerges.put(number, commit);
    }

    @Override
    public Optional<CommitSha> testMerge(RepositoryId repository, int number) throws GatewayException {
        return call(repository, "testMerge", "#" + number, repo -> Optional.ofNullable(testMerges.get(number)));
    }

    @Override
    public void deleteBranch(RepositoryId repository, String branch) throws GatewayException {
        call(repository, "deleteBranch", branch, repo -> Optional.ofNullable(repo.branches.remove(branch)));
    }

    /** A pull request that was opened by us. */
    record Opened(int number, String title, String head, String base, String body) {}

    private final List<Opened> opened = new CopyOnWriteArrayList<>();
    private Optional<String> pullRefusal = Optional.empty();

    List<Opened> opened() {
        return opened;
    }

    void refusePulls(String why) {
        pullRefusal = Optional.of(why);
    }

    @Override
    public OpenOutcome openPull(RepositoryId repository, String title, Head head, String base, String body)
            throws GatewayException {
        return call(repository, "openPull", head.label(), repo -> {
            if (pullRefusal.isPresent()) {
                return new OpenOutcome.Refused(pullRefusal.get());
            }
            int number = 100 + opened.size();
            opened.add(new Opened(number, title, head.label(), base, body));
            return new OpenOutcome.Opened(number);
        });
    }

    @Override
    public Optional<Integer> findPull(RepositoryId repository, Head head) throws GatewayException {
        return call(repository, "findPull", head.label(), repo -> opened.stream()
                .filter(pull -> pull.head().equals(head.label()))
                .map(Opened::number)
                .findFirst());
    }

    @Override
    public RepositoryId fork(RepositoryId repository) throws GatewayException {
        return call(repository, "fork", "", repo -> new RepositoryId("someone", repository.name()));
    }

    @Override
    public void addLabels(RepositoryId repository, int number, List<String> labels) throws GatewayException {
        call(repository, "addLabels", "#" + number + " " + labels, repo -> true);
    }

    @Override
    public void removeLabel(RepositoryId repository, int number, String label) throws GatewayException {
        call(repository, "removeLabel", "#" + number + " " + label, repo -> true);
    }

    @Override
    public Optional<PullSnapshot> pull(RepositoryId repository, int number) throws GatewayException {
        return call(repository, "pull", "#" + number, repo -> Optional.ofNullable(repo.pulls.get(number)));
    }

    @Override
    public OpenPulls openPulls(RepositoryId repository, Optional<Instant> commentsSince) throws GatewayException {
        return call(
                repository,
                "openPulls",
                commentsSince.map(Instant::toString).orElse("-"),
                repo -> new OpenPulls(
                        repo.pulls.values().stream().filter(PullSnapshot::open).toList(), List.of()));
    }

    @Override
    public Map<Integer, Mergeability> mergeability(RepositoryId repository, String baseRef) throws GatewayException {
        return call(repository, "mergeability", baseRef, repo -> {
            Map<Integer, Mergeability> scripted = repo.mergeabilityAnswers.poll();
            return scripted == null ? repo.mergeability : scripted;
        });
    }

    @Override
    public Map<Integer, Mergeability> mergeability(RepositoryId repository, List<Integer> numbers)
            throws GatewayException {
        return call(repository, "mergeability", numbers.toString(), repo -> {
            Map<Integer, Mergeability> scripted = repo.mergeabilityAnswers.poll();
            return scripted == null ? Map.of() : scripted;
        });
    }

    @Override
    public List<Reported> results(RepositoryId repository, CommitSha sha, Set<ReportKind> wanted)
            throws GatewayException {
        return call(
                repository,
                "results",
                sha.abbreviated(),
                repo -> List.copyOf(repo.results.getOrDefault(sha, List.of())));
    }

    void level(RepositoryId repository, String login, Level level) {
        repo(repository).levels.put(login, level);
    }

    void member(RepositoryId repository, String team, String login) {
        repo(repository).members.computeIfAbsent(team, key -> new HashSet<>()).add(login);
    }

    @Override
    public Optional<Level> permission(RepositoryId repository, String login) throws GatewayException {
        return call(repository, "permission", login, repo -> Optional.ofNullable(repo.levels.get(login)));
    }

    @Override
    public boolean isTeamMember(RepositoryId repository, String team, String login) throws GatewayException {
        return call(repository, "isTeamMember", team + " " + login, repo -> repo.members
                .getOrDefault(team, Set.of())
                .contains(login));
    }

    @Override
    public void cancelRuns(RepositoryId repository, CommitSha sha) throws GatewayException {
        call(repository, "cancelRuns", sha.abbreviated(), repo -> true);
    }
}
