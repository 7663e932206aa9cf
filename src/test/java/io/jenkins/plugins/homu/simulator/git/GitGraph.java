package io.jenkins.plugins.homu.simulator.git;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ancestry, answered in memory. Every commit has a generation (one more than the highest of its parents), so a walk in
 * descending generation sees all children of a commit before the commit itself; that makes merge bases exact.
 */
public final class GitGraph {

    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int STALE = 4;

    private final GitObjects objects;
    private final Map<String, Integer> generations = new ConcurrentHashMap<>();

    GitGraph(GitObjects objects) {
        this.objects = objects;
    }

    /**
     * What two commits have and have not in common.
     *
     * @param bases the merge bases, more than one after a criss-cross merge, none for unrelated histories
     * @param onlyLeft commits reachable from the first alone, newest first
     * @param onlyRight commits reachable from the second alone, newest first
     */
    public record Comparison(List<String> bases, List<String> onlyLeft, List<String> onlyRight) {}

    /** Whether the first commit is the second or one of its ancestors. */
    public boolean isAncestor(String ancestor, String descendant) {
        if (ancestor.equals(descendant)) {
            return true;
        }
        int floor = generation(ancestor);
        Deque<String> open = new ArrayDeque<>(List.of(descendant));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (String parent : parents(open.removeLast())) {
                if (parent.equals(ancestor)) {
                    return true;
                }
                if (generation(parent) > floor && seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return false;
    }

    public Comparison compare(String left, String right) {
        Map<String, Integer> marks = new HashMap<>();
        PriorityQueue<String> open = new PriorityQueue<>(
                Comparator.comparing(this::generation).reversed().thenComparing(Comparator.naturalOrder()));
        List<String> bases = new ArrayList<>();
        List<String> onlyLeft = new ArrayList<>();
        List<String> onlyRight = new ArrayList<>();
        int[] fresh = {0};
        mark(left, LEFT, marks, open, fresh);
        mark(right, RIGHT, marks, open, fresh);
        while (!open.isEmpty() && fresh[0] > 0) {
            String oid = open.poll();
            int flags = marks.get(oid);
            if ((flags & STALE) == 0) {
                fresh[0]--;
            }
            if (flags == LEFT) {
                onlyLeft.add(oid);
            } else if (flags == RIGHT) {
                onlyRight.add(oid);
            } else if ((flags & STALE) == 0) {
                bases.add(oid);
                flags |= STALE;
            }
            for (String parent : parents(oid)) {
                mark(parent, flags, marks, open, fresh);
            }
        }
        return new Comparison(bases, onlyLeft, onlyRight);
    }

    private static void mark(
            String oid, int flags, Map<String, Integer> marks, PriorityQueue<String> open, int[] fresh) {
        Integer old = marks.get(oid);
        if (old == null) {
            marks.put(oid, flags);
            open.add(oid);
            if ((flags & STALE) == 0) {
                fresh[0]++;
            }
            return;
        }
        int now = old | flags;
        if (now != old) {
            marks.put(oid, now);
            if ((old & STALE) == 0 && (now & STALE) != 0) {
                fresh[0]--;
            }
        }
    }

    private List<String> parents(String oid) {
        return objects.commit(oid)
                .orElseThrow(() -> new IllegalStateException("no commit " + oid))
                .parents();
    }

    private int generation(String oid) {
        Integer known = generations.get(oid);
        if (known != null) {
            return known;
        }
        Deque<String> open = new ArrayDeque<>(List.of(oid));
        while (!open.isEmpty()) {
            String at = open.peekLast();
            int highest = 0;
            boolean complete = true;
            for (String parent : parents(at)) {
                Integer generation = generations.get(parent);
                if (generation == null) {
                    open.addLast(parent);
                    complete = false;
                } else {
                    highest = Math.max(highest, generation);
                }
            }
            if (complete) {
                generations.put(at, highest + 1);
                open.removeLast();
            }
        }
        return generations.get(oid);
    }
}
