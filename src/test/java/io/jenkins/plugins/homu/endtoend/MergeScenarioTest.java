package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.endtoend.InstantCi.Build;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
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

/** What people see of Homu, with everything real but GitHub itself; with GraphQL and without. */
@RunWith(Parameterized.class)
public class MergeScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final boolean graphql;
    private Scene scene;

    public MergeScenarioTest(boolean graphql) {
        this.graphql = graphql;
    }

    @Parameters(name = "GraphQL {0}")
    public static List<Boolean> kinds() {
        return List.of(true, false);
    }

    @Before
    public void start() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
        scene.github.graphql(graphql);
        scene.start().awaitSynchronised();
    }

    @After
    public void stop() {
        scene.close();
    }

    private GitCommit commit(String sha) {
        return scene.widget.git().objects().commit(sha).orElseThrow();
    }

    @Test
    public void approvedPullRequestIsTestedThenTheBaseIsMovedToThatVeryCommit() {
        String base = scene.widget.tip("main");
        SimPull pull = scene.open("fix");
        pull.comment("alice", "Looks good.\n\n@homu r+");
        scene.awaitMerged(pull);
        scene.awaitIdle();

        String tip = scene.widget.tip("main");
        assertThat(scene.ci.builds("auto")).extracting(Build::sha).containsExactly(tip);
        assertThat(commit(tip).parents()).containsExactly(base, pull.headSha());
        assertThat(commit(tip).subject()).isEqualTo("Auto merge of #1 - acme:fix, r=alice");
        assertThat(Scene.said(pull)).hasSize(2);
        assertThat(Scene.said(pull).get(0)).contains(":pushpin:").contains(":hourglass: Testing commit");
        assertThat(Scene.said(pull).get(1)).contains(":sunny: Test successful - [ci](https://ci.example/" + tip);
        assertThat(scene.homu().state(Scene.WIDGET).pulls()).isEmpty();
        assertThat(scene.widget.statuses().latest(pull.headSha()))
                .extracting(status -> status.context() + " " + status.state())
                .containsExactly("homu success");
    }

    @Test
    public void failedTestIsSaidAndRetryTestsAgain() {
        scene.ci.hold();
        SimPull pull = scene.open("flaky");
        pull.comment("alice", "@homu r+");
        scene.ci.fail(scene.ci.awaitBuild("auto", 1));
        scene.awaitSaid(pull, ":broken_heart: Test failed - [ci](https://ci.example/");
        assertThat(scene.widget.log("main")).hasSize(1);

        pull.comment("alice", "@homu retry");
        scene.ci.pass(scene.ci.awaitBuild("auto", 2));
        scene.awaitMerged(pull);
    }

    @Test
    public void conflictIsSaidWithItsRemedyAndOthersGoOn() {
        SimPull first = scene.open(scene.widget, "one", Map.of("README.md", "One\n"));
        SimPull second = scene.open(scene.widget, "two", Map.of("README.md", "Two\n"));
        SimPull third = scene.open("three");
        first.comment("alice", "@homu r+");
        scene.awaitMerged(first);
        second.comment("alice", "@homu r+");
        third.comment("alice", "@homu r+");
        scene.awaitMerged(third);
        scene.awaitIdle();
        assertThat(second.isMerged()).isFalse();
        // Whether it was tried, or known before that it can't be merged: people are told.
        assertThat(String.join("\n", Scene.said(second))).containsAnyOf(":lock: Merge conflict", ":umbrella:");
    }

    @Test
    public void higherPriorityGoesFirst() {
        scene.ci.hold();
        SimPull running = scene.open("running");
        SimPull plain = scene.open("plain");
        SimPull urgent = scene.open("urgent");
        running.comment("alice", "@homu r+");
        Build first = scene.ci.awaitBuild("auto", 1);
        plain.comment("alice", "@homu r+");
        urgent.comment("alice", "@homu r+ p=5");
        Await.until(() -> scene.homu()
                .pull(Scene.WIDGET, urgent.number())
                .filter(PullRequest::isApproved)
                .isPresent());
        scene.ci.pass(first);
        scene.awaitMerged(running);
        Build second = scene.ci.awaitBuild("auto", 2);
        assertThat(commit(second.sha()).parents()).containsExactly(first.sha(), urgent.headSha());
        scene.ci.pass(second);
        scene.ci.pass(scene.ci.awaitBuild("auto", 3));
        scene.awaitMerged(plain);
        assertThat(scene.widget.log("main").stream()
                        .map(line -> line.replaceAll(" - .*", ""))
                        .toList())
                .containsExactly(
                        "Auto merge of #" + plain.number(),
                        "Auto merge of #" + urgent.number(),
                        "Auto merge of #" + running.number(),
                        "Initial commit");
    }

    @Test
    public void tryBuildIsTestedBesideTheRealOneAndMovesNothing() {
        scene.ci.hold();
        String base = scene.widget.tip("main");
        SimPull tried = scene.open("tried");
        SimPull real = scene.open("real");
        real.comment("alice", "@homu r+");
        scene.ci.awaitBuild("auto", 1);
        tried.comment("carol", "@homu try");
        Build build = scene.ci.awaitBuild("try", 1);
        assertThat(commit(build.sha()).parents()).containsExactly(base, tried.headSha());
        scene.ci.pass(build);
        scene.awaitSaid(tried, ":sunny: Test successful");
        assertThat(scene.widget.tip("main")).isEqualTo(base);
        assertThat(tried.isOpen()).isTrue();
        scene.ci.pass(scene.ci.awaitBuild("auto", 1));
        scene.awaitMerged(real);
    }

    @Test
    public void tryBuildOntoAnAbbreviatedParentIsRepeatedOntoTheSame() {
        scene.ci.hold();
        SimPull pull = scene.open("tried");
        String parent = scene.widget.tip("main");
        scene.widget.pushDirectly("main", Map.of("other.txt", "Other\n"));
        pull.comment("carol", "@homu try parent=" + parent.substring(0, 7));
        Build first = scene.ci.awaitBuild("try", 1);
        assertThat(commit(first.sha()).parents()).containsExactly(parent, pull.headSha());
        scene.ci.fail(first);
        scene.awaitSaid(pull, ":broken_heart:");

        pull.comment("carol", "@homu retry");
        Build second = scene.ci.awaitBuild("try", 2);
        assertThat(commit(second.sha()).parents()).containsExactly(parent, pull.headSha());
        scene.ci.pass(second);
        scene.awaitSaid(pull, ":sunny: Test successful");

        pull.comment("carol", "@homu try parent=abcdef0");
        scene.awaitSaid(pull, ":no_good: `abcdef0` can't be used as parent");
    }

    @Test
    public void tryUserMayNotApprove() {
        SimPull pull = scene.open("fix");
        pull.comment("carol", "@homu r+");
        scene.awaitSaid(pull, "@carol: :key: Insufficient privileges");
        scene.awaitIdle();
        assertThat(scene.ci.builds()).isEmpty();
    }

    @Test
    public void pushDuringATestVoidsTheApproval() {
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitSaid(pull, "Testing commit");
        String pushed = pull.push(Map.of("more.txt", "More\n"));
        scene.awaitSaid(pull, ":warning: A new commit `" + pushed.substring(0, 7) + "` was pushed");
        scene.ci.pass(build);
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).containsExactly("Initial commit");
        assertThat(scene.homu().pull(Scene.WIDGET, 1).orElseThrow().isApproved())
                .isFalse();

        pull.comment("alice", "@homu r+");
        scene.ci.pass(scene.ci.awaitBuild("auto", 2));
        scene.awaitMerged(pull);
        assertThat(commit(scene.widget.tip("main")).parents()).contains(pushed);
    }

    @Test
    public void baseMovedByAPersonDuringATestIsTestedAgainWithoutAnError() {
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        String hotfix = scene.widget.pushDirectly("main", Map.of("hotfix.txt", "Hot\n"));
        scene.ci.pass(build);
        Build second = scene.ci.awaitBuild("auto", 2);
        assertThat(commit(second.sha()).parents()).containsExactly(hotfix, pull.headSha());
        scene.ci.pass(second);
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(scene.widget.tip("main")).isEqualTo(second.sha());
        assertThat(Scene.said(pull)).noneMatch(text -> text.contains(":eyes:") || text.contains(":boom:"));
    }

    @Test
    public void retargetedBaseVoidsTheApproval() {
        scene.ci.hold();
        scene.widget.branch("release", "main", Map.of("release.txt", "1\n"));
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitSaid(pull, "Testing commit");
        pull.retarget("release");
        scene.awaitSaid(pull, ":warning: The base branch changed to");
        scene.ci.pass(build);
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).hasSize(1);
        assertThat(scene.widget.log("release")).hasSize(2);
    }

    @Test
    public void protectedBranchIsSaidOnThePullRequestInGitHubsWords() {
        scene.widget.protect("main").refuseWith("Required status check \"build (3.1)\" is expected.");
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        scene.awaitSaid(pull, ":eyes: Test was successful, but fast-forwarding failed");
        scene.awaitIdle();
        assertThat(String.join("\n", Scene.said(pull))).contains("Required status check \"build (3.1)\" is expected.");
        assertThat(pull.isMerged()).isFalse();
        assertThat(scene.homu().whyNot(Scene.WIDGET, 1)).contains("The base could not be moved");
    }

    @Test
    public void mergesInARowAreMadeOnTopOfEachOtherThoughGitHubsAnswersLag() {
        Duration lag = Duration.ofMillis(1500);
        // A branch younger than that would not be seen at all.
        long start = System.nanoTime();
        Await.until(() -> System.nanoTime() - start > lag.toNanos());
        scene.github.lag().refs(lag).graphql(lag);
        SimPull first = scene.open("one");
        SimPull second = scene.open("two");
        first.comment("alice", "@homu r+");
        second.comment("alice", "@homu r+");
        scene.awaitMerged(second);
        scene.awaitMerged(first);
        scene.awaitIdle();
        assertThat(scene.ci.builds("auto")).hasSize(2);
        assertThat(scene.widget.log("main")).hasSize(3);
        assertThat(Scene.said(second)).noneMatch(text -> text.contains(":eyes:"));
    }

    @Test
    public void closedWhileTestedIsNotMerged() {
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        Build build = scene.ci.awaitBuild("auto", 1);
        pull.close();
        Await.until(() -> scene.homu().pull(Scene.WIDGET, 1).isEmpty());
        scene.ci.pass(build);
        scene.awaitIdle();
        assertThat(scene.widget.log("main")).hasSize(1);
    }

    @Test
    public void reviewBodyApprovesTheReviewedCommit() {
        SimPull pull = scene.open("fix");
        pull.review("alice", "Fine.\n\n@homu r+");
        scene.awaitMerged(pull);
    }

    @Test
    public void forksHeadIsMergedAndSurvivesTheForksDeletion() {
        scene.ci.hold();
        var fork = scene.widget.fork("bob");
        fork.branch("fix", "main", Map.of("fix.txt", "From a fork\n"));
        SimPull pull = scene.widget.openPull("bob", "bob:fix", "main", "From a fork", "");
        fork.delete();
        pull.comment("alice", "@homu r+");
        scene.ci.pass(scene.ci.awaitBuild("auto", 1));
        scene.awaitMerged(pull);
        assertThat(commit(scene.widget.tip("main")).parents()).contains(pull.headSha());
    }
}
