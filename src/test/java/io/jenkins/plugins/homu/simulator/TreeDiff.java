package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitObjects;
import io.jenkins.plugins.homu.simulator.git.GitObjects.Entry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The paths in which two commits differ. */
final class TreeDiff {

    private TreeDiff() {}

    static Set<String> paths(GitObjects objects, String from, String to) {
        Set<String> result = new TreeSet<>();
        compare(objects, tree(objects, from), tree(objects, to), "", result);
        return result;
    }

    private static String tree(GitObjects objects, String commit) {
        return objects.commit(commit).orElseThrow().tree();
    }

    private static void compare(GitObjects objects, String from, String to, String folder, Set<String> result) {
        if (Objects.equals(from, to)) {
            return;
        }
        Map<String, Entry> before = from == null ? Map.of() : objects.tree(from);
        Map<String, Entry> after = to == null ? Map.of() : objects.tree(to);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Entry a = before.get(name);
            Entry b = after.get(name);
            if (Objects.equals(a, b)) {
                continue;
            }
            String treeA = a != null && a.isTree() ? a.oid() : null;
            String treeB = b != null && b.isTree() ? b.oid() : null;
            compare(objects, treeA, treeB, folder + name + "/", result);
            if ((a != null && treeA == null) || (b != null && treeB == null)) {
                result.add(folder + name);
            }
        }
    }
}
