package io.jenkins.plugins.homu.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitRefs;
import io.jenkins.plugins.homu.simulator.git.GitRepository;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * A repository with its pull requests, in front of a real bare git repository. A repository and its forks share one
 * lock, for a push to a fork changes pull requests of its parent.
 *
 * <p>It is over 400 lines because all that people do with a repository is said through it, in methods of a few lines;
 * the rules are elsewhere: refs in {@link RefBook}, what follows from their moves in {@link Followers}, statuses in
 * {@link StatusBook}, issues in {@link IssueBook}, rights in {@link Access}.
 */
public final class SimRepository {

    static final GitCommit.Signature WEB_FLOW = new GitCommit.Signature("GitHub", "noreply@github.com", Instant.EPOCH);

    private final GitHubSimulator simulator;
    private final long id;
    private final SimUser owner;
    private final Network network;
    private final SimRepository parent;
    private final GitRepository git;
    private final Instant createdAt;
    private final RefBook refs = new RefBook(this);
    private final StatusBook statuses = new StatusBook(this);
    private final Access access = new Access(this);
    private final Followers followers = new Followers(this);
    private final IssueBook issues = new IssueBook(this);
    private final Map<Long, SimHook> hooks = new LinkedHashMap<>();
    private final Map<Long, SimDeployKey> deployKeys = new ConcurrentSkipListMap<>();
    private volatile String name;
    private volatile String defaultBranch = "main";
    private volatile Instant pushedAt;
    private volatile boolean isPrivate;
    private volatile SimUser gitUser;

    SimRepository(GitHubSimulator simulator, SimUser owner, String name, Path directory, SimRepository parent) {
        this.simulator = simulator;
        this.id = simulator.nextId();
        this.owner = owner;
        this.name = name;
        this.parent = parent;
        this.gitUser = owner;
        this.network = parent == null ? new Network() : parent.network;
        this.git = parent == null
                ? GitRepository.create(directory, defaultBranch)
                : parent.git.fork(directory, parent.defaultBranch);
        this.createdAt = simulator.now();
        this.pushedAt = createdAt;
        locked(() -> network.members().add(this));
    }

    // ---- stories ----

    /** The owner commits files straight to a branch, made when it isn't there; returns the commit. */
    public String commit(String branch, Map<String, String> files, String message) {
        return commitAs(owner, branch, files, message);
    }

    /** Somebody commits files straight to a branch and pushes it; returns the commit. */
    public String commitAs(SimUser user, String branch, Map<String, String> files, String message) {
        return locked(() -> {
            String ref = "refs/heads/" + branch;
            String before = refs.tip(ref).orElse(null);
            String from =
                    before == null ? refs.tip("refs/heads/" + defaultBranch).orElse(null) : before;
            String sha = write(user, from, files, message);
            refs.move(ref, before, sha, user);
            return sha;
        });
    }

    /** Makes a branch with one commit on top of another branch; returns the commit. */
    public String branch(String branch, String from, Map<String, String> files) {
        return locked(() -> {
            String sha = write(owner, tip(from), files, "Change " + String.join(", ", files.keySet()));
            refs.move("refs/heads/" + branch, refs.tip("refs/heads/" + branch).orElse(null), sha, owner);
            return sha;
        });
    }

    /** A person pushes to a branch past every queue. */
    public String pushDirectly(String branch, Map<String, String> files) {
        return commit(branch, files, "Hotfix on " + branch);
    }

    /** Sets a branch to a commit by force. */
    public void forcePush(String branch, String sha) {
        locked(() -> {
            String ref = "refs/heads/" + branch;
            refs.move(ref, refs.tip(ref).orElse(null), sha, owner);
        });
    }

    public void deleteBranch(String branch) {
        locked(() -> refs.move("refs/heads/" + branch, tip(branch), null, owner));
    }

    /** Writes a commit without moving any ref. */
    String write(SimUser user, String from, Map<String, String> files, String message) {
        String tree =
                from == null ? null : git.objects().commit(from).orElseThrow().tree();
        GitCommit.Signature who = signature(user);
        List<String> parents = from == null ? List.of() : List.of(from);
        return git.objects()
                .writeCommit(git.objects().writeFiles(tree, files), parents, who, who, message)
                .oid();
    }

    /** Somebody forks the repository, with all branches. */
    public SimRepository fork(String user) {
        return fork(user, name);
    }

    /** As an organisation may have several of. */
    public SimRepository fork(String user, String newName) {
        return locked(() -> {
            SimRepository fork = simulator.addFork(this, simulator.user(user), newName);
            git.refs()
                    .startingWith("refs/heads/")
                    .forEach((ref, sha) -> fork.git.refs().move(ref, null, sha));
            fork.defaultBranch = defaultBranch;
            return fork;
        });
    }

    /** Opens a pull request; a head in a fork is given as {@code owner:branch}. */
    public SimPull openPull(String author, String head, String base, String title, String body) {
        return openPull(simulator.user(author), head, null, base, title, body, false);
    }

    /** @param headName of the fork, where its owner has several; null: the owner alone says which one */
    public SimPull openPull(
            SimUser author, String head, String headName, String base, String title, String body, boolean draft) {
        return locked(() -> {
            int colon = head.indexOf(':');
            SimRepository source = colon < 0 ? this : inNetwork(head.substring(0, colon), headName);
            String headRef = head.substring(colon + 1);
            String baseSha = findTip(base).orElseThrow(() -> Refusal.invalid("PullRequest", "base", "invalid", null));
            String headSha = source == null ? null : source.findTip(headRef).orElse(null);
            if (headSha == null) {
                throw Refusal.invalid("PullRequest", "head", "invalid", null);
            }
            if (git.graph().isAncestor(headSha, baseSha)) {
                throw Refusal.invalid(
                        "PullRequest", "head", "custom", "No commits between " + base + " and " + headRef);
            }
            SimPull pull = new SimPull(
                    this, issues.nextNumber(), author, source, headRef, headSha, base, baseSha, title, body);
            issues.add(pull);
            pull.pointHeadRef();
            if (draft) {
                pull.draft(true);
            }
            pull.changed("opened", author, Map.of());
            return pull;
        });
    }

    public SimIssue openIssue(String author, String title, String body) {
        return locked(() -> {
            SimIssue issue = new SimIssue(this, issues.nextNumber(), simulator.user(author), title, body);
            issues.add(issue);
            issue.changed("opened", issue.author(), Map.of());
            return issue;
        });
    }

    /** Opens that many pull requests at once, each with a commit and a file of its own, without any event. */
    public List<SimPull> openManyPulls(int count, String author, String base) {
        return locked(() -> BulkImport.run(this, count, simulator.user(author), base));
    }

    private SimRepository inNetwork(String login, String itsName) {
        if (itsName == null && owner.login().equalsIgnoreCase(login)) {
            return this;
        }
        return network.members().stream()
                .filter(member -> member.owner.login().equalsIgnoreCase(login)
                        && (itsName == null || member.name.equalsIgnoreCase(itsName)))
                .findFirst()
                .orElse(null);
    }

    /** A status as an outside CI posts it, by the owner. */
    public SimStatus status(String sha, String context, String state, String url, String description) {
        return locked(() -> statuses.post(sha, context, state, url, description, owner));
    }

    /** A check run as GitHub Actions makes it; conclusion null while it runs. */
    public SimCheckRun checkRun(String sha, String checkName, String conclusion, String url) {
        return locked(() -> {
            SimApp app = simulator.actionsApp();
            Optional<SimCheckRun> running = statuses.runs(sha, true).stream()
                    .filter(run -> run.name().equals(checkName) && !run.completed())
                    .findFirst();
            if (running.isPresent() && conclusion != null) {
                return statuses.save(StatusBook.concluded(running.get(), conclusion), app.bot());
            }
            String state = conclusion == null ? "in_progress" : "completed";
            return statuses.save(
                    new SimCheckRun(
                            0, 0, app, checkName, sha, state, conclusion, url, "", null, null, null, null, null),
                    app.bot());
        });
    }

    /** A run of a GitHub Actions workflow begins on the tip of a branch. */
    public SimWorkflowRun workflowRun(String workflow, String branch) {
        return workflowRun(workflow, branch, "push");
    }

    /** @param event what it is begun for */
    public SimWorkflowRun workflowRun(String workflow, String branch, String event) {
        return locked(() -> statuses.start(workflow, tip(branch), branch, event, owner));
    }

    /** Only these commits, and so on, may become the tip of the branch from now on. */
    public Protection protect(String branch) {
        return access.protect(branch);
    }

    public SimRepository grant(String user, Permission permission) {
        access.grant(user, permission);
        return this;
    }

    /** Sends all events of the repository to that address. */
    public SimHook webhook(String url, String secret) {
        return webhook(url, secret, "json", List.of("*"));
    }

    public SimHook webhook(String url, String secret, String contentType, Collection<String> events) {
        return locked(() -> {
            SimHook hook = simulator.webhooks().create(this, url, secret, contentType, events);
            hooks.put(hook.id(), hook);
            simulator.webhooks().ping(hook);
            return hook;
        });
    }

    public void rename(String newName) {
        simulator.renamed(this, newName);
        name = newName;
    }

    /** Deletes the repository; pull requests from it stay, without a head repository. */
    public void delete() {
        locked(() -> {
            network.members().remove(this);
            simulator.forget(this);
            for (SimRepository member : network.members()) {
                member.pulls().stream()
                        .filter(pull -> pull.headRepository().orElse(null) == this)
                        .forEach(SimPull::headRepositoryDeleted);
            }
        });
    }

    public SimRepository makePrivate() {
        isPrivate = true;
        return this;
    }

    // ---- what it knows ----

    /** The tip of a branch. */
    public String tip(String branch) {
        return findTip(branch).orElseThrow(() -> new IllegalArgumentException("no branch " + branch));
    }

    public Optional<String> findTip(String branch) {
        return locked(() -> refs.tip("refs/heads/" + branch));
    }

    /** The first lines of the commit messages on the first-parent line of a branch, newest first. */
    public List<String> log(String branch) {
        return locked(() -> {
            List<String> result = new ArrayList<>();
            String at = tip(branch);
            while (at != null) {
                GitCommit commit = git.objects().commit(at).orElseThrow();
                result.add(commit.subject());
                at = commit.parents().isEmpty() ? null : commit.parents().get(0);
            }
            return result;
        });
    }

    /** The text of a file on a branch. */
    public Optional<String> file(String branch, String path) {
        return locked(() -> git.objects().file(tip(branch), path));
    }

    public SimPull pull(int number) {
        return findPull(number).orElseThrow(() -> new IllegalArgumentException("no pull request " + number));
    }

    public Optional<SimPull> findPull(int number) {
        return findIssue(number).filter(SimPull.class::isInstance).map(SimPull.class::cast);
    }

    public Optional<SimIssue> findIssue(int number) {
        return locked(() -> issues.find(number));
    }

    public List<SimPull> pulls() {
        return locked(issues::pulls);
    }

    public Optional<SimComment> findComment(long commentId) {
        return locked(() -> issues.comment(commentId));
    }

    public List<SimComment> allComments() {
        return locked(issues::comments);
    }

    /** Of a comment in the conversation or on the diff. */
    public List<SimReaction> reactions(long comment) {
        return locked(() -> issues.reactions(comment));
    }

    public boolean react(long comment, SimUser user, String content) {
        return locked(() -> issues.react(comment, user, content));
    }

    IssueBook issues() {
        return issues;
    }

    /** By their ids. */
    public Map<Long, SimDeployKey> deployKeys() {
        return deployKeys;
    }

    public List<SimHook> hooks() {
        return locked(() -> List.copyOf(hooks.values()));
    }

    public boolean removeHook(long hookId) {
        return locked(() -> hooks.remove(hookId) != null);
    }

    public Optional<Protection> protection(String branch) {
        return access.protection(branch);
    }

    public Permission permission(SimUser user) {
        return access.permission(user);
    }

    public List<String> branchesAt(String sha) {
        return git.refs().startingWith("refs/heads/").entrySet().stream()
                .filter(ref -> ref.getValue().equals(sha))
                .map(ref -> ref.getKey().substring("refs/heads/".length()))
                .limit(10)
                .toList();
    }

    /** The paths that differ between two commits. */
    public Set<String> changedFiles(String from, String to) {
        return TreeDiff.paths(git.objects(), from, to);
    }

    public GitHubSimulator simulator() {
        return simulator;
    }

    public long id() {
        return id;
    }

    public SimUser owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public String fullName() {
        return owner.login() + "/" + name;
    }

    public Optional<SimRepository> parent() {
        return Optional.ofNullable(parent);
    }

    public String defaultBranch() {
        return defaultBranch;
    }

    public SimRepository defaultBranch(String branch) {
        defaultBranch = branch;
        return this;
    }

    public boolean isPrivate() {
        return isPrivate;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant pushedAt() {
        return pushedAt;
    }

    public int openIssues() {
        return issues.open();
    }

    public GitRepository git() {
        return git;
    }

    /** The bare repository, to clone from and push to. */
    public Path gitDir() {
        return git.directory();
    }

    public RefBook refs() {
        return refs;
    }

    public StatusBook statuses() {
        return statuses;
    }

    public Access access() {
        return access;
    }

    /** To whom a push straight to the bare repository is ascribed; the owner unless told otherwise. */
    SimUser gitUser() {
        return gitUser;
    }

    public SimRepository gitUser(String login) {
        gitUser = simulator.user(login);
        return this;
    }

    Instant now() {
        return simulator.now();
    }

    public GitCommit.Signature signature(SimUser user) {
        return new GitCommit.Signature(user.login(), user.email(), now());
    }

    // ---- inner workings ----

    /** Runs something alone in the network of the repository and its forks. */
    public <T> T locked(Supplier<T> work) {
        return network.locked(work);
    }

    public void locked(Runnable work) {
        network.locked(() -> {
            work.run();
            return null;
        });
    }

    /** Sends an event to whoever listens; the payload is only made when somebody does. */
    void emit(String event, String action, SimUser sender, Supplier<ObjectNode> payload) {
        simulator.webhooks().emit(this, event, action, sender, payload);
    }

    /** Called after every move of a ref: tells everybody and lets the pull requests follow. */
    void refMoved(GitRefs.Move move, SimUser actor) {
        pushedAt = now();
        followers.refMoved(move, actor);
    }

    /** Takes note of what git clients pushed to the repository and its forks. */
    public void notePushes() {
        locked(() -> network.members().forEach(member -> member.refs.drain()));
    }

    /** The repository and its forks. */
    List<SimRepository> network() {
        return List.copyOf(network.members());
    }

    void close() {
        git.close();
    }

    @Override
    public String toString() {
        return fullName();
    }
}
