package io.jenkins.plugins.homu.simulator.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Merging and ancestry in memory say what git says, on random histories. */
public class GitMergerTest {

    private static final GitCommit.Signature WHO = new GitCommit.Signature("T", "t@example.org", Instant.EPOCH);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path dir;
    private GitRepository git;

    @Before
    public void create() {
        dir = folder.getRoot().toPath().resolve("r.git");
        git = GitRepository.create(dir, "main");
    }

    @After
    public void close() {
        git.close();
    }

    private String commit(List<String> parents, Map<String, String> files) {
        String tree = parents.isEmpty()
                ? null
                : git.objects().commit(parents.get(0)).orElseThrow().tree();
        return git.objects()
                .writeCommit(git.objects().writeFiles(tree, files), parents, WHO, WHO, "c" + files)
                .oid();
    }

    @Test
    public void randomHistoriesAreMergedAsGitMergesThem() {
        Random random = new Random(5);
        List<String> commits = new ArrayList<>();
        Map<String, String> start = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            start.put(path(i), "start " + i + "\nmiddle\nend\n");
        }
        commits.add(commit(List.of(), start));
        int clean = 0;
        int conflicts = 0;
        for (int round = 0; round < 60; round++) {
            String one = commits.get(random.nextInt(commits.size()));
            Map<String, String> change = new HashMap<>();
            String content = random.nextInt(3) == 0 ? null : "start " + round + "\nmiddle\nend " + round + "\n";
            change.put(path(random.nextInt(14)), content);
            commits.add(commit(List.of(one), change));

            String a = commits.get(random.nextInt(commits.size()));
            String b = commits.get(random.nextInt(commits.size()));
            Optional<String> merged = git.merger().mergeTree(a, b);
            assertThat(merged).isEqualTo(byGit(a, b));
            checkAncestry(a, b);
            if (merged.isPresent()) {
                clean++;
                commits.add(git.objects()
                        .writeCommit(merged.get(), List.of(a, b), WHO, WHO, "merge")
                        .oid());
            } else {
                conflicts++;
            }
        }
        assertThat(clean).isGreaterThan(10);
        assertThat(conflicts).isGreaterThan(3);
        assertThat(GitRepository.run(dir, "fsck", "--strict", "--no-dangling", "--no-progress"))
                .doesNotContain("error");
    }

    private static String path(int i) {
        return i % 3 == 0 ? "top" + i : "dir" + i % 2 + "/sub/file" + i;
    }

    private Optional<String> byGit(String a, String b) {
        try {
            return Optional.of(
                    GitRepository.run(dir, "merge-tree", "--write-tree", a, b).substring(0, 40));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("ended with 1");
            return Optional.empty();
        }
    }

    private void checkAncestry(String a, String b) {
        GitGraph.Comparison found = git.graph().compare(a, b);
        assertThat(found.bases()).containsExactlyInAnyOrder(lines("merge-base", "--all", a, b));
        assertThat(new TreeSet<>(found.onlyRight())).isEqualTo(new TreeSet<>(List.of(lines("rev-list", a + ".." + b))));
        assertThat(new TreeSet<>(found.onlyLeft())).isEqualTo(new TreeSet<>(List.of(lines("rev-list", b + ".." + a))));
        assertThat(git.graph().isAncestor(a, b)).isEqualTo(found.onlyLeft().isEmpty());
    }

    private String[] lines(String... command) {
        String output = GitRepository.run(dir, command).strip();
        return output.isEmpty() ? new String[0] : output.split("\n", -1);
    }

    @Test
    public void mergeTakesMilliseconds() {
        String base = commit(List.of(), Map.of("a", "a\n", "d/b", "b\n"));
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            heads.add(commit(List.of(base), Map.of("d/new" + i, "n\n")));
        }
        String tip = base;
        long start = System.nanoTime();
        for (String head : heads) {
            String tree = git.merger().mergeTree(tip, head).orElseThrow();
            tip = git.objects()
                    .writeCommit(tree, List.of(tip, head), WHO, WHO, "m")
                    .oid();
        }
        double millis = (System.nanoTime() - start) / 1e6 / heads.size();
        assertThat(millis).isLessThan(20);
    }

    @Test
    public void refsAreWhatGitSeesAndTheOtherWayRound() {
        String sha = commit(List.of(), Map.of("a", "a\n"));
        String next = commit(List.of(sha), Map.of("a", "b\n"));
        assertThat(git.refs().move("refs/heads/a/b", null, sha)).isTrue();
        assertThat(git.refs().move("refs/heads/a/b", next, sha)).isFalse();
        assertThat(GitRepository.run(dir, "rev-parse", "refs/heads/a/b").strip())
                .isEqualTo(sha);
        GitRepository.run(dir, "update-ref", "refs/heads/a/b", next);
        assertThat(git.refs().move("refs/heads/a/b", sha, null)).isFalse();
        assertThat(git.refs().clashes("refs/heads/a")).isTrue();
        assertThat(git.refs().clashes("refs/heads/a/b/c")).isTrue();
        for (String bad : List.of("refs/heads/a..b", "refs/heads/x.lock", "refs/heads/ x", "refs/heads/", "heads/x")) {
            assertThat(GitRefs.isValidName(bad)).as(bad).isFalse();
        }
        assertThat(GitRefs.isValidName("refs/heads/Fix-#12_ä")).isTrue();
    }
}
