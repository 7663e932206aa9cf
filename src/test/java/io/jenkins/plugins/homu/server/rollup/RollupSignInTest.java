package io.jenkins.plugins.homu.server.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Rollups from the page, as people in a browser have them made: the server, GitHub's sign-in, and what comes of it. */
public class RollupSignInTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository widget;
    private HomuServer server;
    private SimPull one;
    private SimPull two;
    private SimPull three;

    @Before
    public void start() throws Exception {
        github = GitHubSimulator.start(folder.newFolder("github").toPath());
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        serve("");
        // Holds the queue, so that the others wait.
        open("first", "first.txt").comment("alice", "@homu r+ p=100");
        Await.until(() -> widget.findTip("auto").isPresent());
        one = open("one", "one.txt");
        two = open("two", "two.txt");
        three = open("three", "one.txt");
        for (SimPull pull : List.of(one, two, three)) {
            pull.comment("alice", "@homu r+ rollup");
        }
        Await.until(
                () -> get("/api/queue/widget", browser()).body().split("\"approved_by\":\"alice\"", -1).length == 5);
    }

    private void serve(String more) throws IOException {
        serve(more, "", github.user("homu").token());
    }

    /** @param more settings of the repository @param web of the pages */
    private void serve(String more, String web, String token) throws IOException {
        server = SignInServer.start(github, folder.getRoot().toPath().resolve("main.db"), more, web, token);
        github.oauth().register(SignInServer.APP, SignInServer.APP_SECRET, server.url() + "/rollup");
        widget.webhook(server.url() + "/github", "hook");
    }

    @After
    public void stop() {
        server.close();
        github.close();
    }

    private SimPull open(String branch, String file) {
        widget.branch(branch, "main", Map.of(file, branch + "\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "It is needed.");
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    private HttpResponse<String> get(String path, HttpClient client) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)), client);
    }

    private HttpResponse<String> press(String fields, HttpClient client) {
        return press("/rollup", fields, client);
    }

    private HttpResponse<String> press(String path, String fields, HttpClient client) {
        return send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", server.url())
                        .POST(BodyPublishers.ofString(fields)),
                client);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, HttpClient client) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private SimPull rollup() {
        Await.until("the rollup", Duration.ofSeconds(30), () -> widget.pulls().stream()
                .anyMatch(pull -> pull.title().startsWith("Rollup of ")));
        return widget.pulls().stream()
                .filter(pull -> pull.title().startsWith("Rollup of "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void reviewersWishIsFulfilledByTheBot() {
        assertThat(get("/rollup/widget", browser()).body())
                .contains("Make the rollup", "name=\"prs\" value=\"" + two.number() + "\"", "checked");
        github.oauth().signIn("alice");

        HttpResponse<String> answer = press(
                "label=widget&prs=" + one.number() + "&prs=" + two.number() + "&prs=" + three.number(), browser());

        assertThat(answer.uri().getPath()).isEqualTo("/queue/widget");
        SimPull rollup = rollup();
        assertThat(rollup.author().login()).isEqualTo("homu");
        assertThat(rollup.title()).isEqualTo("Rollup of 2 pull requests");
        assertThat(rollup.body())
                .contains("Successful merges:\n\n - #" + one.number() + " (`Add one`)\n - #" + two.number())
                .contains("Failed merges:\n\n - #" + three.number() + " (it conflicts");
        assertThat(widget.findTip("homu-tmp-" + rollup.headRef())).isEmpty();
        Await.until(() -> get("/queue/widget", browser())
                .body()
                .contains("The rollup #" + rollup.number() + " was made of #" + one.number() + ", #" + two.number()));
        assertThat(get("/results/widget/" + rollup.number(), browser()).body())
                .contains("Make a similar rollup", "/rollup/widget?prs=" + one.number() + "," + two.number());
        assertThat(get("/results/widget/" + one.number(), browser()).body()).contains("In the rollup");

        rollup.comment("alice", "@homu r+ p=200");
        widget.pull(1).comment("alice", "@homu r-");
        Await.until(() -> widget.findTip("auto")
                .filter(tip -> widget.log("auto").get(0).contains("#" + rollup.number()))
                .isPresent());
        widget.status(widget.tip("auto"), "ci/test", "success", "http://ci/1", "fine");
        Await.until(() -> rollup.isMerged() && one.isMerged() && two.isMerged());
        assertThat(three.isMerged()).isFalse();
        assertThat(widget.file("main", "two.txt")).contains("two\n");
    }

    @Test
    public void anybodyElseHasItMadeInTheirFork() {
        github.oauth().signIn("bob");

        HttpResponse<String> answer = press("label=widget&prs=" + one.number() + "&prs=" + two.number(), browser());

        SimPull rollup = rollup();
        // Java's client follows no more than five redirects.
        assertThat(answer.headers().firstValue("Location"))
                .contains(github.url() + "/acme/widget/pull/" + rollup.number());
        assertThat(rollup.author().login()).isEqualTo("bob");
        assertThat(rollup.headOwner().login()).isEqualTo("bob");
        Await.until(() ->
                get("/results/widget/" + rollup.number(), browser()).body().contains("Make a similar rollup"));
    }

    @Test
    public void nothingIsMadeInADryRun() throws Exception {
        server.close();
        serve("dry_run = true");
        github.oauth().signIn("bob");
        Await.until(() -> get("/rollup/widget", browser()).body().contains("value=\"" + two.number() + "\""));

        HttpResponse<String> answer = press("label=widget&prs=" + one.number() + "&prs=" + two.number(), browser());

        assertThat(answer.body())
                .contains("In a dry run no rollup is made; this one would have been of #" + one.number() + ", #"
                        + two.number());
        assertThat(github.repositories()).extracting(SimRepository::fullName).containsExactly("acme/widget");
        assertThat(widget.pulls()).noneMatch(pull -> pull.title().startsWith("Rollup of "));
    }

    @Test
    public void denialIsToldAndNothingIsDone() {
        github.oauth().signIn(null);

        HttpResponse<String> answer = press("label=widget", browser());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("did not sign in, so nothing was done");
    }

    @Test
    public void stateOfAnotherBrowserIsRefused() {
        github.oauth().signIn("alice");
        HttpClient careful =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String toGitHub = press("label=widget&prs=2&prs=3", careful)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String back = send(HttpRequest.newBuilder(URI.create(toGitHub)), careful)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        HttpResponse<String> victim = send(HttpRequest.newBuilder(URI.create(back)), browser());

        assertThat(victim.statusCode()).isEqualTo(400);
        assertThat(victim.body()).contains("was not begun in this browser");
        assertThat(widget.pulls()).hasSize(4);
        assertThat(send(HttpRequest.newBuilder(URI.create(back.replaceAll("state=.", "state=x"))), careful)
                        .statusCode())
                .as("a state that was tampered with")
                .isEqualTo(400);
    }

    @Test
    public void pageThatIsLoadedOnceMoreDoesNothing() {
        github.oauth().signIn("bob");
        HttpClient careful =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String toGitHub = press("/synch", "label=widget", careful)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String back = send(HttpRequest.newBuilder(URI.create(toGitHub)), careful)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(send(HttpRequest.newBuilder(URI.create(back)), careful).statusCode())
                .isEqualTo(403);

        HttpResponse<String> again = send(HttpRequest.newBuilder(URI.create(back)), careful);

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("it was used before, or is too old");
    }

    @Test
    public void formOfAnotherSiteIsRefused() {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(server.url() + "/rollup"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.ofString("label=widget")),
                browser());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("sent by a page of another site");
    }

    /** Frames that are kept apart from their site say that. */
    @Test
    public void formOfNobodyIsRefused() {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(server.url() + "/rollup"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "null")
                        .POST(BodyPublishers.ofString("label=widget")),
                browser());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    public void proxyThatChangesTheHostIsNoOtherSite() throws Exception {
        server.close();
        serve(
                "",
                "base_url = \"http://queue.example:8080/homu/\"",
                github.user("homu").token());
        for (String path : List.of("/rollup", "/synch")) {
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Origin", "http://Queue.example:8080")
                            .POST(BodyPublishers.ofString("label=widget")),
                    HttpClient.newHttpClient());
            assertThat(answer.statusCode()).isEqualTo(303);
        }
    }

    @Test
    public void hugeFormIsRefused() {
        HttpResponse<String> answer = press("label=widget&prs=" + "1234567,".repeat(10_000), browser());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 65536 bytes");
    }

    @Test
    public void reviewerHasItComparedWithGitHub() {
        HttpResponse<String> queue = get("/queue/widget", browser());
        assertThat(queue.body()).contains("action=\"/synch\"", ">Synchronise</button>");
        assertThat(queue.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("form-action 'self' " + github.url());
        // Nobody tells the bot of it, and the next comparison by itself is minutes away.
        widget.hooks().forEach(hook -> widget.removeHook(hook.id()));
        SimPull unheard = open("unheard", "unheard.txt");
        github.oauth().signIn("alice");

        HttpResponse<String> answer = press("/synch", "label=widget", browser());

        assertThat(answer.uri().getPath()).isEqualTo("/queue/widget");
        Await.until(() -> get("/queue/widget", browser()).body().contains("#" + unheard.number() + "</a>"));
    }

    @Test
    public void strangerHasNothingCompared() {
        github.oauth().signIn("bob");

        HttpResponse<String> answer = press("/synch", "label=widget", browser());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("bob is no reviewer of widget");
    }

    @Test
    public void nobodyIsAskedForMoreThanTheirName() {
        HttpClient careful =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        assertThat(press("label=widget", careful).headers().firstValue("Location"))
                .get()
                .asString()
                .startsWith(github.url() + "/login/oauth/authorize?")
                .doesNotContain("repo_hook", "public_repo");
    }

    @Test
    public void gitHubThatDoesNotAnswerIsTold() {
        github.oauth().signIn("alice");
        github.faults().inject(Fault.status(500).on("POST /login/oauth/access_token"));

        HttpResponse<String> answer = press("label=widget&prs=" + one.number() + "&prs=" + two.number(), browser());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("GitHub did not answer as it should");
    }

    @Test
    public void nothingIsMadeWhileTheQueueHasNotBegun() throws Exception {
        server.close();
        // GitHub doesn't say who the bot is.
        serve("", "", "ghp_revoked");
        String wish = "label=widget&prs=" + one.number() + "&prs=" + two.number();

        github.oauth().signIn("alice");
        HttpResponse<String> reviewer = press(wish, browser());
        github.oauth().signIn("bob");
        HttpResponse<String> other = press(wish, browser());

        assertThat(reviewer.statusCode()).isEqualTo(503);
        assertThat(reviewer.body()).contains("The queue does not run yet");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("The queue has not begun yet");
        assertThat(widget.pulls()).noneMatch(pull -> pull.title().startsWith("Rollup of "));
    }

    @Test
    public void unknownRepositoryAndRefusedWishAreTold() {
        github.oauth().signIn("bob");
        assertThat(press("label=nothing", browser()).statusCode()).isEqualTo(404);

        HttpResponse<String> answer = press("label=widget&prs=" + one.number() + "&prs=999", browser());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("A rollup takes at least two approved pull requests", "#999 (it is not open)");
    }
}
