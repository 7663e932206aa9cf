package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The whole server with a real Buildbot, master and worker, which polls the simulator's real git repository. */
public class BuildbotIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOOK_SECRET = "hook";
    private static final String SELDOM = "1h";
    private static final String OFTEN = "1s";

    @ClassRule
    public static final TemporaryFolder SHARED = new TemporaryFolder();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static GitHubSimulator github;
    private static SimRepository widget;
    private static Relay relay;
    private static BuildbotProcess buildbot;

    private HomuServer homu;
    private SimHook hook;

    @BeforeClass
    public static void startBuildbot() throws IOException, InterruptedException {
        BuildbotProcess.assumeInstalled();
        github = GitHubSimulator.start(SHARED.newFolder("github").toPath());
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "This is widget\n"), "Initial commit");
        relay = new Relay();
        buildbot = BuildbotProcess.start(
                SHARED.newFolder("buildbot").toPath(), widget.gitDir(), relay.url() + "/buildbot");
    }

    @AfterClass
    public static void stopBuildbot() {
        if (buildbot != null) {
            buildbot.close();
        }
        if (relay != null) {
            relay.close();
        }
        if (github != null) {
            github.close();
        }
    }

    private void start(String reconcile) throws IOException {
        String text =
                """
                reconcile_interval = "%s"
                [github]
                access_token = "%s"
                api_url = "%s"
                graphql_url = "%s"
                content_per_minute = 10000
                content_per_hour = 100000
                [web]
                host = "127.0.0.1"
                port = 0
                [db]
                file = '%s'
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "%s"
                [repo.widget.buildbot]
                url = "%s"
                secret = "%s"
                builders = ["%s", "%s"]
                try_builders = ["%s"]
                username = "%s"
                password = "%s"
                """
                        .formatted(
                                reconcile,
                                github.user("homu").token(),
                                github.apiUrl(),
                                github.graphqlUrl(),
                                folder.getRoot().toPath().resolve("homu.db"),
                                HOOK_SECRET,
                                buildbot.url(),
                                BuildbotProcess.SECRET,
                                BuildbotProcess.LINUX,
                                BuildbotProcess.MAC,
                                BuildbotProcess.TRY,
                                BuildbotProcess.USER,
                                BuildbotProcess.PASSWORD);
        ConfigurationReader.Result read = ConfigurationReader.parse("cfg.toml", text, Map.of());
        assertThat(read.problems()).isEmpty();
        homu = HomuServer.start(read.configuration().orElseThrow());
        relay.passOnTo(homu.url());
        hook = widget.webhook(homu.url() + "/github", HOOK_SECRET);
    }

    @After
    public void stop() throws IOException {
        if (hook != null) {
            widget.removeHook(hook.id());
        }
        if (homu != null) {
            homu.close();
            buildbot.release();
        }
    }

    private static SimPull open(String branch) {
        widget.branch(branch, "main", Map.of(branch + ".txt", "This is " + branch + "\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "It is needed.");
    }

    private static void awaitMerged(SimPull pull) {
        try {
            Await.until("the merge of " + pull.number(), PATIENCE, pull::isMerged);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the bot said " + Scene.said(pull), e);
        }
    }

    private static void awaitSaid(SimPull pull, String part) {
        try {
            Await.until("the words " + part, PATIENCE, () -> Scene.said(pull).stream()
                    .anyMatch(text -> text.contains(part)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the bot said " + Scene.said(pull), e);
        }
    }

    private static JsonNode awaitRunning(String builder, String commit) {
        Await.until("a build of " + builder, PATIENCE, () -> buildbot.builds(builder, commit).stream()
                .anyMatch(build -> !build.path("complete").asBoolean()));
        return buildbot.builds(builder, commit).get(0);
    }

    /** The merge commit that is being tested. */
    private static String awaitMergeOf(SimPull pull) {
        Await.until("a merge commit", PATIENCE, () -> widget.findTip("auto")
                .flatMap(tip -> widget.git().objects().commit(tip))
                .filter(commit -> commit.parents().contains(pull.headSha()))
                .isPresent());
        return widget.tip("auto");
    }

    @Test
    public void whatBuildbotPassesIsMergedAndWhatFailsIsRetriedInPart() throws IOException {
        start(SELDOM);
        SimPull first = open("first");
        first.comment("alice", "@homu r+");
        awaitMerged(first);
        String merged = widget.tip("main");
        assertThat(buildbot.builds(BuildbotProcess.LINUX, merged)).hasSize(1);
        assertThat(buildbot.builds(BuildbotProcess.MAC, merged)).hasSize(1);
        assertThat(buildbot.builds(BuildbotProcess.TRY, merged)).isEmpty();
        awaitSaid(first, ":sunny: Test successful");
        assertThat(Scene.said(first).get(1)).contains("(" + buildbot.url() + "/#/builders/");
        // Without them it would have been merged by looking up only, which is too seldom here.
        assertThat(relay.answers()).hasSizeGreaterThanOrEqualTo(4).allMatch(status -> status == 202);

        buildbot.fail("mac");
        // A failure stops the others, so the one that passes has to be told of first.
        buildbot.hold("mac");
        int told = relay.answers().size();
        SimPull second = open("second");
        second.comment("alice", "@homu r+");
        Await.until(
                "the beginning of both builds, and the end of one",
                PATIENCE,
                () -> relay.answers().size() >= told + 3);
        buildbot.letGo("mac");
        awaitSaid(second, ":broken_heart: Test failed");
        String tested = awaitMergeOf(second);
        assertThat(widget.tip("main")).isEqualTo(merged);

        buildbot.release();
        second.comment("alice", "@homu retry");
        awaitSaid(second, ":zap: Previous build results for");
        awaitMerged(second);
        assertThat(widget.tip("main")).isEqualTo(tested);
        assertThat(buildbot.builds(BuildbotProcess.LINUX, tested)).hasSize(1);
        assertThat(buildbot.builds(BuildbotProcess.MAC, tested))
                .extracting(build -> build.path("results").asInt())
                .containsExactly(2, 0);
    }

    @Test
    public void whatIsNotWantedAnyMoreIsStopped() throws IOException {
        start(SELDOM);
        buildbot.hold("linux");
        SimPull pull = open("third");
        pull.comment("alice", "@homu r+");
        String merge = awaitMergeOf(pull);
        awaitRunning(BuildbotProcess.LINUX, merge);
        pull.comment("alice", "@homu r-");
        awaitStopped(merge);

        SimPull next = open("fourth");
        next.comment("alice", "@homu r+");
        String forced = awaitMergeOf(next);
        awaitRunning(BuildbotProcess.LINUX, forced);
        pull.comment("alice", "@homu force");
        awaitStopped(forced);
        assertThat(next.isMerged()).isFalse();
    }

    private static void awaitStopped(String merge) {
        Await.until("the end of the build", PATIENCE, () -> {
            JsonNode build = buildbot.builds(BuildbotProcess.LINUX, merge).get(0);
            return build.path("complete").asBoolean();
        });
        JsonNode build = buildbot.builds(BuildbotProcess.LINUX, merge).get(0);
        assertThat(build.path("results").asInt()).isEqualTo(6);
        assertThat(build.path("state_string").asText()).contains("Interrupted by Homu (");
    }

    @Test
    public void aLostReportIsMadeGood() throws IOException {
        start(OFTEN);
        relay.lose();
        SimPull pull = open("fifth");
        pull.comment("alice", "@homu r+");
        awaitMerged(pull);
        assertThat(relay.answers()).isEmpty();
        assertThat(List.of(BuildbotProcess.LINUX, BuildbotProcess.MAC))
                .allSatisfy(builder ->
                        assertThat(buildbot.builds(builder, widget.tip("main"))).hasSize(1));
    }

    @Test
    public void triesHaveTheirOwnBuilders() throws IOException {
        start(SELDOM);
        SimPull pull = open("sixth");
        pull.comment("alice", "@homu try");
        awaitSaid(pull, ":sunny: Test successful - [try-linux](");
        assertThat(buildbot.builds(BuildbotProcess.TRY, widget.tip("try"))).hasSize(1);
        assertThat(pull.isMerged()).isFalse();
    }
}
