package io.jenkins.plugins.homu.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway.Outcome;
import io.jenkins.plugins.homu.port.GitGateway.Outcome.Made;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Commits made by the real git, on real repositories. Long, because each way to make one has its own traps. */
public class LocalGitTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "Widget");
    private static final String MESSAGE = "Auto merge of #7 - bob:fix, r=alice\n\nFix it";
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TOKEN = "ghp_verysecret";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RealRepository github;
    private LocalGit git;
    private CommitSha base;

    @Before
    public void repository() {
        github = new RealRepository(folder.getRoot().toPath().resolve("Widget.git"));
        github.commit("Initial", Map.of("README.md", "One\nTwo\nThree\nFour\nFive\n", "old.txt", "old\n"));
        github.branch("fix", "main");
        github.branch("main", "main");
        base = github.commit("On main", Map.of("main.txt", "main\n"));
        git = new LocalGit(settings(), repository -> TOKEN);
    }

    private GitSettings settings() {
        return new GitSettings(
                "git",
                folder.getRoot().toPath().resolve("cache"),
                "file://" + folder.getRoot() + "/{name}.git",
                Optional.empty(),
                Optional.empty(),
                GitSettings.DEFAULT_PATIENCE);
    }

    private static PrepareMerge effect(Method method, boolean autosquash, String message, CommitSha... heads) {
        return effect(method, autosquash, message, "auto", TIME, heads);
    }

    private static PrepareMerge effect(
            Method method, boolean autosquash, String message, String branch, Instant at, CommitSha... heads) {
        List<AttemptMember> pulls = new ArrayList<>();
        List<String> trailers = new ArrayList<>();
        for (CommitSha head : heads) {
            int number = 7 + pulls.size();
            pulls.add(new AttemptMember(number, head, "alice"));
            trailers.add("Pull request: #" + number + "\nApproved by: alice");
        }
        return new PrepareMerge(
                1,
                1,
                "main",
                Optional.empty(),
                pulls,
                "scratch",
                branch,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                message,
                new MergePlan(method, autosquash, true, at, new Committer("homu", "homu@example.org"), trailers));
    }

    private Outcome make(PrepareMerge effect) throws GatewayException {
        return git.make(WIDGET, effect, base, Optional.empty());
    }

    private CommitSha made(PrepareMerge effect) throws GatewayException {
        Outcome outcome = make(effect);
        assertThat(outcome).isInstanceOf(Made.class);
        Made made = (Made) outcome;
        assertThat(github.tip(effect.ciBranch())).isEqualTo(made.commit());
        assertThat(github.remote("rev-parse", made.commit() + "^{tree}")).isEqualTo(made.tree());
        assertThat(github.remote("fsck", "--strict", "--no-dangling", "--no-progress"))
                .doesNotContain("error");
        return made.commit();
    }

    /** On the branch {@code fix}, as {@code Bob}. */
    private CommitSha commit(String message, String file, String text) {
        return github.commit(message, Map.of(file, text));
    }

    private void onFix() {
        github.branch("fix", "fix");
    }

    private String format(String format, CommitSha sha) {
        return github.remote("show", "-s", "--format=" + format, sha.value());
    }

    // ---- merge -------------------------------------------------------------------------------------------------

    @Test
    public void mergeHasBaseAndHeadForParentsAndIsTheBots() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        CommitSha merge = made(effect(Method.MERGE, false, MESSAGE, head));
        assertThat(format("%P", merge)).isEqualTo(base + " " + head);
        assertThat(format("%an <%ae> %cn %ct", merge))
                .isEqualTo("homu <homu@example.org> homu " + TIME.getEpochSecond());
        assertThat(format("%B", merge)).isEqualTo(MESSAGE);
        assertThat(github.remote("ls-tree", "--name-only", merge.value()))
                .isEqualTo("README.md\nfix.txt\nmain.txt\nold.txt");
        assertThat(github.tip("main")).isEqualTo(base);
    }

    @Test
    public void severalPullRequestsAreMergedOneAfterTheOther() throws Exception {
        onFix();
        CommitSha one = commit("Fix", "fix.txt", "fix\n");
        github.branch("other", "main~1");
        CommitSha two = commit("Other", "other.txt", "other\n");
        CommitSha tip = made(effect(Method.MERGE, false, MESSAGE, one, two));
        assertThat(format("%P", tip)).endsWith(" " + two);
        assertThat(github.remote("rev-parse", tip + "^1^1", tip + "^1^2")).isEqualTo(base + "\n" + one);
    }

    @Test
    public void conflictNamesTheFileAndTheBranchIsNotMoved() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "main.txt", "mine\n");
        Outcome.Conflict conflict = (Outcome.Conflict) make(effect(Method.MERGE, false, MESSAGE, head));
        assertThat(conflict.number()).isEqualTo(7);
        assertThat(conflict.detail()).contains("CONFLICT (add/add): Merge conflict in main.txt");
        assertThat(github.remote("branch", "--list", "auto")).isEmpty();
    }

    @Test
    public void headThatTheBaseHasIsNothingToMerge() throws Exception {
        for (Method method : List.of(Method.MERGE, Method.LINEAR, Method.SQUASH)) {
            assertThat(make(effect(method, false, MESSAGE, github.sha("main~1"))))
                    .isEqualTo(new Outcome.NothingLeft(7));
        }
    }

    @Test
    public void unknownHeadIsMissing() throws Exception {
        CommitSha gone = new CommitSha("feedbeef".repeat(5));
        assertThat(make(effect(Method.LINEAR, false, MESSAGE, gone))).isInstanceOf(Outcome.HeadMissing.class);
    }

    @Test
    public void forcePushedHeadIsStillTheApprovedOne() throws Exception {
        onFix();
        CommitSha approved = commit("Approved", "fix.txt", "fix\n");
        github.branch("fix", "main");
        commit("Something else", "evil.txt", "evil\n");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, approved));
        assertThat(github.remote("ls-tree", "--name-only", tip.value()))
                .contains("fix.txt")
                .doesNotContain("evil");
    }

    // ---- linear ------------------------------------------------------------------------------------------------

    @Test
    public void linearPutsEachCommitOntoTheBaseWithItsAuthorAndTheLinesOfTheOriginal() throws Exception {
        onFix();
        github.author("Zo\u00eb \"the\" Fox <zoe@example.org>");
        commit("First\n\nWith a body\n", "README.md", "One\nTwo\nThree\nFour\nFive!\n");
        github.author("Bob <bob@example.org>");
        CommitSha head = commit("Second [skip ci]", "sub/two.txt", "two\n");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(github.remote("rev-parse", tip + "~2")).isEqualTo(base.value());
        assertThat(github.messages(base, tip))
                .containsExactly(
                        "First\n\nWith a body\n\nPull request: #7\nApproved by: alice",
                        "Second (skip ci)\n\nPull request: #7\nApproved by: alice");
        assertThat(format("%an <%ae> %ad", github(tip + "~1")))
                .isEqualTo("Zo\u00eb \"the\" Fox <zoe@example.org> " + format("%ad", github(head + "~1")));
        assertThat(format("%cn <%ce> %ct", tip)).isEqualTo("homu <homu@example.org> " + TIME.getEpochSecond());
        assertThat(github.remote("show", tip + ":README.md")).endsWith("Five!");
        assertThat(github.remote("show", tip + ":main.txt")).isEqualTo("main");
    }

    private CommitSha github(String revision) {
        return new CommitSha(github.remote("rev-parse", revision));
    }

    @Test
    public void linearIsWhatGitsOwnRebaseMakes() throws Exception {
        onFix();
        commit("Change", "README.md", "One!\nTwo\nThree\nFour\nFive\n");
        github.git(folder.getRoot().toPath().resolve("Widget.git-work"), "mv", "README.md", "READYOU.md");
        commit("Rename", "x.txt", "x\n");
        commit("Change again", "READYOU.md", "One!\nTwo\nThree\nFour\nFive!\n");
        CommitSha head = commit("Remove", "old.txt", "");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, head));
        github.branch("rebased", "fix");
        github.git(folder.getRoot().toPath().resolve("Widget.git-work"), "rebase", "--quiet", "main");
        assertThat(github.remote("rev-parse", tip + "^{tree}"))
                .isEqualTo(
                        github.git(folder.getRoot().toPath().resolve("Widget.git-work"), "rev-parse", "HEAD^{tree}"));
        assertThat(github.messages(base, tip)).hasSize(4);
    }

    @Test
    public void mergesInsideAPullRequestAreLeftOutWhenLinear() throws Exception {
        onFix();
        commit("Mine", "fix.txt", "fix\n");
        github.merge("main", "Merge branch 'main' into fix");
        CommitSha head = commit("More", "fix2.txt", "fix\n");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(github.messages(base, tip))
                .extracting(text -> text.lines().findFirst().orElse(""))
                .containsExactly("Mine", "More");
        assertThat(github.remote("rev-list", "--merges", "--count", base + ".." + tip))
                .isEqualTo("0");
        assertThat(github.remote("ls-tree", "--name-only", tip.value())).contains("fix.txt", "fix2.txt", "main.txt");
    }

    @Test
    public void whatTheBaseHasAlreadyIsLeftOutAndNothingLeftIsSaid() throws Exception {
        onFix();
        CommitSha head = commit("The same as on main", "main.txt", "main\n");
        assertThat(make(effect(Method.LINEAR, false, MESSAGE, head))).isEqualTo(new Outcome.NothingLeft(7));
        assertThat(make(effect(Method.SQUASH, false, MESSAGE, head))).isEqualTo(new Outcome.NothingLeft(7));
        CommitSha more = commit("And more", "more.txt", "more\n");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, more));
        assertThat(github.messages(base, tip)).hasSize(1);
    }

    @Test
    public void commitThatWasEmptyStays() throws Exception {
        onFix();
        CommitSha head = github.commit("Trigger", Map.of());
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(github.messages(base, tip)).hasSize(1);
    }

    @Test
    public void unrelatedHistoryIsPutOntoTheBaseToo() throws Exception {
        Path work = folder.getRoot().toPath().resolve("Widget.git-work");
        github.git(work, "checkout", "--quiet", "--orphan", "orphan");
        github.git(work, "rm", "--quiet", "-rf", ".");
        CommitSha head = commit("Root", "root.txt", "root\n");
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(github.remote("ls-tree", "--name-only", tip.value())).contains("root.txt", "main.txt", "README.md");
    }

    @Test
    public void conflictWhenLinearNamesTheCommit() throws Exception {
        onFix();
        commit("Fine", "fine.txt", "fine\n");
        CommitSha head = commit("Not fine", "main.txt", "mine\n");
        Outcome.Conflict conflict = (Outcome.Conflict) make(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(conflict.detail()).startsWith("commit " + head.abbreviated()).contains("main.txt");
    }

    // ---- autosquash --------------------------------------------------------------------------------------------

    private CommitSha withFixups() {
        onFix();
        commit("Add one\n\nIts body\n", "one.txt", "one\n");
        commit("Add two", "two.txt", "two\n");
        commit("fixup! Add one", "one.txt", "one!\n");
        commit("squash! Add two\n\nMore of two\n", "two.txt", "two!\n");
        return commit("fixup! fixup! Add one", "one.txt", "one!!\n");
    }

    @Test
    public void fixupsAreFoldedIntoWhatTheyNameWhenLinear() throws Exception {
        CommitSha tip = made(effect(Method.LINEAR, true, MESSAGE, withFixups()));
        assertThat(github.messages(base, tip))
                .containsExactly(
                        "Add one\n\nIts body\n\nPull request: #7\nApproved by: alice",
                        "Add two\n\nMore of two\n\nPull request: #7\nApproved by: alice");
        assertThat(github.remote("show", tip + "~1:one.txt")).isEqualTo("one!!");
        assertThat(github.remote("show", tip + ":two.txt")).isEqualTo("two!");
    }

    @Test
    public void fixupsAreFoldedBeforeTheMergeToo() throws Exception {
        CommitSha head = withFixups();
        CommitSha merge = made(effect(Method.MERGE, true, MESSAGE, head));
        assertThat(format("%P", merge)).startsWith(base.value()).doesNotContain(head.value());
        assertThat(github.remote("log", "--reverse", "--format=%s", merge + "^1.." + merge + "^2"))
                .isEqualTo("Add one\nAdd two");
        // On what they were written on, not on the base.
        assertThat(github.remote("merge-base", merge + "^2", base.value()))
                .isEqualTo(github.sha("main~1").value());
    }

    @Test
    public void withoutFixupsTheVeryHeadIsMerged() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        assertThat(format("%P", made(effect(Method.MERGE, true, MESSAGE, head))))
                .isEqualTo(base + " " + head);
    }

    @Test
    public void fixupOfNothingStaysACommit() throws Exception {
        onFix();
        CommitSha head = commit("fixup! Something on main", "fix.txt", "fix\n");
        CommitSha tip = made(effect(Method.LINEAR, true, MESSAGE, head));
        assertThat(github.messages(base, tip)).hasSize(1);
    }

    // ---- squash ------------------------------------------------------------------------------------------------

    @Test
    public void squashIsOneCommitOfTheFirstAuthorWithTheOthersNamed() throws Exception {
        onFix();
        github.author("Zo\u00eb <zoe@example.org>");
        commit("One", "one.txt", "one\n");
        github.author("Mallory [ci skip] <mallory@example.org>");
        commit("Two\n\nCo-authored-by: Carl <carl@example.org>", "two.txt", "two\n");
        github.author("zoe <ZOE@example.org>");
        CommitSha head = commit("Three", "three.txt", "three\n");
        CommitSha tip = made(effect(Method.SQUASH, false, "Title (#7)\n\n\u0001\nReviewed-by: alice", head));
        assertThat(format("%P", tip)).isEqualTo(base.value());
        assertThat(format("%an <%ae>", tip)).isEqualTo("Zo\u00eb <zoe@example.org>");
        assertThat(format("%cn", tip)).isEqualTo("homu");
        assertThat(format("%B", tip))
                .isEqualTo("Title (#7)\n\nCo-authored-by: Mallory (ci skip) <mallory@example.org>\n"
                        + "Co-authored-by: Carl <carl@example.org>\nReviewed-by: alice");
        assertThat(github.remote("ls-tree", "--name-only", tip.value()))
                .contains("one.txt", "two.txt", "three.txt", "main.txt");
    }

    // ---- the same again ----------------------------------------------------------------------------------------

    @Test
    public void theSameEffectMakesTheSameCommitEvenInAnotherCache() throws Exception {
        CommitSha head = withFixups();
        for (Method method : List.of(Method.MERGE, Method.LINEAR, Method.SQUASH)) {
            CommitSha one = made(effect(method, true, MESSAGE, head));
            assertThat(made(effect(method, true, MESSAGE, head))).isEqualTo(one);
            git = new LocalGit(
                    new GitSettings(
                            "git",
                            folder.getRoot().toPath().resolve("cache-of-" + method),
                            settings().remoteUrl(),
                            Optional.empty(),
                            Optional.empty(),
                            GitSettings.DEFAULT_PATIENCE),
                    repository -> TOKEN);
            assertThat(made(effect(method, true, MESSAGE, head))).isEqualTo(one);
        }
    }

    @Test
    public void earlierAttemptsCommitIsHadOnceMoreIfNothingChanged() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        CommitSha first = made(effect(Method.LINEAR, false, MESSAGE, head));
        PrepareMerge later = effect(Method.LINEAR, false, MESSAGE, "auto", TIME.plusSeconds(60), head);
        assertThat(git.make(WIDGET, later, base, Optional.of(first)))
                .isEqualTo(new Made(first, github.remote("rev-parse", first + "^{tree}")));
        assertThat(made(later)).isNotEqualTo(first);
        PrepareMerge otherWords = effect(Method.SQUASH, false, "Other", "auto", TIME.plusSeconds(60), head);
        Made other = (Made) git.make(WIDGET, otherWords, base, Optional.of(first));
        assertThat(format("%ct", other.commit()))
                .isEqualTo(String.valueOf(TIME.plusSeconds(60).getEpochSecond()));
    }

    // ---- the cache ---------------------------------------------------------------------------------------------

    private Path cache() {
        return folder.getRoot().toPath().resolve("cache/acme+widget.git");
    }

    @Test
    public void cacheIsKeptAndHoldsNoFilesOfTheRepository() throws Exception {
        onFix();
        made(effect(Method.LINEAR, false, MESSAGE, commit("Fix", "fix.txt", "fix\n")));
        Object key = Files.readAttributes(cache().resolve("HEAD"), "*").get("fileKey");
        made(effect(Method.LINEAR, false, MESSAGE, commit("More", "more.txt", "fix\n")));
        assertThat(Files.readAttributes(cache().resolve("HEAD"), "*").get("fileKey"))
                .isEqualTo(key);
        assertThat(Files.readString(cache().resolve("config")))
                .contains("bare = true")
                .doesNotContain(TOKEN);
        try (Stream<Path> files = Files.walk(cache())) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("fix.txt");
        }
    }

    @Test
    public void cacheWithoutFileContentsIsEnoughWhereTheyArentNeeded() throws Exception {
        onFix();
        commit("Big", "big.bin", "big".repeat(1000) + "\n");
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        made(effect(Method.MERGE, false, MESSAGE, head));
        String blob = github.remote("rev-parse", head + ":big.bin");
        ProcessBuilder look =
                new ProcessBuilder("git", "--git-dir=" + cache(), "rev-list", "--objects", "--missing=print", "--all");
        Process process = look.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("?" + blob);
    }

    @Test
    public void brokenCacheIsMadeAnew() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        CommitSha first = made(effect(Method.LINEAR, false, MESSAGE, head));
        try (Stream<Path> files = Files.walk(cache().resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.toFile().setWritable(true)).isTrue();
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThat(made(effect(Method.LINEAR, false, MESSAGE, head))).isEqualTo(first);
        Files.writeString(cache().resolve("HEAD"), "nonsense");
        assertThat(made(effect(Method.LINEAR, false, MESSAGE, head))).isEqualTo(first);
    }

    @Test
    public void whatAKilledGitLeavesBehindIsCleanedUp() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        made(effect(Method.LINEAR, false, MESSAGE, head));
        Files.createFile(cache().resolve("config.lock"));
        Files.createFile(cache().resolve("packed-refs.lock"));
        try (Stream<Path> refs = Files.walk(cache().resolve("refs"))) {
            for (Path ref : refs.filter(Files::isRegularFile).toList()) {
                Files.createFile(ref.resolveSibling(ref.getFileName() + ".lock"));
            }
        }
        Object key = Files.readAttributes(cache().resolve("HEAD"), "*").get("fileKey");
        made(effect(Method.LINEAR, false, MESSAGE, commit("More", "more.txt", "fix\n")));
        assertThat(Files.readAttributes(cache().resolve("HEAD"), "*").get("fileKey"))
                .isEqualTo(key);
        // And if it was killed while the cache was being made.
        Files.delete(cache().resolve("homu-ready"));
        Files.delete(cache().resolve("HEAD"));
        made(effect(Method.LINEAR, false, MESSAGE, head));
    }

    @Test
    public void twoAtOnceAndTwoRepositoriesAtOnceDontDisturbEachOther() throws Exception {
        RealRepository gadget = new RealRepository(folder.getRoot().toPath().resolve("gadget.git"));
        CommitSha gadgetBase = gadget.commit("Initial", Map.of("a.txt", "a\n"));
        gadget.branch("fix", "main");
        CommitSha gadgetHead = gadget.commit("Fix", Map.of("b.txt", "b\n"));
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Outcome>> futures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String branch = "auto-" + i;
                futures.add(pool.submit(() -> make(effect(Method.LINEAR, false, MESSAGE, branch, TIME, head))));
                futures.add(pool.submit(() -> git.make(
                        new RepositoryId("acme", "gadget"),
                        effect(Method.LINEAR, false, MESSAGE, branch, TIME, gadgetHead),
                        gadgetBase,
                        Optional.empty())));
            }
            for (Future<Outcome> future : futures) {
                assertThat(future.get()).isInstanceOf(Made.class);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(gadget.tip("auto-2")).isEqualTo(gadget.tip("auto-0"));
        assertThat(github.tip("auto-2")).isEqualTo(github.tip("auto-0"));
    }

    // ---- hostile things ----------------------------------------------------------------------------------------

    @Test
    public void namesOfBranchesAndFilesAndMessagesAreNeverOptionsOrCommands() throws Exception {
        onFix();
        github.author("--exec=touch pwned; $(touch pwned) <`touch pwned`@example.org>");
        CommitSha head = github.commit(
                "--upload-pack=touch pwned\n\n$(touch pwned) `touch pwned`",
                Map.of("--output=pwned", "x\n", ".gitattributes", "* filter=evil merge=evil\n", "a b\n'c", "x\n"));
        String branch = "try/$(touch-pwned);--force";
        CommitSha tip = made(effect(Method.LINEAR, false, MESSAGE, branch, TIME, head));
        assertThat(format("%an", tip)).contains("$(touch pwned)");
        CommitSha squashed = made(effect(Method.SQUASH, false, "--foo $(touch pwned)\n\n\u0001", branch, TIME, head));
        assertThat(format("%s", squashed)).isEqualTo("--foo $(touch pwned)");
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
            assertThat(files.filter(file -> file.getFileName().toString().equals("pwned")))
                    .isEmpty();
        }
    }

    @Test
    public void theBaseIsNeverPushedTo() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        assertThat(make(effect(Method.LINEAR, false, MESSAGE, "main", TIME, head)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(github.tip("main")).isEqualTo(base);
    }

    @Test
    public void branchThatGitRefusesIsTold() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        Path hook = github.bare().resolve("hooks/pre-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\necho 'auto is protected' >&2\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        Outcome.Refused refused = (Outcome.Refused) make(effect(Method.LINEAR, false, MESSAGE, head));
        assertThat(refused.detail()).contains("auto is protected").contains("pre-receive hook declined");
    }

    @Test
    public void missingRepositoryAndMissingProgramAreSaidWithWhatToDo() throws Exception {
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        PrepareMerge effect = effect(Method.LINEAR, false, MESSAGE, head);
        assertThatThrownBy(() -> git.make(new RepositoryId("acme", "nothing"), effect, base, Optional.empty()))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("remote_url");
        LocalGit absent = new LocalGit(
                new GitSettings(
                        "no-such-git",
                        settings().directory(),
                        settings().remoteUrl(),
                        Optional.empty(),
                        Optional.empty(),
                        GitSettings.DEFAULT_PATIENCE),
                repository -> TOKEN);
        assertThatThrownBy(() -> absent.make(WIDGET, effect, base, Optional.empty()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("no-such-git");
    }

    /** A git that notes how it is called before it does what it is told. */
    private Path spy(String script) throws IOException {
        Path program = folder.getRoot().toPath().resolve("spy");
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private LocalGit calling(Path program, String url, Duration patience) {
        return new LocalGit(
                new GitSettings(
                        program.toString(),
                        folder.getRoot().toPath().resolve("cache"),
                        url,
                        Optional.empty(),
                        Optional.empty(),
                        patience),
                repository -> TOKEN);
    }

    @Test
    public void tokenIsOnNoCommandLineAndInNoMessage() throws Exception {
        assumeTrue(GitCache.isPosix());
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        Path log = folder.getRoot().toPath().resolve("calls");
        String basic = Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        Path program = spy("echo \"$@\" >> '" + log + "'\nenv >> '" + log + ".env'\n"
                + "case \"$1\" in fetch) echo \"fatal: " + TOKEN + " and " + basic
                + " Authentication failed\" >&2; exit 128;; esac\n"
                + "exec git \"$@\"\n");
        LocalGit spied = calling(program, "http://127.0.0.1:1/{owner}/{name}.git", GitSettings.DEFAULT_PATIENCE);
        assertThatThrownBy(
                        () -> spied.make(WIDGET, effect(Method.LINEAR, false, MESSAGE, head), base, Optional.empty()))
                .isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.isTransient())
                        .as("what waits goes on with a valid token")
                        .isTrue())
                .hasMessageContaining("git is not let in")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TOKEN).doesNotContain(basic));
        assertThat(Files.readString(log))
                .contains("fetch")
                .doesNotContain(TOKEN)
                .doesNotContain(basic);
        assertThat(Files.readString(log.resolveSibling("calls.env")))
                .contains("GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ALLOW_PROTOCOL=http")
                .contains(".extraHeader")
                .doesNotContain("JAVA_HOME");
    }

    @Test
    public void gitThatHangsIsGivenUp() throws Exception {
        assumeTrue(GitCache.isPosix());
        onFix();
        CommitSha head = commit("Fix", "fix.txt", "fix\n");
        Path program = spy("case \"$1\" in fetch) exec sleep 1000;; esac\nexec git \"$@\"\n");
        LocalGit hanging = calling(program, settings().remoteUrl(), Duration.ofSeconds(3));
        assertThatThrownBy(
                        () -> hanging.make(WIDGET, effect(Method.LINEAR, false, MESSAGE, head), base, Optional.empty()))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("did not end within");
    }

    @Test
    public void gitThatIsTooOldIsSaid() throws Exception {
        assumeTrue(GitCache.isPosix());
        LocalGit old = calling(spy("echo git version 2.30.2\n"), settings().remoteUrl(), GitSettings.DEFAULT_PATIENCE);
        assertThatThrownBy(() -> old.make(WIDGET, effect(Method.LINEAR, false, MESSAGE, base), base, Optional.empty()))
                .hasMessageContaining("2.38")
                .hasMessageContaining("2.30.2");
    }

    @Test
    public void keyIsInAFileThatNobodyElseCanRead() throws Exception {
        LocalGit ssh = new LocalGit(
                settings()
                        .withRemoteUrl("ssh://git@127.0.0.1:1/{owner}/{name}.git")
                        .withSshKey("the secret key"),
                repository -> TOKEN);
        assertThatThrownBy(() -> ssh.make(
                        WIDGET, effect(Method.LINEAR, false, MESSAGE, github.sha("fix")), base, Optional.empty()))
                .isInstanceOf(GatewayException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("secret key"));
        Path key = settings().directory().resolve("ssh-key");
        assertThat(Files.readString(key)).isEqualTo("the secret key\n");
        if (GitCache.isPosix()) {
            assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
            assertThat(Files.getPosixFilePermissions(key.getParent())).hasSize(3);
        }
    }

    @Test
    public void addressesThatCouldBeMoreThanAddressesAreRefused() throws IOException {
        for (String url :
                List.of("ext::sh -c touch% pwned", "--upload-pack=x", "https://user:secret@host/x", "fd::1")) {
            assertThatThrownBy(() -> settings().withRemoteUrl(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret@"));
        }
        assertThat(settings().withRemoteUrl("git@github.com:{owner}/{name}.git").urlOf(WIDGET))
                .isEqualTo("git@github.com:acme/Widget.git");
    }
}
