package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.endtoend.InstantCi.Build;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.Webhooks;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Tests in another repository than the one that pull requests are merged in. Mostly in one that shares nothing with it, so that
 * every commit has to be brought to and fro; in a real fork GitHub keeps the two together.
 */
public class ForkScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;
    private SimRepository fork;
    private final Queue<String> pushed = new ConcurrentLinkedQueue<>();

    @Before
    public void scene() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
        fork = scene.github.createRepository("ci", "widget-tests");
        scene.github.webhooks().listen(delivery -> {
            boolean isWidget = delivery.body()
                    .path("repository")
                    .path("full_name")
                    .asText()
                    .equals("acme/widget");
            if (delivery.event().equals("push") && isWidget) {
                pushed.add(delivery.body().path("ref").asText());
            }
        });
    }

    @After
    public void stop() {
        scene.close();
    }

    private void start() throws IOException {
        scene.testsOn(fork).start().awaitSynchronised();
    }

    private SimPull approved(String branch) {
        SimPull pull = scene.open(branch);
        pull.comment("alice", "@homu r+");
        return pull;
    }

    /** The repository itself has no ref of the bot's, and not even the commit. */
    private void assertUnseen(String commit) {
        assertThat(scene.widget.git().refs().startingWith("refs/").values()).doesNotContain(commit);
        assertThat(scene.widget.git().objects().commit(commit)).isEmpty();
        assertThat(scene.widget.findTip("auto")).isEmpty();
        assertThat(scene.widget.findTip("homu-tmp-auto")).isEmpty();
    }

    @Test
    public void testedOnTheForkThenMergedByAFastForwardToThatVeryCommit() throws Exception {
        scene.ci.hold();
        start();
        String base = scene.widget.tip("main");
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        assertThat(build.repository()).isEqualTo("ci/widget-tests");
        assertUnseen(build.sha());
        assertThat(scene.widget.tip("main")).isEqualTo(base);

        scene.ci.pass(build);
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(build.sha());
        assertThat(scene.widget
                        .git()
                        .objects()
                        .commit(build.sha())
                        .orElseThrow()
                        .parents())
                .containsExactly(base, pull.headSha());
        // The one push of the bot's that the repository and its CI have seen is that of the base.
        assertThat(pushed).contains("refs/heads/main").isSubsetOf("refs/heads/main", "refs/heads/fix");
        assertThat(scene.widget.git().refs().startingWith("refs/homu/")).isEmpty();
        assertThat(scene.ci.builds()).extracting(Build::repository).containsOnly("ci/widget-tests");
        assertThat(fork.tip("main")).isEqualTo(build.sha());
        assertThat(Scene.said(pull)).hasSize(2);
        assertThat(Scene.said(pull).get(1)).contains(":sunny: Test successful - [ci](https://ci.example/");
        assertThat(scene.widget.statuses().latest(pull.headSha()))
                .extracting(status -> status.context() + " " + status.state())
                .containsExactly("homu success");
    }

    @Test
    public void realForkIsMergedFromAsWell() throws Exception {
        fork = scene.widget.fork("ci");
        start();
        SimPull pull = approved("fix");
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.ci.builds()).extracting(Build::repository).containsOnly("ci/widget");
        assertThat(scene.widget.findTip("auto")).isEmpty();
        assertThat(pushed).contains("refs/heads/main").isSubsetOf("refs/heads/main", "refs/heads/fix");
        assertThat(fork.tip("main")).isEqualTo(scene.widget.tip("main"));
    }

    @Test
    public void failureOnTheForkIsToldAndNothingIsMerged() throws Exception {
        start();
        String base = scene.widget.tip("main");
        SimPull pull = scene.open(scene.widget, "broken", Map.of(InstantCi.BAD, "yes\n"));
        pull.comment("alice", "@homu r+");
        scene.awaitSaid(pull, ":broken_heart: Test failed - [ci](https://ci.example/");
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(base);
        assertUnseen(scene.ci.builds("auto").get(0).sha());
    }

    @Test
    public void baseThatMovedMeanwhileIsTestedOnAgain() throws Exception {
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build first = scene.ci.awaitBuild("auto", 1);
        String other = scene.widget.pushDirectly("main", Map.of("hot.txt", "fix\n"));
        Build second = scene.ci.awaitBuild("auto", 2);
        scene.ci.pass(first);
        scene.ci.pass(second);
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(second.sha());
        assertThat(scene.widget
                        .git()
                        .objects()
                        .commit(second.sha())
                        .orElseThrow()
                        .parents())
                .containsExactly(other, pull.headSha());
        assertUnseenCommit(first);
    }

    private void assertUnseenCommit(Build build) {
        assertThat(scene.widget.git().objects().commit(build.sha())).isEmpty();
    }

    @Test
    public void baseThatMovedUnheardIsNeverOverwritten() throws Exception {
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build first = scene.ci.awaitBuild("auto", 1);
        scene.github.webhooks().faults().dropNext(1, delivery -> delivery.event()
                .equals("push"));
        String other = scene.widget.pushDirectly("main", Map.of("hot.txt", "fix\n"));
        scene.ci.pass(first);
        Build second = scene.ci.awaitBuild("auto", 2);
        scene.ci.pass(second);
        scene.awaitMerged(pull);
        assertThat(scene.widget.git().graph().isAncestor(other, scene.widget.tip("main")))
                .isTrue();
    }

    @Test
    public void wordOfTheRepositoryItselfOrWithAWrongSecretCountsForNothing() throws Exception {
        fork = scene.widget.fork("ci");
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.widget.status(build.sha(), InstantCi.CONTEXT, "success", "https://evil.example/", "Trust me");
        String forged = "{\"sha\":\"" + build.sha() + "\",\"context\":\"" + InstantCi.CONTEXT
                + "\",\"state\":\"success\",\"description\":null,\"target_url\":null,"
                + "\"repository\":{\"id\":" + fork.id() + ",\"full_name\":\"ci/widget\"}}";
        assertThat(post(forged, "another secret")).isEqualTo(401);
        scene.awaitIdle();
        assertThat(pull.isMerged()).isFalse();

        scene.ci.pass(build);
        scene.awaitMerged(pull);
    }

    @Test
    public void commentsPushesAndPullRequestsOfTheForkAreNotThoseOfTheRepository() throws Exception {
        fork = scene.widget.fork("ci");
        scene.ci.hold();
        start();
        SimPull pull = scene.open("fix");
        fork.branch("theirs", "main", Map.of("theirs.txt", "x\n"));
        SimPull theirs = fork.openPull("bob", "theirs", "main", "Theirs", "");
        assertThat(theirs.number()).isEqualTo(pull.number());
        theirs.comment("alice", "@homu r+");
        fork.pushDirectly("main", Map.of("other.txt", "x\n"));
        scene.awaitIdle();
        assertThat(scene.homu().pull(Scene.WIDGET, pull.number()).orElseThrow().isApproved())
                .isFalse();
        assertThat(scene.homu().pull(Scene.WIDGET, pull.number()).orElseThrow().title())
                .isEqualTo("Add fix");
        assertThat(scene.ci.builds()).isEmpty();
    }

    private int post(String body, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scene.homu().hookUrl()))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "status")
                .header("X-GitHub-Delivery", "00000000-0000-0000-0000-000000000001")
                .header(
                        "X-Hub-Signature-256",
                        "sha256=" + Webhooks.hmac("HmacSHA256", secret, body.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    public void resultThatCameWhileDownIsFoundByComparingAndACacheThatIsGoneIsMadeAgain() throws Exception {
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitIdle();
        scene.stop();
        delete();
        scene.ci.pass(build);
        scene.start();
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(build.sha());
        assertThat(scene.ci.builds()).hasSize(1);
        assertThat(fork.tip("main")).isEqualTo(build.sha());
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath().resolve("git"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void tryIsTestedOnTheForkAndStaysThere() throws Exception {
        start();
        SimPull pull = scene.open("fix");
        pull.comment("carol", "@homu try");
        scene.awaitSaid(pull, ":sunny: Test successful");
        scene.awaitIdle();
        assertThat(scene.ci.builds("try")).extracting(Build::repository).containsOnly("ci/widget-tests");
        assertUnseenCommit(scene.ci.builds("try").get(0));
        assertThat(pull.isOpen()).isTrue();
    }

    @Test
    public void headsAreTakenAsTheyAreFromTheForkToo() throws Exception {
        scene.merges(new MergeSettings(Method.FAST_FORWARD, false));
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
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
        scene.ci.pass(scene.ci.builds("auto").get(0));
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(pull.headSha());
        assertThat(scene.widget.findTip("auto")).isEmpty();
    }

    @Test
    public void forksBranchWithCommitsOfItsOwnStaysAndTheMergeIsDone() throws Exception {
        start();
        SimPull first = approved("one");
        scene.awaitMerged(first);
        scene.awaitIdle();
        String theirs = fork.pushDirectly("main", Map.of("theirs.txt", "x\n"));
        SimPull second = approved("two");
        scene.awaitMerged(second);
        scene.awaitIdle();
        assertThat(fork.tip("main")).isEqualTo(theirs);
        assertThat(scene.widget.git().graph().isAncestor(first.headSha(), scene.widget.tip("main")))
                .isTrue();
    }

    /** Git is the first to go there, and follows nobody: who it is sent to might get the token. */
    @Test
    public void forkThatWasRenamedIsFollowed() throws Exception {
        fork = scene.widget.fork("ci");
        start();
        fork.rename("widget-tests");
        SimPull pull = approved("fix");
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.ci.builds()).extracting(Build::repository).containsOnly("ci/widget-tests");
        assertThat(fork.tip("main")).isEqualTo(scene.widget.tip("main"));
    }

    @Test
    public void forkThatWasRenamedWhileTestedIsFollowedAndItsWordStillCounts() throws Exception {
        fork = scene.widget.fork("ci");
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitIdle();
        fork.rename("widget-tests");
        delete();
        fork.status(build.sha(), InstantCi.CONTEXT, "success", "https://ci.example/", "Passed");
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(build.sha());
        assertThat(fork.tip("main")).isEqualTo(build.sha());
    }

    @Test
    public void forkThatTheBotMayNotWriteToIsNamedAndTheQueueGoesOn() throws Exception {
        start();
        fork.grant(LocalHomu.BOT, Permission.READ);
        SimPull pull = approved("fix");
        scene.awaitSaid(pull, "ci/widget-tests");
        scene.awaitSaid(pull, "must be able to read and write");
        scene.awaitIdle();
        assertThat(pull.isMerged()).isFalse();

        fork.grant(LocalHomu.BOT, Permission.WRITE);
        SimPull other = approved("other");
        scene.awaitMerged(other);
    }

    @Test
    public void forkThatIsGoneIsNamedAndTheQueueGoesOn() throws Exception {
        fork = scene.widget.fork("ci");
        start();
        fork.delete();
        SimPull pull = approved("fix");
        scene.awaitSaid(pull, "git finds no repository");
        assertThat(Scene.said(pull)).anyMatch(text -> text.contains("ci/widget"));
        scene.awaitIdle();
        assertThat(pull.isMerged()).isFalse();
    }

    /** What was tested is in the cache, and that is what the base was to move to. */
    @Test
    public void forkThatIsGoneAfterTheTestKeepsNothingFromBeingMerged() throws Exception {
        fork = scene.widget.fork("ci");
        scene.ci.hold();
        start();
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.ci.pass(build);
        fork.delete();
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(build.sha());
        assertThat(scene.widget.git().refs().startingWith("refs/homu/")).isEmpty();
    }

    @Test
    public void squashedOnTheForkThenMerged() throws Exception {
        scene.merges(new MergeSettings(Method.SQUASH, false));
        scene.ci.hold();
        start();
        String base = scene.widget.tip("main");
        SimPull pull = approved("fix");
        Build build = scene.ci.awaitBuild("auto", 1);
        assertUnseen(build.sha());
        scene.ci.pass(build);
        Await.until("the squashed commit", () -> scene.widget.tip("main").equals(build.sha()));
        scene.awaitIdle();
        assertThat(scene.widget
                        .git()
                        .objects()
                        .commit(build.sha())
                        .orElseThrow()
                        .parents())
                .containsExactly(base);
        assertThat(pull.isOpen()).isFalse();
        assertThat(fork.tip("main")).isEqualTo(build.sha());
    }

    @Test
    public void putOnTheTipOnTheForkThenMerged() throws Exception {
        scene.merges(new MergeSettings(Method.LINEAR, false));
        start();
        scene.widget.branch("fix", "main", Map.of("fix.txt", "x\n"));
        String base = scene.widget.pushDirectly("main", Map.of("hot.txt", "fix\n"));
        SimPull pull = scene.widget.openPull("bob", "fix", "main", "Add fix", "");
        pull.comment("alice", "@homu r+");
        Await.until("the merge", () -> !scene.widget.tip("main").equals(base));
        scene.awaitIdle();
        String tip = scene.widget.tip("main");
        assertThat(scene.widget.git().objects().commit(tip).orElseThrow().parents())
                .containsExactly(base);
        assertThat(scene.ci.builds("auto")).extracting(Build::sha).containsExactly(tip);
        assertThat(pull.isOpen()).isFalse();
    }
}
