package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.endtoend.InstantCi.Build;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Every way to merge, from the approval to the closed pull request, with the real git over HTTP. */
public class MergeMethodScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;

    @Before
    public void scene() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
    }

    @After
    public void stop() {
        scene.close();
    }

    private void start(Method method, boolean autosquash, boolean local) throws IOException {
        scene.merges(new MergeSettings(method, autosquash, local, Optional.empty(), Optional.empty(), Optional.empty()))
                .start()
                .awaitSynchronised();
    }

    /** Two commits, the second of which corrects the first, beside one that came to main meanwhile. */
    private SimPull pullOfTwo(String second) {
        scene.widget.commit("fix", Map.of("one.txt", "one\n"), "Add one\n\nIt is needed");
        scene.widget.commit("fix", Map.of("one.txt", "one!\n", "two.txt", "two\n"), second);
        scene.widget.commit("main", Map.of("main.txt", "main\n"), "On main");
        return scene.widget.openPull("bob", "fix", "main", "Fix it", "Body");
    }

    private GitCommit commit(String sha) {
        return scene.widget.git().objects().commit(sha).orElseThrow();
    }

    private void awaitClosed(SimPull pull) {
        Await.until("the end of #" + pull.number(), Duration.ofSeconds(60), () -> !pull.isOpen());
        scene.awaitIdle();
    }

    /** The base is at what CI built, last. */
    private GitCommit merged(String base) {
        String tip = scene.widget.tip("main");
        assertThat(tip).isNotEqualTo(base);
        assertThat(scene.ci.builds("auto")).extracting(Build::sha).contains(tip);
        assertThat(scene.widget.git().graph().isAncestor(base, tip)).isTrue();
        return commit(tip);
    }

    private void assertClosedWithWord(SimPull pull) {
        assertThat(pull.isMerged()).isFalse();
        assertThat(Scene.said(pull)).hasSize(2);
        assertThat(Scene.said(pull).get(1))
                .startsWith(":sunny: Test successful")
                .contains(scene.widget.tip("main"))
                .contains("then I close it");
        assertThat(scene.homu().state(Scene.WIDGET).pulls()).isEmpty();
    }

    @Test
    public void linear() throws Exception {
        start(Method.LINEAR, false, true);
        SimPull pull = pullOfTwo("Add two");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);

        GitCommit second = merged(base);
        GitCommit first = commit(second.parents().get(0));
        assertThat(first.parents()).containsExactly(base);
        assertThat(second.message().strip()).isEqualTo("Add two\n\nPull request: #1\nApproved by: alice");
        assertThat(first.message().strip())
                .isEqualTo("Add one\n\nIt is needed\n\nPull request: #1\nApproved by: alice");
        assertThat(first.committer().name()).isEqualTo("homu");
        assertThat(scene.widget.git().objects().file(second.oid(), "main.txt")).isPresent();
        assertThat(scene.ci.builds("auto")).hasSize(1);
        assertClosedWithWord(pull);
    }

    @Test
    public void linearWithAutosquash() throws Exception {
        start(Method.LINEAR, true, true);
        SimPull pull = pullOfTwo("fixup! Add one");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);
        GitCommit only = merged(base);
        assertThat(only.parents()).containsExactly(base);
        assertThat(only.subject()).isEqualTo("Add one");
        assertThat(scene.widget.git().objects().file(only.oid(), "two.txt")).isPresent();
        assertClosedWithWord(pull);
    }

    @Test
    public void mergeWithAutosquash() throws Exception {
        start(Method.MERGE, true, true);
        SimPull pull = pullOfTwo("fixup! Add one");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);
        GitCommit merge = merged(base);
        assertThat(merge.subject()).isEqualTo("Auto merge of #1 - acme:fix, r=alice");
        assertThat(merge.parents()).hasSize(2).startsWith(base).doesNotContain(pull.headSha());
        assertThat(commit(merge.parents().get(1)).subject()).isEqualTo("Add one");
        assertClosedWithWord(pull);
    }

    @Test
    public void mergeByGitThatFoldsNothingIsSeenByGitHub() throws Exception {
        start(Method.MERGE, true, true);
        SimPull pull = pullOfTwo("Add two");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);
        assertThat(merged(base).parents()).containsExactly(base, pull.headSha());
        assertThat(pull.isMerged()).isTrue();
    }

    @Test
    public void squashByCommandWithoutGit() throws Exception {
        start(Method.MERGE, false, false);
        SimPull pull = pullOfTwo("Add two");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu squash r+");
        awaitClosed(pull);
        GitCommit only = merged(base);
        assertThat(only.parents()).containsExactly(base);
        assertThat(only.message().strip()).isEqualTo("Fix it (#1)\n\nBody\n\nReviewed-by: alice");
        assertThat(only.committer().name()).isEqualTo("homu");
        assertThat(only.author().name())
                .isEqualTo(commit(pull.headSha()).author().name());
        assertThat(scene.widget.git().objects().file(only.oid(), "main.txt")).isPresent();
        assertThat(scene.ci.builds("auto")).hasSize(1);
        assertClosedWithWord(pull);

        // The next one is a merge commit, although the scratch branch stands elsewhere.
        SimPull next = scene.open("next");
        next.comment("alice", "@homu r+");
        scene.awaitMerged(next);
        assertThat(commit(scene.widget.tip("main")).parents()).containsExactly(only.oid(), next.headSha());
    }

    @Test
    public void squashByGit() throws Exception {
        start(Method.SQUASH, false, true);
        SimPull pull = pullOfTwo("Add two");
        String base = scene.widget.tip("main");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);
        GitCommit only = merged(base);
        assertThat(only.parents()).containsExactly(base);
        assertThat(only.message().strip()).isEqualTo("Fix it (#1)\n\nBody\n\nReviewed-by: alice");
        assertThat(only.author())
                .isEqualTo(commit(commit(pull.headSha()).parents().get(0)).author());
        assertClosedWithWord(pull);
    }

    @Test
    public void fastForward() throws Exception {
        start(Method.FAST_FORWARD, false, false);
        String base = scene.widget.tip("main");
        SimPull pull = scene.open("fix");
        SimPull other = scene.open("other");
        pull.comment("alice", "@homu r+");
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(merged(base).oid()).isEqualTo(pull.headSha());

        other.comment("alice", "@homu r+");
        scene.awaitSaid(other, "Not on the tip of `main`");
        assertThat(scene.widget.tip("main")).isEqualTo(pull.headSha());
    }

    @Test
    public void failedFastForwardIsBuiltAgainOnRetry() throws Exception {
        start(Method.FAST_FORWARD, false, false);
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        scene.ci.fail(scene.ci.awaitBuild("auto", 1));
        scene.awaitSaid(pull, ":broken_heart: Test failed");
        scene.awaitIdle();
        pull.comment("alice", "@homu retry");
        Await.until(
                "another push of the head",
                () -> scene.ci.builds("auto").stream()
                                .filter(build -> build.sha().equals(pull.headSha()))
                                .count()
                        == 2);
    }

    @Test
    public void tryIsBuiltAsItWouldBeMerged() throws Exception {
        start(Method.LINEAR, false, true);
        SimPull pull = pullOfTwo("Add two");
        pull.comment("carol", "@homu try");
        scene.awaitSaid(pull, ":sunny: Test successful");
        String tip = scene.widget.tip("try");
        assertThat(commit(tip).parents()).hasSize(1);
        assertThat(commit(tip).message()).contains("Pull request: #1");
        assertThat(pull.isOpen()).isTrue();
    }

    @Test
    public void conflictIsToldInGitsWords() throws Exception {
        start(Method.LINEAR, false, true);
        SimPull pull = pullOfTwo("Add two");
        scene.widget.commit("main", Map.of("one.txt", "other\n"), "The same file");
        pull.comment("alice", "@homu r+");
        Await.until("the conflict", Duration.ofSeconds(60), () -> Scene.said(pull).stream()
                .anyMatch(text -> text.contains(":lock: Merge conflict") || text.contains(":umbrella:")));
        scene.awaitIdle();
        assertThat(pull.isOpen()).isTrue();
    }

    @Test
    public void tokenIsInNoFileOfTheCache() throws Exception {
        start(Method.LINEAR, false, true);
        SimPull pull = pullOfTwo("Add two");
        pull.comment("alice", "@homu r+");
        awaitClosed(pull);
        String token = scene.github.user(LocalHomu.BOT).token();
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath().resolve("git"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(token);
            }
        }
    }
}
