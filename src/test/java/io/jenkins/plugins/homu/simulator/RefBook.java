package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitRefs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Moves the refs of one repository by GitHub's rules, and shows them as late as GitHub may. */
public final class RefBook {

    private static final String BRANCH = "refs/heads/";
    private static final int REMEMBERED = 16;

    private final SimRepository repository;
    private final Map<String, Deque<Past>> history = new HashMap<>();

    private record Past(long nanos, String before) {}

    /**
     * One change of GraphQL's updateRefs.
     *
     * @param before the value that the ref must have, 40 zeros for absence, null for any
     * @param after the new value, 40 zeros to delete
     */
    public record Change(String ref, String before, String after, boolean force) {}

    RefBook(SimRepository repository) {
        this.repository = repository;
    }

    private GitRefs refs() {
        return repository.git().refs();
    }

    /** The true value now, without lag. */
    public Optional<String> tip(String ref) {
        drain();
        return refs().get(ref);
    }

    /** The value as a reader sees it who is told of moves only after the lag. */
    public Optional<String> seen(String ref, Duration lag) {
        Optional<String> now = tip(ref);
        if (lag.isZero()) {
            return now;
        }
        long limit = Math.max(
                System.nanoTime() - lag.toNanos(), repository.simulator().lag().since());
        for (Past past : history.getOrDefault(ref, new ArrayDeque<>())) {
            if (past.nanos() > limit) {
                return Optional.ofNullable(past.before());
            }
        }
        return now;
    }

    /** All refs with that prefix as a late reader sees them. */
    public Map<String, String> seenStartingWith(String prefix, Duration lag) {
        drain();
        Map<String, String> result = new TreeMap<>(refs().startingWith(prefix));
        if (!lag.isZero()) {
            List<String> names = new ArrayList<>(result.keySet());
            names.addAll(history.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList());
            for (String name : names) {
                seen(name, lag).ifPresentOrElse(value -> result.put(name, value), () -> result.remove(name));
            }
        }
        return result;
    }

    public void create(String ref, String sha, SimUser actor) {
        drain();
        if (!ref.startsWith("refs/") || ref.indexOf('/', 5) < 0) {
            throw new Refusal(422, "Reference name must start with 'refs/' and have at least two slashes.");
        }
        if (!GitRefs.isValidName(ref)) {
            throw new Refusal(422, ref + " is not a valid ref name.");
        }
        if (refs().get(ref).isPresent()) {
            throw new Refusal(422, "Reference already exists");
        }
        commit(sha);
        if (refs().clashes(ref)) {
            throw new Refusal(422, "Reference update failed");
        }
        checkProtection(ref, sha, actor);
        move(ref, null, sha, actor);
    }

    public void update(String ref, String sha, boolean force, SimUser actor) {
        drain();
        String before = refs().get(ref).orElseThrow(() -> new Refusal(422, "Reference does not exist"));
        commit(sha);
        boolean forward = repository.git().graph().isAncestor(before, sha);
        if (!forward && !force) {
            throw new Refusal(422, "Update is not a fast forward");
        }
        if (!forward && protection(ref).isPresent()) {
            throw new Refusal(422, "Cannot force-push to this branch");
        }
        checkProtection(ref, sha, actor);
        move(ref, before, sha, actor);
    }

    public void delete(String ref, SimUser actor) {
        drain();
        String before = refs().get(ref).orElseThrow(() -> new Refusal(422, "Reference does not exist"));
        if (ref.equals(BRANCH + repository.defaultBranch()) || protection(ref).isPresent()) {
            throw new Refusal(422, "Cannot delete this branch");
        }
        move(ref, before, null, actor);
    }

    /** All changes or none; each with its own comparison. */
    public void updateAll(List<Change> changes, SimUser actor) {
        drain();
        Map<String, String> before = new HashMap<>();
        for (Change change : changes) {
            String now = refs().get(change.ref()).orElse(null);
            check(change, now, actor);
            before.put(change.ref(), now);
        }
        for (Change change : changes) {
            move(change.ref(), before.get(change.ref()), isZero(change.after()) ? null : change.after(), actor);
        }
    }

    private void check(Change change, String now, SimUser actor) {
        if (!GitRefs.isValidName(change.ref())) {
            throw new Refusal(422, change.ref() + " is not a valid ref name.");
        }
        String expected = change.before();
        if (expected != null && !(isZero(expected) ? now == null : expected.equals(now))) {
            throw new Refusal(
                    422,
                    "Reference update failed: " + change.ref() + " is at " + (now == null ? "0".repeat(40) : now)
                            + " but expected " + expected);
        }
        if (isZero(change.after())) {
            if (protection(change.ref()).isPresent()) {
                throw new Refusal(422, "Cannot delete this branch");
            }
            return;
        }
        commit(change.after());
        boolean forward = now == null || repository.git().graph().isAncestor(now, change.after());
        if (!forward && !change.force()) {
            throw new Refusal(422, "Update is not a fast forward");
        }
        if (!forward && protection(change.ref()).isPresent()) {
            throw new Refusal(422, "Cannot force-push to this branch");
        }
        if (now == null && refs().clashes(change.ref())) {
            throw new Refusal(422, "Reference update failed");
        }
        checkProtection(change.ref(), change.after(), actor);
    }

    private static boolean isZero(String oid) {
        return oid.chars().allMatch(c -> c == '0');
    }

    private GitCommit commit(String sha) {
        return repository.git().objects().commit(sha).orElseThrow(() -> new Refusal(422, "Object does not exist"));
    }

    private Optional<Protection> protection(String ref) {
        return ref.startsWith(BRANCH) ? repository.protection(ref.substring(BRANCH.length())) : Optional.empty();
    }

    /** Throws 422 in GitHub's words when the protection of the branch forbids that user that commit. */
    void checkProtection(String ref, String sha, SimUser actor) {
        protection(ref)
                .flatMap(rules -> rules.refusal(actor, sha, repository.statuses()))
                .ifPresent(text -> {
                    throw new Refusal(422, text);
                });
    }

    /** Moves without asking any rule; the events follow. */
    void move(String ref, String before, String after, SimUser actor) {
        if (!refs().move(ref, before, after)) {
            throw new Refusal(409, "Reference was updated by somebody else meanwhile");
        }
        moved(new GitRefs.Move(ref, before, after, actor.login()), actor);
    }

    /** Takes over what git clients pushed to the bare repository since the last look. */
    void drain() {
        Collection<GitRefs.Move> moves = refs().outside();
        for (GitRefs.Move move : moves) {
            moved(
                    move,
                    move.pusher() == null
                            ? repository.gitUser()
                            : repository.simulator().user(move.pusher()));
        }
    }

    private void moved(GitRefs.Move move, SimUser actor) {
        Deque<Past> past = history.computeIfAbsent(move.ref(), key -> new ArrayDeque<>());
        past.addLast(new Past(System.nanoTime(), move.before()));
        if (past.size() > REMEMBERED) {
            past.removeFirst();
        }
        repository.refMoved(move, actor);
    }
}
