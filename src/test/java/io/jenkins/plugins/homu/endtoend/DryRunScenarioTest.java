package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.web.RequestLog;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A repository in dry run, beside another bot that does the work: everything is decided, nothing is written. */
public class DryRunScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final Set<String> QUESTIONS = Set.of(
            "POST /graphql OpenPulls",
            "POST /graphql Comments",
            "POST /graphql Mergeability",
            "POST /graphql MergeabilityOf");

    private final HttpClient client = HttpClient.newHttpClient();
    private Scene scene;

    @Before
    public void start() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
    }

    @After
    public void stop() {
        scene.close();
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + scene.homu().port() + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** What the bot asked of GitHub that was no question. */
    private List<String> writes() {
        return scene.github.requests().entries().stream()
                .filter(request -> request.user().equals(LocalHomu.BOT))
                .map(RequestLog.Entry::route)
                .filter(route -> !route.startsWith("GET ") && !QUESTIONS.contains(route))
                .toList();
    }

    private void await(String what, SimPull pull, Predicate<PullRequest> condition) {
        Await.until(what, Duration.ofSeconds(30), () -> scene.homu()
                .pull(Scene.WIDGET, pull.number())
                .filter(condition)
                .isPresent());
    }

    @Test
    public void everythingIsDecidedNothingIsWrittenAndTheHistoryTellsWhatWouldHaveBeen() throws Exception {
        scene.dryRun(true).start().awaitSynchronised();
        scene.github.requests().reset();
        SimPull first = scene.open("first");
        SimPull second = scene.open("second");
        first.comment("alice", "@homu r+");
        await("the approval", first, PullRequest::isApproved);
        second.comment("alice", "@homu r+ p=5 rollup");
        await("the second approval", second, PullRequest::isApproved);
        second.comment("carol", "@homu try");
        first.comment("mallory", "@homu r+");
        first.comment("alice", "@homu p=1");
        await("the priority", first, pull -> pull.priority() == 1);
        scene.awaitIdle();

        assertThat(writes()).isEmpty();
        assertThat(scene.ci.builds()).isEmpty();
        assertThat(first.comments()).hasSize(3);
        assertThat(scene.widget.findTip("auto")).isEmpty();
        assertThat(scene.widget.findTip("try")).isEmpty();
        assertThat(scene.widget.statuses().latest(first.headSha())).isEmpty();

        // The queue is what it would be: nobody in error, the higher priority first, no trouble.
        assertThat(scene.homu().pull(Scene.WIDGET, 1).orElseThrow().verdict()).isEqualTo(Verdict.NONE);
        assertThat(scene.homu().state(Scene.WIDGET).attempts()).isEmpty();
        assertThat(scene.homu().whyNot(Scene.WIDGET, 2))
                .isEqualTo("It would be tested now, but the repository is in dry run: nothing is merged or tested");
        assertThat(scene.homu().whyNot(Scene.WIDGET, 1)).isEqualTo("It waits in the queue: 1 other goes first");
        assertThat(scene.homu().health(Scene.WIDGET).trouble()).isEmpty();

        String history = get("/api/history/widget");
        assertThat(history)
                .contains("\"number\":1,\"what\":\"would test\"")
                .contains("\"number\":2,\"what\":\"would test\"")
                .contains("\"number\":2,\"what\":\"would try\",\"by\":\"carol\"")
                .contains("\"what\":\"would react\"")
                .contains("\"what\":\"would comment\",\"by\":null,\"text\":\":pushpin: Commit ")
                .contains("mallory");
        assertThat(get("/queue/widget"))
                .contains("The queue is in dry run.")
                .contains("What would have been done")
                .contains("widget#2");
        assertThat(get("/results/widget/1")).contains("would test");
        assertThat(get("/")).contains("<span class=\"homu-tag\">dry run</span>");
        assertThat(get("/api/history/widget")).contains("\"dry_run\":true");
    }

    @Test
    public void whenTheOtherBotMergesTheNextOneIsFirst() throws Exception {
        scene.dryRun(true).start().awaitSynchronised();
        SimPull first = scene.open("first");
        SimPull second = scene.open("second");
        first.comment("alice", "@homu r+");
        await("the approval", first, PullRequest::isApproved);
        second.comment("alice", "@homu r+");
        await("the approval", second, PullRequest::isApproved);
        scene.awaitIdle();
        assertThat(get("/api/history/widget")).doesNotContain("\"number\":2,\"what\":\"would test\"");

        scene.widget.commit("main", Map.of("first.txt", "This is first\n"), "Auto merge of #1 - acme:first, r=alice");
        first.close();
        Await.until("the closing", Duration.ofSeconds(30), () -> scene.homu()
                .pull(Scene.WIDGET, 1)
                .isEmpty());
        scene.awaitIdle();
        assertThat(get("/api/history/widget")).contains("\"number\":2,\"what\":\"would test\"");
        assertThat(get("/api/history/widget")).containsOnlyOnce("\"number\":1,\"what\":\"would test\"");
    }

    @Test
    public void whatWasApprovedInTheDryRunIsMergedWhenItIsSwitchedOff() throws Exception {
        scene.dryRun(true).start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        await("the approval", pull, PullRequest::isApproved);
        scene.awaitIdle();
        scene.stop();

        scene.dryRun(false).start();
        scene.awaitMerged(pull);
        assertThat(Scene.said(pull).get(0)).contains(":hourglass: Testing commit");
    }

    @Test
    public void anAttemptThatRunsWhenTheDryRunBeginsEndsWithoutBlame() throws Exception {
        scene.ci.hold();
        scene.start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu r+");
        InstantCi.Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitIdle();
        scene.stop();

        scene.github.requests().reset();
        scene.dryRun(true).start();
        Await.until(
                "the stop",
                Duration.ofSeconds(30),
                () -> scene.homu().state(Scene.WIDGET).activeAttempt(1, false).isEmpty());
        scene.ci.pass(build);
        scene.awaitIdle();
        assertThat(pull.isMerged()).isFalse();
        assertThat(writes()).isEmpty();
        PullRequest known = scene.homu().pull(Scene.WIDGET, 1).orElseThrow();
        assertThat(known.isApproved()).isTrue();
        assertThat(known.verdict()).isEqualTo(Verdict.NONE);
        assertThat(scene.homu().health(Scene.WIDGET).trouble()).isEmpty();
        scene.stop();

        scene.dryRun(false).start();
        scene.ci.pass(scene.ci.awaitBuild("auto", 2));
        scene.awaitMerged(pull);
    }
}
