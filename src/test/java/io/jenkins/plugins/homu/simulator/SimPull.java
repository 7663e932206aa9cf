package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitGraph;
import io.jenkins.plugins.homu.simulator.git.GitRefs;
import io.jenkins.plugins.homu.simulator.json.PullEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pull request, with what people do to it. All state is guarded by the lock of the repository network. */
public final class SimPull extends SimIssue {

    private final Mergeability mergeability = new Mergeability(this);
    private final Map<Long, SimReview> reviews = new LinkedHashMap<>();
    private final Map<Long, SimReviewComment> reviewComments = new LinkedHashMap<>();
    private final SimUser headOwner;
    private final String headRef;
    private SimRepository headRepository;
    private String headSha;
    private String previousHead;
    private long headMoved = System.nanoTime() - Duration.ofDays(1).toNanos();
    private long stateMoved = headMoved;
    private String baseRef;
    private String baseSha;
    private boolean draft;
    private boolean merged;
    private SimUser mergedBy;
    private String mergeCommit;

    SimPull(
            SimRepository base,
            int number,
            SimUser author,
            SimRepository head,
            String headRef,
            String headSha,
            String baseRef,
            String baseSha,
            String title,
            String body) {
        super(base, number, author, title, body);
        this.headRepository = head;
        this.headOwner = head.owner();
        this.headRef = headRef;
        this.headSha = headSha;
        this.baseRef = baseRef;
        this.baseSha = baseSha;
    }

    /** The author pushes one more commit with these files (value null: removed); returns its name. */
    public String push(Map<String, String> files) {
        return headRepository.commitAs(author(), headRef, files, "More work on #" + number());
    }

    /** The author replaces the branch by one new commit on the tip of the base. */
    public String forcePush(Map<String, String> files) {
        return headRepository.locked(() -> {
            String sha = headRepository.write(author(), repository().tip(baseRef), files, "Rework of #" + number());
            headRepository.refs().move("refs/heads/" + headRef, headSha, sha, author());
            return sha;
        });
    }

    /** Somebody submits a review with a text. */
    public long review(String user, String text) {
        return review(repository().simulator().user(user), text, "COMMENTED", Map.of());
    }

    /**
     * Somebody submits a review.
     *
     * @param state APPROVED, CHANGES_REQUESTED or COMMENTED
     * @param onLines texts of comments on the diff, by path
     */
    public long review(SimUser user, String text, String state, Map<String, String> onLines) {
        return repository().locked(() -> {
            Instant now = repository().now();
            SimReview review =
                    new SimReview(repository().simulator().nextId(), number(), user, text, state, headSha, now);
            reviews.put(review.id(), review);
            touch();
            emit("pull_request_review", "submitted", user, () -> PullEvents.review(this, "submitted", review));
            onLines.forEach((path, line) -> {
                SimReviewComment comment = new SimReviewComment(
                        repository().simulator().nextId(),
                        review.id(),
                        number(),
                        user,
                        line,
                        path,
                        headSha,
                        headSha,
                        now,
                        now);
                reviewComments.put(comment.id(), comment);
                emit(
                        "pull_request_review_comment",
                        "created",
                        user,
                        () -> PullEvents.reviewComment(this, "created", comment, null));
            });
            return review.id();
        });
    }

    /** Somebody comments on a line of the diff; returns the identifier of the comment. */
    public long reviewComment(String user, String path, String text) {
        return repository().locked(() -> {
            long review = review(repository().simulator().user(user), "", "COMMENTED", Map.of(path, text));
            return reviewComments.values().stream()
                    .filter(comment -> comment.review() == review)
                    .findFirst()
                    .orElseThrow()
                    .id();
        });
    }

    public void editReviewComment(long id, String text) {
        repository().locked(() -> {
            SimReviewComment old = reviewComments.get(id);
            SimReviewComment now = old.edited(text, repository().now());
            reviewComments.put(id, now);
            emit(
                    "pull_request_review_comment",
                    "edited",
                    old.user(),
                    () -> PullEvents.reviewComment(this, "edited", now, old.body()));
        });
    }

    public void draft(boolean isDraft) {
        repository().locked(() -> {
            if (draft != isDraft) {
                draft = isDraft;
                touch();
                changed(isDraft ? "converted_to_draft" : "ready_for_review", author(), Map.of());
            }
        });
    }

    /** The author chooses another base branch. */
    public void retarget(String branch) {
        retarget(branch, author());
    }

    public void retarget(String branch, SimUser actor) {
        repository().locked(() -> {
            String tip = repository()
                    .findTip(branch)
                    .orElseThrow(() -> Refusal.invalid("PullRequest", "base", "invalid", null));
            if (!branch.equals(baseRef)) {
                Map<String, Object> from = Map.of("base", Map.of("ref", baseRef, "sha", baseSha));
                baseRef = branch;
                baseSha = tip;
                touch();
                changed("edited", actor, Map.of("changes", from));
            }
        });
    }

    /** Asks somebody for a review, which only sends the event. */
    public void requestReview(String user) {
        SimUser reviewer = repository().simulator().user(user);
        repository().locked(() -> changed("review_requested", author(), Map.of("requested_reviewer", reviewer)));
    }

    @Override
    void changed(String action, SimUser actor, Map<String, Object> details) {
        if (action.equals("closed") || action.equals("reopened")) {
            stateMoved = System.nanoTime();
        }
        emit("pull_request", action, actor, () -> PullEvents.pull(this, action, details));
    }

    private void emit(
            String event,
            String action,
            SimUser actor,
            java.util.function.Supplier<com.fasterxml.jackson.databind.node.ObjectNode> payload) {
        repository().emit(event, action, actor, payload);
    }

    /** The head branch has a new tip, or (after null) is gone. */
    void headMoved(String after, SimUser actor) {
        if (after == null) {
            close(actor);
            return;
        }
        previousHead = headSha;
        headSha = after;
        headMoved = System.nanoTime();
        baseSha = repository().findTip(baseRef).orElse(baseSha);
        touch();
        pointHeadRef();
        changed("synchronize", actor, Map.of("before", previousHead, "after", after));
    }

    /** Keeps refs/pull/N/head where git clients fetch it. */
    void pointHeadRef() {
        GitRefs refs = repository().git().refs();
        String name = "refs/pull/" + number() + "/head";
        refs.move(name, refs.get(name).orElse(null), headSha);
    }

    /** The base branch now contains the head: GitHub closes the pull request as merged. */
    void mergedBy(String tip, SimUser actor) {
        if (!isOpen()) {
            return;
        }
        merged = true;
        mergedBy = actor;
        mergeCommit = tip;
        closing(actor);
        changed("closed", actor, Map.of());
    }

    void headRepositoryDeleted() {
        headRepository = null;
    }

    /** null while GitHub has not computed it; asking starts the computation. */
    public Boolean mergeable() {
        return repository().locked(mergeability::ask);
    }

    /** clean, dirty, unknown, draft, blocked or unstable, as in {@code mergeable_state}. */
    public String mergeableState() {
        return repository().locked(mergeability::state);
    }

    /** What was computed before, without starting anything. */
    public Boolean knownMergeable() {
        return repository().locked(mergeability::known);
    }

    /** The commit in which it was merged, or while open the test merge, or null. */
    public String mergeCommit() {
        return repository().locked(() -> merged ? mergeCommit : mergeability.testMerge());
    }

    /** Without taking the lock, which its caller holds: this is asked of all pull requests at every push. */
    boolean isOpenOn(String base) {
        return openNow() && baseRef.equals(base);
    }

    public String headSha() {
        return repository().locked(() -> headSha);
    }

    /** The head as a reader sees it who is told of pushes only after the lag. */
    public String headSha(Duration lag) {
        return repository()
                .locked(() ->
                        previousHead != null && System.nanoTime() - headMoved < lag.toNanos() ? previousHead : headSha);
    }

    /** Whether it is open for such a reader. */
    public boolean isOpen(Duration lag) {
        return repository().locked(() -> System.nanoTime() - stateMoved < lag.toNanos() ? !isOpen() : isOpen());
    }

    public String headRef() {
        return headRef;
    }

    /** Empty once the fork was deleted. */
    public Optional<SimRepository> headRepository() {
        return Optional.ofNullable(headRepository);
    }

    public SimUser headOwner() {
        return headOwner;
    }

    public String baseRef() {
        return repository().locked(() -> baseRef);
    }

    /** The tip of the base when the pull request was opened, last pushed to or retargeted: it may be old. */
    public String baseSha() {
        return repository().locked(() -> baseSha);
    }

    public boolean isDraft() {
        return repository().locked(() -> draft);
    }

    public boolean isMerged() {
        return repository().locked(() -> merged);
    }

    public SimUser mergedBy() {
        return repository().locked(() -> mergedBy);
    }

    public List<SimReview> reviews() {
        return repository().locked(() -> List.copyOf(reviews.values()));
    }

    public List<SimReviewComment> reviewComments() {
        return repository().locked(() -> List.copyOf(reviewComments.values()));
    }

    /** The commits that the pull request adds to its base, oldest first. */
    public List<String> commits() {
        return repository().locked(() -> {
            GitGraph.Comparison comparison = repository().git().graph().compare(baseSha, headSha);
            List<String> result = new ArrayList<>(comparison.onlyRight());
            java.util.Collections.reverse(result);
            return result;
        });
    }

    /** The paths that differ between the head and its merge base with the base branch. */
    public Set<String> changedFiles() {
        return repository().locked(() -> {
            List<String> bases =
                    repository().git().graph().compare(baseSha, headSha).bases();
            return bases.isEmpty() ? new HashSet<>() : repository().changedFiles(bases.get(0), headSha);
        });
    }
}
