package io.jenkins.plugins.homu.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The issues and pull requests of a repository, with all comments and labels. Used under the repository's lock. */
final class IssueBook {

    private final SimRepository repository;
    private final NavigableMap<Integer, SimIssue> issues = new TreeMap<>();
    private final Map<Long, SimComment> comments = new TreeMap<>();
    private final Map<Long, List<SimReaction>> reactions = new HashMap<>();
    private final Map<String, SimLabel> labels = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<SimPull>> byHead = new HashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    IssueBook(SimRepository repository) {
        this.repository = repository;
    }

    int nextNumber() {
        return issues.isEmpty() ? 1 : issues.lastKey() + 1;
    }

    void add(SimIssue issue) {
        issues.put(issue.number(), issue);
        if (issue instanceof SimPull pull) {
            byHead.computeIfAbsent(pull.headRef(), key -> new ArrayList<>()).add(pull);
        }
        open.incrementAndGet();
    }

    Optional<SimIssue> find(int number) {
        return Optional.ofNullable(issues.get(number));
    }

    List<SimPull> pulls() {
        return issues.values().stream()
                .filter(SimPull.class::isInstance)
                .map(SimPull.class::cast)
                .toList();
    }

    /** The open pull requests whose head is that branch of that repository. */
    List<SimPull> openWithHead(SimRepository source, String branch) {
        return byHead.getOrDefault(branch, List.of()).stream()
                .filter(pull -> pull.isOpen() && pull.headRepository().orElse(null) == source)
                .toList();
    }

    /** The open pull requests on a base branch. */
    List<SimPull> openOn(String base) {
        List<SimPull> result = new ArrayList<>();
        for (SimIssue issue : issues.values()) {
            if (issue instanceof SimPull pull && pull.isOpenOn(base)) {
                result.add(pull);
            }
        }
        return result;
    }

    void remember(SimComment comment) {
        comments.put(comment.id(), comment);
    }

    void forget(SimComment comment) {
        comments.remove(comment.id());
    }

    Optional<SimComment> comment(long id) {
        return Optional.ofNullable(comments.get(id));
    }

    List<SimComment> comments() {
        return List.copyOf(comments.values());
    }

    List<SimReaction> reactions(long comment) {
        return List.copyOf(reactions.getOrDefault(comment, List.of()));
    }

    /** @return false when the same person has reacted to the comment in the same way before */
    boolean react(long comment, SimUser user, String content) {
        List<SimReaction> all = reactions.computeIfAbsent(comment, key -> new ArrayList<>());
        if (all.stream()
                .anyMatch(other -> other.user().equals(user) && other.content().equals(content))) {
            return false;
        }
        return all.add(new SimReaction(repository.simulator().nextId(), user, content, repository.now()));
    }

    /** The label of that name in any case, made when there is none. */
    SimLabel label(String name) {
        return labels.computeIfAbsent(
                name, key -> new SimLabel(repository.simulator().nextId(), key, "ededed", null));
    }

    /** Number of open issues and pull requests. */
    int open() {
        return open.get();
    }

    void closedOne() {
        open.decrementAndGet();
    }

    void reopenedOne() {
        open.incrementAndGet();
    }
}
