package io.jenkins.plugins.homu.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The whole server in this process, against a simulated GitHub. */
public class HomuServerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private GitHubSimulator github;
    private SimRepository widget;

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.newFolder("github").toPath());
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
    }

    @After
    public void stop() {
        github.close();
    }

    private ServerConfiguration configuration(String botName) {
        String text =
                """
                [github]
                access_token = "%s"
                api_url = "%s"
                %s
                [web]
                host = "127.0.0.1"
                port = 0
                [db]
                file = "%s"
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "hook"
                [repo.widget.status]
                context = "ci/test"
                """
                        .formatted(
                                github.user("homu").token(),
                                github.apiUrl(),
                                botName.isEmpty() ? "" : "bot_name = \"" + botName + "\"",
                                folder.getRoot().toPath().resolve("main.db"));
        ConfigurationReader.Result result = ConfigurationReader.parse("cfg.toml", text, Map.of());
        assertThat(result.problems()).isEmpty();
        return result.configuration().orElseThrow();
    }

    private String get(HomuServer server, String path) {
        return get(server.url() + path);
    }

    private String get(String url) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private SimPull openPull() {
        widget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        return widget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
    }

    private void passTests() {
        Await.until(() -> widget.findTip("auto").isPresent());
        widget.status(widget.tip("auto"), "ci/test", "success", "http://ci/1", "fine");
    }

    @Test
    public void anApprovedPullRequestIsTestedAndMerged() throws Exception {
        try (HomuServer server = HomuServer.start(configuration(""))) {
            widget.webhook(server.url() + "/github", "hook");
            SimPull pull = openPull();
            pull.comment("alice", "@homu r+");
            passTests();
            Await.until(() -> pull.isMerged());
            assertThat(widget.file("main", "fix.txt")).contains("fixed\n");
            Await.until(() -> get(server, "/metrics").contains("homu_queue_length{repository=\"widget\"} 0.0"));
            assertThat(get(server, "/metrics"))
                    .contains("homu_deliveries_total{outcome=\"accepted\",source=\"github\",type=\"issue_comment\"}");
        }
    }

    @Test
    public void whileGitHubIsDownDeliveriesAreKeptForWhenItIsBack() throws Exception {
        SimPull pull = openPull();
        Fault down = github.faults().inject(Fault.status(503).on("GET /user"));
        try (HomuServer server = HomuServer.start(configuration(""))) {
            Await.until(() -> get(server, "/api/health").contains("GitHub has not said yet who the bot is"));
            assertThat(get(server, "/queue/widget")).contains("widget");
            widget.webhook(server.url() + "/github", "hook");
            // With the commit, because the queue sees this pull request only later and can't know what its head was.
            pull.comment("alice", "@homu r+ " + pull.headSha());
            Await.until(
                    () -> get(server, "/metrics")
                            .contains(
                                    "homu_deliveries_total{outcome=\"accepted\",source=\"github\",type=\"issue_comment\"} 1.0"));
            assertThat(widget.findTip("auto")).isEmpty();
            github.faults().remove(down);
            passTests();
            Await.until(() -> pull.isMerged());
        }
    }

    @Test
    public void withItsNameConfiguredTheBotStartsBeforeGitHubAnswers() throws Exception {
        Fault down = github.faults().inject(Fault.status(503).on("GET /user"));
        try (HomuServer server = HomuServer.start(configuration("homu"))) {
            widget.webhook(server.url() + "/github", "hook");
            SimPull pull = openPull();
            pull.comment("alice", "@homu r+");
            passTests();
            Await.until(() -> pull.isMerged());
            assertThat(server.failure()).isNotDone();
        } finally {
            github.faults().remove(down);
        }
    }

    @Test
    public void aNameThatIsNotTheCredentialsIsAFailure() throws Exception {
        try (HomuServer server = HomuServer.start(configuration("bors"))) {
            assertThat(server.failure().get(20, TimeUnit.SECONDS))
                    .isEqualTo(
                            "the name of the bot is configured as bors, but the credentials belong to homu; correct one of the two: the"
                                    + " bot must know its own comments");
        }
    }

    @Test
    public void stoppingTwiceIsStoppingOnce() throws Exception {
        HomuServer server = HomuServer.start(configuration(""));
        Await.until(() -> get(server, "/api/health").contains("\"status\":\"ok\""));
        String url = server.url();
        server.close();
        server.close();
        assertThat(get(url + "/api/health")).contains("ConnectException");
    }
}
