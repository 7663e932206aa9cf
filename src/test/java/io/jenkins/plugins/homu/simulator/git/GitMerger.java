package io.jenkins.plugins.homu.simulator.git;

import io.jenkins.plugins.homu.simulator.git.GitObjects.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Merges two commits without a work tree. When the two sides changed different files and neither removed or renamed
 * any, the tree is put together in memory; everything else (same file changed on both sides, removals, several merge
 * bases) is left to {@code git merge-tree --write-tree}, so the result is always git's.
 */
public final class GitMerger {

    private final Path gitDir;
    private final GitObjects objects;
    private final GitGraph graph;

    GitMerger(Path gitDir, GitObjects objects, GitGraph graph) {
        this.gitDir = gitDir;
        this.objects = objects;
        this.graph = graph;
    }

    /** The merged tree, or empty when the two conflict. */
    public Optional<String> mergeTree(String ours, String theirs) {
        List<String> bases = graph.compare(ours, theirs).bases();
        if (bases.size() == 1) {
            String merged = inMemory(treeOf(bases.get(0)), treeOf(ours), treeOf(theirs));
            if (merged != null) {
                return Optional.of(merged);
            }
        }
        return bases.isEmpty() ? Optional.empty() : byGit(ours, theirs);
    }

    private String treeOf(String commit) {
        return objects.commit(commit).orElseThrow().tree();
    }

    /** The merged tree, or null when git has to look at it. */
    private String inMemory(String base, String ours, String theirs) {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return ours;
        }
        if (ours.equals(base)) {
            return theirs;
        }
        Map<String, Entry> before = objects.tree(base);
        Map<String, Entry> left = objects.tree(ours);
        Map<String, Entry> right = objects.tree(theirs);
        if (!left.keySet().containsAll(before.keySet()) || !right.keySet().containsAll(before.keySet())) {
            return null;
        }
        Map<String, Entry> merged = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            Entry old = before.get(name);
            Entry a = left.get(name);
            Entry b = right.get(name);
            if (a == null || b == null) {
                merged.put(name, a == null ? b : a);
            } else if (a.equals(b) || b.equals(old)) {
                merged.put(name, a);
            } else if (a.equals(old)) {
                merged.put(name, b);
            } else if (old != null && old.isTree() && a.isTree() && b.isTree()) {
                String child = inMemory(old.oid(), a.oid(), b.oid());
                if (child == null) {
                    return null;
                }
                merged.put(name, new Entry("40000", child));
            } else {
                return null;
            }
        }
        // a file added where the other side added a folder of that name is caught above (both present, not equal)
        return objects.writeTree(merged);
    }

    private Optional<String> byGit(String ours, String theirs) {
        try {
            Process process = new ProcessBuilder(
                            "git", "--git-dir=" + gitDir, "merge-tree", "--write-tree", "--name-only", ours, theirs)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code == 0) {
                return Optional.of(output.substring(0, 40));
            }
            if (code == 1) {
                return Optional.empty();
            }
            throw new IllegalStateException("git merge-tree " + ours + " " + theirs + ": " + output);
        } catch (IOException e) {
            throw new UncheckedIOException("git merge-tree in " + gitDir, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while merging", e);
        }
    }
}
