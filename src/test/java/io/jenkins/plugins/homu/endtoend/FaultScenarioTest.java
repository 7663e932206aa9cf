package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.endtoend.InstantCi.Build;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.ApiRequest;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Trouble with GitHub, in both directions: what comes of an approval all the same; with GraphQL and without. */
@RunWith(Parameterized.class)
public class FaultScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final boolean graphql;
    private Scene scene;

    public FaultScenarioTest(boolean graphql) {
        this.graphql = graphql;
    }

    @Parameters(name = "GraphQL {0}")
    public static List<Boolean> kinds() {
        return List.of(true, false);
    }

    @Before
    public void prepare() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
        scene.github.graphql(graphql);
    }

    @After
    public void stop() {
        scene.close();
    }

    /** Merged by exactly one commit, tested exactly once, and everything said exactly once. */
    private void assertMergedOnce(SimPull pull) {
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.log("main").stream()
                        .filter(line -> line.startsWith("Auto merge of #" + pull.number() + " "))
                        .toList())
                .hasSize(1);
        List<String> said = Scene.said(pull);
        assertThat(said).doesNotHaveDuplicates();
        assertThat(said.stream().filter(text -> text.contains(":pushpin:")).toList())
                .hasSize(1);
        assertThat(said.stream().filter(text -> text.contains(":sunny:")).toList())
                .hasSize(1);
        assertThat(scene.homu().health(Scene.WIDGET).trouble()).isEmpty();
    }

    @Test
    public void lostCommentIsFoundByComparing() throws IOException {
        scene.reconcileEvery(Duration.ofMillis(500)).start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        scene.github.webhooks().faults().dropNext(1, delivery -> delivery.event()
                .equals("issue_comment"));
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void lostResultIsFoundByComparing() throws IOException {
        scene.reconcileEvery(Duration.ofMillis(500)).start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        scene.github
                .webhooks()
                .faults()
                .dropNext(
                        1,
                        delivery -> delivery.event().equals("status")
                                && delivery.body().path("context").asText().equals(InstantCi.CONTEXT));
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void lostPushVoidsTheApprovalBeforeAnythingWrongIsMerged() throws IOException {
        scene.ci.hold();
        scene.reconcileEvery(Duration.ofMillis(500)).start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitSaid(pull, "Testing commit");
        scene.github
                .webhooks()
                .faults()
                .dropNext(2, delivery -> delivery.event().equals("push") || "synchronize".equals(delivery.action()));
        pull.push(Map.of("more.txt", "More\n"));
        scene.awaitSaid(pull, ":warning: A new commit");
        scene.ci.pass(build);
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).hasSize(1);
    }

    @Test
    public void tokenThatGitHubRefusesForAWhileHoldsUpAndFailsNothing() throws IOException {
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        scene.github.faults().inject(Fault.status(401));
        pull.comment("alice", "@homu r+");
        Await.until(() -> scene.homu()
                .health(Scene.WIDGET)
                .trouble()
                .filter(words -> words.contains("trying again") && words.contains("renew the token"))
                .isPresent());
        scene.github.faults().clear();
        assertMergedOnce(pull);
    }

    @Test
    public void otherBaseThatNobodyTellsOfIsNoticedBeforeTheMerge() throws IOException {
        scene.widget.branch("stable", "main", Map.of("stable.txt", "Stable\n"));
        scene.ci.hold();
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitSaid(pull, "Testing commit");
        scene.github.webhooks().faults().dropNext(1, delivery -> "edited".equals(delivery.action()));
        pull.retarget("stable");
        scene.ci.pass(build);
        scene.awaitSaid(pull, ":warning: The head or the base changed just before the merge, so nothing was merged");
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).hasSize(1);
        assertThat(pull.isMerged()).isFalse();
        PullRequest known = scene.homu().pull(Scene.WIDGET, pull.number()).orElseThrow();
        assertThat(known.isApproved()).isFalse();
        assertThat(known.baseRef()).as("looked at again").isEqualTo("stable");
    }

    @Test
    public void pushThatNobodyTellsOfIsNoticedBeforeTheMerge() throws IOException {
        scene.ci.hold();
        scene.start().awaitSynchronised();
        // GitHub's own id of the repository is asked for with the first merge, and the heads with it anyway.
        SimPull first = scene.open("first");
        first.comment("alice", "@homu r+");
        scene.ci.pass(scene.ci.awaitBuild("auto", 1));
        scene.awaitMerged(first);
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 2);
        scene.awaitSaid(pull, "Testing commit");
        scene.github
                .webhooks()
                .faults()
                .dropNext(2, delivery -> delivery.event().equals("push") || "synchronize".equals(delivery.action()));
        pull.push(Map.of("more.txt", "More\n"));
        scene.ci.pass(build);
        scene.awaitSaid(pull, ":warning: The head or the base changed just before the merge, so nothing was merged");
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).hasSize(2);
        assertThat(scene.homu()
                        .pull(Scene.WIDGET, pull.number())
                        .orElseThrow()
                        .head()
                        .value())
                .isEqualTo(pull.headSha());
    }

    @Test
    public void pullRequestOpenedWhileHomuWasDownIsKnownAfterTheStart() throws IOException {
        SimPull pull = scene.open("fix");
        scene.start().awaitSynchronised();
        assertThat(scene.homu().pull(Scene.WIDGET, pull.number())).isPresent();
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void restartInTheMiddleGoesOn() throws IOException {
        scene.ci.hold();
        scene.start().awaitSynchronised();
        SimPull first = scene.open("one");
        SimPull second = scene.open("two");
        first.comment("alice", "@homu r+ p=3");
        Build build = scene.ci.awaitBuild("auto", 1);
        second.comment("alice", "@homu r+");
        Await.until(() -> scene.homu()
                .pull(Scene.WIDGET, second.number())
                .filter(PullRequest::isApproved)
                .isPresent());
        scene.stop();
        scene.ci.pass(build);
        scene.start();
        scene.awaitMerged(first);
        scene.ci.pass(scene.ci.awaitBuild("auto", 2));
        scene.awaitMerged(second);
        assertMergedOnce(first);
    }

    @Test
    public void doubledAndReorderedDeliveriesAreObeyedOnce() throws IOException {
        scene.start().awaitSynchronised();
        scene.github.webhooks().faults().chaos(0, 0.5, 0.3, 7);
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        pull.comment("alice", "@homu r+");
        scene.github.later(300, java.util.concurrent.TimeUnit.MILLISECONDS, scene.github.webhooks()::releaseHeld);
        scene.github.later(900, java.util.concurrent.TimeUnit.MILLISECONDS, scene.github.webhooks()::releaseHeld);
        assertMergedOnce(pull);
    }

    @Test
    public void commentBeforeItsPullRequestIsObeyed() throws IOException {
        scene.start().awaitSynchronised();
        scene.github.webhooks().faults().reverseNext(2);
        scene.github.webhooks().pause();
        scene.widget.branch("fix", "main", Map.of("fix.txt", "Fix\n"));
        scene.github.webhooks().resume();
        SimPull pull = scene.widget.openPull("bob", "fix", "main", "Fix", "");
        pull.comment("alice", "@homu r+");
        scene.github.webhooks().releaseHeld();
        assertMergedOnce(pull);
    }

    @Test
    public void renamedRepositoryIsFollowedAndTheConfigurationComplainedOf() throws IOException {
        scene.start().awaitSynchronised();
        SimPull before = scene.open("before");
        scene.widget.rename("gadget");
        before.comment("alice", "@homu r+");
        scene.awaitMerged(before);
        SimPull after = scene.open("after");
        after.comment("alice", "@homu r+");
        scene.awaitMerged(after);

        scene.awaitIdle();
        assertThat(scene.homu().health(Scene.WIDGET).trouble().orElseThrow())
                .contains("acme/gadget now, not acme/widget");
    }

    @Test
    public void brokenAnswersAreAskedAgain() throws IOException {
        scene.start().awaitSynchronised();
        scene.github.faults().inject(Fault.status(502).on("POST").times(2));
        scene.github.faults().inject(Fault.status(500).on("PATCH").times(1));
        scene.github.faults().inject(Fault.disconnect().on("GET").times(2));
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void lostAnswersOfCallsThatTookEffectRepeatNothing() throws IOException {
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        for (String call : List.of(
                "POST /repos/{owner}/{repo}/merges",
                "POST /repos/{owner}/{repo}/git/refs",
                "PATCH /repos/{owner}/{repo}/git/refs",
                "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
                "POST /repos/{owner}/{repo}/statuses/{sha}",
                "POST /graphql")) {
            scene.github
                    .faults()
                    .inject(Fault.status(502).afterEffect().on(call).times(1));
        }
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
        assertThat(scene.ci.builds("auto")).hasSize(1);
    }

    @Test
    public void cutConnectionsRepeatNothing() throws IOException {
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        for (String call : List.of("POST", "PATCH")) {
            scene.github
                    .faults()
                    .inject(Fault.disconnect().afterEffect().on(call).times(3));
        }
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void secondaryLimitIsWaitedOut() throws IOException {
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        scene.github
                .faults()
                .inject(Fault.secondaryLimit(Duration.ofSeconds(1))
                        .on("POST /repos/{owner}/{repo}/issues")
                        .times(1));
        pull.comment("alice", "@homu r+");
        assertMergedOnce(pull);
    }

    @Test
    public void hourlyLimitHitInTheMiddleIsWaitedOut() throws IOException {
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isPresent());
        scene.ci.hold();
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.github.rateLimits().exhaust(LocalHomu.BOT, Duration.ofSeconds(2));
        scene.ci.pass(build);
        assertMergedOnce(pull);
    }

    private static boolean isAboutDead(ApiRequest request) {
        return "dead".equals(request.param("repo"))
                || new String(request.body(), StandardCharsets.UTF_8).contains("\"dead\"");
    }

    @Test
    public void repositoryWithADeadGitHubDoesNotHoldUpAnother() throws IOException {
        SimRepository dead = scene.addRepository("dead");
        scene.start().awaitSynchronised();
        // Answers nothing for long, then nonsense: worse than a refused connection.
        Fault silence = scene.github.faults().inject(Fault.hold().when(FaultScenarioTest::isAboutDead));
        for (int i = 0; i < 10; i++) {
            scene.open(dead, "stuck" + i, Map.of("stuck" + i, "Stuck\n")).comment("alice", "@homu r+");
        }
        Await.until(() -> scene.homu().state("dead").pulls().size() == 10);
        Await.until(() -> scene.github.faults().heldCalls() > 0);
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        scene.awaitMerged(pull);
        assertThat(scene.github.faults().heldCalls()).isPositive();
        scene.github.faults().inject(Fault.status(502).when(FaultScenarioTest::isAboutDead));
        scene.github.faults().remove(silence);
        Await.until(() -> scene.homu().health("dead").trouble().isPresent());
        assertThat(scene.homu().health(Scene.WIDGET).trouble()).isEmpty();
        scene.github.faults().clear();
        for (SimPull stuck : dead.pulls()) {
            scene.awaitMerged(stuck);
        }
    }
}
