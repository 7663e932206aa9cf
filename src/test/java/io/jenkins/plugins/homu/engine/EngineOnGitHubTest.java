package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.github.GitHubWebhooks;
import io.jenkins.plugins.homu.github.WebhookRepository;
import io.jenkins.plugins.homu.markdown.MarkdownReader;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.simulator.web.RequestLog;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The engine with the real rules, client, webhooks and store, against a GitHub with real git repositories. */
public class EngineOnGitHubTest {
    /** So that tests of retries take no minutes. */
    private static final EngineSettings IMPATIENT = EngineSettings.DEFAULT.withRetryMin(Duration.ofMillis(20));

    private static final String SECRET = "a secret of the webhook";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RepositorySettings settings = settings();
    private final ExecutorService hookThreads = Executors.newFixedThreadPool(4);
    private GitHubSimulator github;
    private SimRepository widget;
    private GitHubClient client;
    private GitHubWebhooks webhooks;
    private JdbcStateStore store;
    private HttpServer hooks;
    private volatile Engine engine;

    private static RepositorySettings settings() {
        RepositorySettings one = Fixture.settings("widget", new RepositoryId("acme", "widget"));
        return new RepositorySettings(
                one.label(),
                one.repository(),
                one.botName(),
                Set.of("alice"),
                Set.of(),
                one.branches(),
                List.of(new BuilderSettings(
                        "test", BuilderSettings.Kind.STATUS, Optional.of("ci/test"), Optional.of("ci/test"))),
                one.timeout(),
                one.startTimeout(),
                one.maxPriority(),
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.newFolder("github").toPath());
        github.user("homu");
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        client = new GitHubClient(
                GitHubSettings.of(
                        URI.create(github.apiUrl()),
                        Optional.of(URI.create(github.graphqlUrl())),
                        new GitHubCredentials.Token(github.user("homu").token())),
                new MarkdownReader(),
                Instant::now,
                Metrics.NONE);
        webhooks = new GitHubWebhooks(
                List.of(new WebhookRepository(settings, SECRET)), new MarkdownReader(), Instant::now, client.names());
        hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        hooks.setExecutor(hookThreads);
        hooks.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 200;
            Translation read = webhooks.translate(
                    name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)), body);
            if (read instanceof Translation.Accepted accepted) {
                engine.deliver(accepted.delivery(), accepted.events()).join();
                status = 202;
            } else if (read instanceof Translation.Refused refused) {
                status = refused.status();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        hooks.start();
        open();
        widget.webhook("http://127.0.0.1:" + hooks.getAddress().getPort() + "/", SECRET);
    }

    private void open() {
        store = JdbcStateStore.open(
                DatabaseSettings.file(folder.getRoot().toPath().resolve("homu.db")));
        engine = new Engine(
                store,
                client,
                GitGateway.NONE,
                Builder.NONE,
                Map.of(webhooks.source(), webhooks)::get,
                Instant::now,
                Metrics.NONE,
                IMPATIENT,
                List.of(settings));
        engine.start();
        Await.until(
                "the first comparison",
                () -> engine.state("widget").orElseThrow().syncedAt().isPresent());
    }

    @After
    public void stop() {
        engine.close();
        store.close();
        client.close();
        github.close();
        hooks.stop(0);
        hookThreads.shutdownNow();
    }

    private SimPull pull(String branch, String file) {
        widget.branch(branch, "main", Map.of(file, branch + "\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "Because.");
    }

    /** The merge commit that is being tested, once it is. */
    private String testing(SimPull pull) {
        Await.until("#" + pull.number() + " to be tested: " + comments(pull), () -> attempt(pull)
                .filter(attempt -> attempt.phase() == Attempt.Phase.TESTING)
                .isPresent());
        return attempt(pull).orElseThrow().merge().orElseThrow().value();
    }

    private Optional<Attempt> attempt(SimPull pull) {
        return engine.state("widget").orElseThrow().lastAttempt(pull.number(), false);
    }

    private static List<String> comments(SimPull pull) {
        return pull.comments().stream()
                .filter(comment -> comment.author().equals("homu"))
                .map(SimComment::body)
                .toList();
    }

    private static void awaitMerged(SimPull pull) {
        Await.until("#" + pull.number() + " to be merged: " + comments(pull), pull::isMerged);
    }

    private void awaitQuiet() {
        Await.until("everything to be done", () -> engine.health().stream()
                .allMatch(one -> one.inbox() == 0 && one.outbox() == 0));
    }

    @Test
    public void anApprovedPullRequestIsTestedAndMergedWithFewRequests() {
        // The bot's branches are made once.
        SimPull before = pull("before", "before.txt");
        before.comment("alice", "@homu r+");
        widget.status(testing(before), "ci/test", "success", "", "passed");
        awaitMerged(before);
        SimPull pull = pull("fix", "fix.txt");
        awaitQuiet();
        github.requests().reset();
        pull.comment("alice", "@homu r+");
        String merge = testing(pull);
        assertThat(widget.tip("auto")).isEqualTo(merge);
        widget.status(merge, "ci/test", "success", "https://ci.example/1", "passed");
        awaitMerged(pull);
        awaitQuiet();
        assertThat(widget.tip("main")).isEqualTo(merge);
        assertThat(widget.file("main", "fix.txt")).contains("fix\n");
        List<RequestLog.Entry> requests = github.requests().entries().stream()
                .filter(entry -> entry.user().equals("homu"))
                .toList();
        assertThat(requests.size()).as(requests.toString()).isLessThanOrEqualTo(8);
        assertThat(requests.stream()
                        .filter(entry -> entry.route().startsWith("POST")
                                && (entry.route().contains("comments")
                                        || entry.route().contains("statuses"))))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    public void theNextOneIsMergedOntoTheLastEvenWhileGitHubLags() {
        SimPull one = pull("one", "one.txt");
        SimPull two = pull("two", "two.txt");
        one.comment("alice", "@homu r+");
        String first = testing(one);
        two.comment("alice", "@homu r+");
        github.lag().refs(Duration.ofSeconds(2));
        widget.status(first, "ci/test", "success", "", "passed");
        String second = testing(two);
        assertThat(attempt(two).orElseThrow().base().orElseThrow().value()).isEqualTo(first);
        widget.status(second, "ci/test", "success", "", "passed");
        awaitMerged(two);
        assertThat(widget.tip("main")).isEqualTo(second);
    }

    @Test
    public void aConflictIsTold() {
        SimPull one = pull("one", "same.txt");
        SimPull two = pull("two", "same.txt");
        one.comment("alice", "@homu r+");
        widget.status(testing(one), "ci/test", "success", "", "passed");
        awaitMerged(one);
        two.comment("alice", "@homu r+");
        Await.until("the conflict to be told: " + comments(two), () -> comments(two).stream()
                .anyMatch(text -> text.contains(":lock:") || text.contains(":umbrella:")));
        assertThat(widget.tip("main")).isNotEqualTo(two.headSha());
    }

    @Test
    public void answersThatAreLostChangeNothingForTheReader() {
        SimPull pull = pull("fix", "fix.txt");
        awaitQuiet();
        // The first of each writing call takes effect, and its answer does not arrive.
        for (String route : List.of("POST", "PATCH", "PUT")) {
            github.faults().inject(Fault.disconnect().afterEffect().on(route).times(3));
        }
        pull.comment("alice", "@homu r+");
        String merge = testing(pull);
        widget.status(merge, "ci/test", "success", "", "passed");
        awaitMerged(pull);
        awaitQuiet();
        assertThat(widget.tip("main")).isEqualTo(merge);
        assertThat(comments(pull)).doesNotHaveDuplicates();
        assertThat(comments(pull).stream().map(text -> text.replaceAll("<!-- homu:effect.*", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    public void aRestartInTheMiddleGoesOnWhereItStood() {
        SimPull pull = pull("fix", "fix.txt");
        pull.comment("alice", "@homu r+");
        String merge = testing(pull);
        engine.close();
        store.close();
        // Told while we were away: found by comparing.
        widget.status(merge, "ci/test", "success", "", "passed");
        open();
        awaitMerged(pull);
        awaitQuiet();
        assertThat(widget.tip("main")).isEqualTo(merge);
        assertThat(comments(pull)).hasSize(2).doesNotHaveDuplicates();
    }
}
