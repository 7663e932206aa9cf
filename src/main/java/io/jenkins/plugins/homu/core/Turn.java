package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * The working copy of a repository's state while one event is decided, and what follows from it so far. Lives as long
 * as that one call; the rules change it, {@link #decision} makes it immutable. Maps are copied at the first change only.
 * Long, because it has a way in and out for each part of the state.
 */
final class Turn {
    final RepositorySettings settings;
    final Instant now;

    private final RepositoryState before;
    private final List<Effect> effects = new ArrayList<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private NavigableMap<Integer, PullRequest> pulls;
    private NavigableMap<Long, Attempt> attempts;
    private Map<String, CommitSha> movedTips;
    private Map<String, CommitSha> scratchTips;
    private TreeState tree;
    private List<CommentAdded> waitingComments;
    private EarlyNews early;
    private Map<Integer, Instant> closedPulls;
    private Map<String, GitHubRights> rights;
    private Optional<Instant> syncedAt;
    private Rollups rollups;
    private long nextAttempt;
    private long nextEffect;
    private boolean pullsCopied;
    private boolean attemptsCopied;
    private boolean changed;

    Turn(RepositoryState before, RepositorySettings settings, Instant now) {
        this.before = before;
        this.settings = settings;
        this.now = now;
        pulls = before.pulls();
        attempts = before.attempts();
        movedTips = before.movedTips();
        scratchTips = before.scratchTips();
        tree = before.tree();
        waitingComments = before.waitingComments();
        early = before.early();
        closedPulls = before.closedPulls();
        rights = before.rights();
        syncedAt = before.syncedAt();
        rollups = before.rollups();
        nextAttempt = before.nextAttempt();
        nextEffect = before.nextEffect();
    }

    /** The state that this turn began with. */
    RepositoryState before() {
        return before;
    }

    // ---- pull requests -----------------------------------------------------------------------------------------

    Optional<PullRequest> pull(int number) {
        return Optional.ofNullable(pulls.get(number));
    }

    Collection<PullRequest> pulls() {
        return pulls.values();
    }

    List<PullRequest> pullsOn(String baseRef) {
        return pulls.values().stream()
                .filter(pull -> pull.baseRef().equals(baseRef))
                .toList();
    }

    void put(PullRequest pull) {
        if (pull.equals(pulls.get(pull.number()))) {
            return;
        }
        copyPulls();
        pulls.put(pull.number(), pull);
    }

    /** Changes a pull request that is still open; does nothing for any other. */
    void edit(int number, UnaryOperator<PullRequest.Edit> change) {
        PullRequest pull = pulls.get(number);
        if (pull != null) {
            put(change.apply(pull.edit()).build());
        }
    }

    /** Forgets a closed pull request, and its ended attempts. */
    void remove(int number) {
        if (pulls.containsKey(number)) {
            copyPulls();
            forgetOwnBranches(pulls.remove(number));
        }
        rollups(rollups.without(number));
        List<Long> ended = attempts.values().stream()
                .filter(attempt -> !attempt.isActive()
                        && attempt.pulls().stream().noneMatch(member -> pulls.containsKey(member.number())))
                .map(Attempt::id)
                .toList();
        if (!ended.isEmpty()) {
            copyAttempts();
            ended.forEach(attempts::remove);
        }
    }

    private void copyPulls() {
        changed = true;
        if (!pullsCopied) {
            pulls = new TreeMap<>(pulls);
            pullsCopied = true;
        }
    }

    // ---- attempts ----------------------------------------------------------------------------------------------

    Optional<Attempt> attempt(long id) {
        return Optional.ofNullable(attempts.get(id));
    }

    List<Attempt> activeAttempts() {
        return attempts.values().stream().filter(Attempt::isActive).toList();
    }

    /** Active and ended ones with that merge commit. */
    List<Attempt> attemptsOn(CommitSha merge) {
        return attempts.values().stream()
                .filter(attempt -> attempt.merge().equals(Optional.of(merge)))
                .toList();
    }

    Optional<Attempt> activeAttempt(int number, boolean isTry) {
        return lastAttempt(number, isTry).filter(Attempt::isActive);
    }

    Optional<Attempt> lastAttempt(int number, boolean isTry) {
        Attempt last = null;
        for (Attempt attempt : attempts.values()) {
            if ((attempt.kind() == Attempt.Kind.TRY) == isTry && attempt.includes(number)) {
                last = attempt;
            }
        }
        return Optional.ofNullable(last);
    }

    long newAttemptId() {
        changed = true;
        return nextAttempt++;
    }

    /** The newest attempt of one kind that came to have a merge commit, active or ended. */
    Optional<Attempt> lastWithMerge(int number, boolean isTry) {
        return attempts.values().stream()
                .filter(attempt -> (attempt.kind() == Attempt.Kind.TRY) == isTry
                        && attempt.includes(number)
                        && attempt.merge().isPresent())
                .reduce((one, other) -> other);
    }

    /**
     * Takes the attempt in. Of ended ones of the same kind and pull requests only the newest is kept, and the newest with
     * a merge commit: so that this commit is not taken for the next one's.
     */
    void put(Attempt attempt) {
        copyAttempts();
        attempts.put(attempt.id(), attempt);
        boolean isTry = attempt.kind() == Attempt.Kind.TRY;
        attempts.values()
                .removeIf(other -> !other.isActive()
                        && other.id() < attempt.id()
                        && (other.merge().isEmpty() || attempt.merge().isPresent())
                        && (other.kind() == Attempt.Kind.TRY) == isTry
                        && other.pulls().stream().allMatch(member -> attempt.includes(member.number())));
    }

    /** Forgets an ended attempt none of whose pull requests is open any more. */
    void forgetIfClosed(Attempt attempt) {
        if (!attempt.isActive() && attempt.pulls().stream().noneMatch(member -> pulls.containsKey(member.number()))) {
            copyAttempts();
            attempts.remove(attempt.id());
        }
    }

    private void copyAttempts() {
        changed = true;
        if (!attemptsCopied) {
            attempts = new TreeMap<>(attempts);
            attemptsCopied = true;
        }
    }

    // ---- the rest of the state ---------------------------------------------------------------------------------

    TreeState tree() {
        return tree;
    }

    void tree(TreeState next, String by) {
        tree = next;
        next.closedFor()
                .ifPresentOrElse(
                        whom -> tellAll("tree closed", Optional.of(by), "For " + whom),
                        () -> tellAll("tree open", Optional.of(by), "Open for all"));
    }

    Optional<CommitSha> movedTip(String baseRef) {
        return Optional.ofNullable(movedTips.get(baseRef));
    }

    /** Whether some base was moved to that commit last. */
    boolean isMovedTip(CommitSha sha) {
        return movedTips.containsValue(sha);
    }

    /** @param tip empty: what we moved it to says nothing any more */
    void movedTip(String baseRef, Optional<CommitSha> tip) {
        movedTips = changedCopy(movedTips, baseRef, tip);
    }

    Optional<CommitSha> scratchTip(String branch) {
        return Optional.ofNullable(scratchTips.get(branch));
    }

    /** Branches that only this pull request has. */
    private void forgetOwnBranches(PullRequest gone) {
        for (String template :
                List.of(settings.branches().auto(), settings.branches().tryBranch())) {
            if (template.contains("{number}")) {
                String branch = Branches.named(template, gone.baseRef(), gone.number());
                scratchTip(Branches.scratchFor(branch), Optional.empty());
            }
        }
    }

    void scratchTip(String branch, Optional<CommitSha> tip) {
        scratchTips = changedCopy(scratchTips, branch, tip);
    }

    private <K, V> Map<K, V> changedCopy(Map<K, V> map, K key, Optional<V> value) {
        if (Optional.ofNullable(map.get(key)).equals(value)) {
            return map;
        }
        changed = true;
        Map<K, V> copy = new HashMap<>(map);
        value.ifPresentOrElse(it -> copy.put(key, it), () -> copy.remove(key));
        return copy;
    }

    List<CommentAdded> waitingComments() {
        return waitingComments;
    }

    void waitingComments(List<CommentAdded> next) {
        changed |= !next.equals(waitingComments);
        waitingComments = next;
    }

    EarlyNews early() {
        return early;
    }

    void early(EarlyNews next) {
        changed |= !next.equals(early);
        early = next;
    }

    /** When GitHub closed a pull request, if that was lately. */
    Optional<Instant> closedAt(int number) {
        return Optional.ofNullable(closedPulls.get(number));
    }

    void closedAt(int number, Instant when) {
        closedPulls = changedCopy(closedPulls, number, Optional.of(when));
    }

    void forgetClosedBefore(Instant limit) {
        for (Map.Entry<Integer, Instant> closed : Map.copyOf(closedPulls).entrySet()) {
            if (closed.getValue().isBefore(limit)) {
                closedPulls = changedCopy(closedPulls, closed.getKey(), Optional.empty());
            }
        }
    }

    Roles roles() {
        return new Roles(settings, rights, now);
    }

    /** @param key the login in lower case. @param next empty: nothing is known any more */
    void rights(String key, Optional<GitHubRights> next) {
        rights = changedCopy(rights, key, next);
    }

    Optional<Instant> syncedAt() {
        return syncedAt;
    }

    void syncedAt(Instant when) {
        changed = true;
        syncedAt = Optional.of(when);
    }

    Rollups rollups() {
        return rollups;
    }

    void rollups(Rollups next) {
        changed |= !next.equals(rollups);
        rollups = next;
    }

    // ---- what follows ------------------------------------------------------------------------------------------

    void effect(LongFunction<Effect> withId) {
        changed = true;
        effects.add(withId.apply(nextEffect++));
    }

    void say(int number, String body) {
        effect(id -> new Effect.PostComment(id, number, body, false));
    }

    void status(int number, CommitSha sha, Effect.StatusState state, String description) {
        effect(id -> new Effect.SetStatus(id, number, sha, state, description));
    }

    /** Changes the labels as the settings want it on that event, if that changes anything. */
    void relabel(int number, LabelEvent event) {
        LabelChange change = settings.labels().get(event);
        Optional<PullRequest> pull = pull(number);
        if (change == null || pull.isEmpty()) {
            return;
        }
        Set<String> present = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        present.addAll(pull.get().labels());
        if (change.unless().stream().anyMatch(present::contains)) {
            return;
        }
        Set<String> add = new TreeSet<>(change.add());
        add.removeIf(present::contains);
        Set<String> remove = new TreeSet<>(change.remove());
        remove.removeIf(label -> !present.contains(label));
        if (add.isEmpty() && remove.isEmpty()) {
            return;
        }
        Set<String> next = new TreeSet<>(pull.get().labels());
        next.removeIf(label -> remove.stream().anyMatch(label::equalsIgnoreCase));
        next.addAll(add);
        if (!settings.dryRun()) {
            edit(number, edit -> edit.labels(next));
        }
        effect(id -> new Effect.Relabel(id, number, add, remove));
    }

    void tell(int number, String what, Optional<String> by, String text) {
        changed = true;
        history.add(new HistoryEntry(Optional.of(number), what, by, text, now));
    }

    void tellAll(String what, Optional<String> by, String text) {
        changed = true;
        history.add(new HistoryEntry(Optional.empty(), what, by, text, now));
    }

    boolean isChanged() {
        return changed;
    }

    Decision decision() {
        if (!changed) {
            return new Decision(before, List.of(), List.of());
        }
        RepositoryState next = new RepositoryState(
                before.label(),
                pulls,
                attempts,
                tree,
                movedTips,
                scratchTips,
                waitingComments,
                early,
                closedPulls,
                rights,
                syncedAt,
                rollups,
                nextAttempt,
                nextEffect,
                before.revision() + 1);
        return new Decision(next, effects, history);
    }
}
