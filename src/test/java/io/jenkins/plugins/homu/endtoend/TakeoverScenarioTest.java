package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.server.takeover.OldHomu;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** The old bot is stopped, its database imported, and this one goes on. */
public class TakeoverScenarioTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;
    private Path old;

    @Before
    public void start() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
        old = folder.getRoot().toPath().resolve("main.db");
    }

    @After
    public void stop() {
        scene.close();
    }

    private void importOld(String... more) throws IOException {
        Path cfg = folder.getRoot().toPath().resolve("cfg.toml");
        Files.writeString(
                cfg,
                """
                [github]
                access_token = "token"
                [db]
                file = '%s'
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "hook"
                [repo.widget.status]
                context = "ci/test"
                """
                        .formatted(folder.getRoot().toPath().resolve("homu.db")));
        StringWriter said = new StringWriter();
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        String[] args = {"import", "--db", old.toString(), "-c", cfg.toString()};
        String[] all = Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
        assertThat(line.execute(all)).as(said.toString()).isZero();
    }

    @Test
    public void whatWasApprovedIsTestedAndMergedInTheOldOrderAndAnotherHeadIsNot() throws Exception {
        SimPull plain = scene.open("plain");
        SimPull urgent = scene.open("urgent");
        SimPull pushed = scene.open("pushed");
        SimPull closed = scene.open("closed");
        SimPull failed = scene.open("failed");
        SimPull stranger = scene.open("stranger");
        String approvedHead = pushed.headSha();
        try (OldHomu homu = OldHomu.rust(old)) {
            homu.pull("widget", 1, plain.headSha(), "approved_by", "alice", "head_ref", "acme:plain")
                    .pull("widget", 2, urgent.headSha(), "approved_by", "alice", "priority", 10, "status", "pending")
                    .pull("widget", 3, approvedHead, "approved_by", "alice", "priority", 20)
                    .pull("widget", 4, closed.headSha(), "approved_by", "alice", "priority", 30)
                    .pull("widget", 5, failed.headSha(), "approved_by", "alice", "status", "failure", "priority", 40)
                    .pull("widget", 6, stranger.headSha(), "approved_by", "mallory", "priority", 50);
        }
        // While nobody looked:
        scene.widget.branch("pushed", "main", Map.of("pushed.txt", "Something else\n"));
        closed.close();
        importOld();

        scene.start();
        scene.awaitMerged(urgent);
        scene.awaitMerged(plain);
        scene.awaitIdle();
        assertThat(scene.ci.builds("auto")).hasSize(2);
        assertThat(scene.widget.log("main").toString()).contains("r=alice");
        assertThat(Scene.said(urgent).get(0)).contains(":hourglass: Testing commit");
        assertThat(pushed.headSha()).isNotEqualTo(approvedHead);
        assertThat(pushed.isMerged()).isFalse();
        assertThat(scene.homu().pull(Scene.WIDGET, 3).orElseThrow().isApproved())
                .isFalse();
        scene.awaitSaid(pushed, "new commit");
        assertThat(scene.homu().pull(Scene.WIDGET, 4)).isEmpty();
        assertThat(scene.homu().whyNot(Scene.WIDGET, 5))
                .isEqualTo("Its test failed before this bot took over. It waits for a new commit or `retry`");
        assertThat(scene.homu().whyNot(Scene.WIDGET, 6))
                .isEqualTo("mallory, who approved it, is not a reviewer any more");

        failed.comment("alice", "@homu retry");
        scene.awaitMerged(failed);
        stranger.comment("alice", "@homu r+");
        scene.awaitMerged(stranger);
    }

    @Test
    public void commentsFromBeforeTheOldBotsEndAreLeftAndThoseAfterItObeyed() throws Exception {
        SimPull pull = scene.open("fix");
        SimPull other = scene.open("other");
        pull.comment("alice", "@homu r+");
        pull.comment("alice", "@homu p=9");
        try (OldHomu homu = OldHomu.rust(old)) {
            homu.pull("widget", 1, pull.headSha(), "approved_by", "alice", "status", "failure", "priority", 4)
                    .pull("widget", 2, other.headSha());
        }
        // GitHub's times are whole seconds: what comes in the same one counts as after it.
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Files.setLastModifiedTime(old, FileTime.from(end));
        Await.until("the next second", () -> Instant.now().isAfter(end));
        other.comment("alice", "@homu p=3");
        importOld();
        scene.start();
        Await.until("the comparison", Duration.ofSeconds(30), () -> scene.homu()
                .pull(Scene.WIDGET, 2)
                .filter(known -> known.priority() == 3)
                .isPresent());
        scene.awaitIdle();
        assertThat(scene.homu().pull(Scene.WIDGET, 1).orElseThrow().priority()).isEqualTo(4);
        assertThat(Scene.said(pull)).isEmpty();
    }

    @Test
    public void nothingIsBegunBeforeGitHubWasAsked() throws Exception {
        SimPull pull = scene.open("fix");
        try (OldHomu homu = OldHomu.rust(old)) {
            homu.pull("widget", 1, pull.headSha(), "approved_by", "alice").pull("widget", 2, pull.headSha(), "try_", 1);
        }
        importOld();
        Fault down = scene.github.faults().inject(Fault.status(503).on("POST /graphql"));
        scene.start();
        Await.until(
                "trouble",
                Duration.ofSeconds(30),
                () -> scene.homu().health(Scene.WIDGET).trouble().isPresent());
        assertThat(scene.homu().state(Scene.WIDGET).attempts()).isEmpty();
        assertThat(scene.homu().whyNot(Scene.WIDGET, 1))
                .isEqualTo("It was taken over from another bot, and GitHub has not been asked about it yet");
        scene.github.faults().remove(down);
        scene.awaitMerged(pull);
    }

    @Test
    public void afterADryRunTheOldBotsWordReplacesWhatWasKnownAndCommentsAreObeyedOnce() throws Exception {
        scene.dryRun(true).start().awaitSynchronised();
        SimPull pull = scene.open("fix");
        SimPull other = scene.open("other");
        pull.comment("alice", "@homu r+");
        other.comment("alice", "@homu r+ p=7");
        Await.until(
                "the approvals",
                Duration.ofSeconds(30),
                () -> scene.homu()
                                .pull(Scene.WIDGET, 1)
                                .filter(PullRequest::isApproved)
                                .isPresent()
                        && scene.homu()
                                .pull(Scene.WIDGET, 2)
                                .filter(PullRequest::isApproved)
                                .isPresent());
        scene.awaitIdle();
        scene.stop();
        // The old bot heard of the first approval, and of a failure of the second, which only it can know.
        try (OldHomu homu = OldHomu.rust(old)) {
            homu.pull("widget", 1, pull.headSha(), "approved_by", "alice")
                    .pull("widget", 2, other.headSha(), "approved_by", "alice", "priority", 7, "status", "failure");
        }
        // Written last in the very second of the comment below, whose time on GitHub has no fraction.
        Files.setLastModifiedTime(
                old, FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(999)));
        importOld("--replace");
        // Said while neither ran: read by the first comparison.
        pull.comment("alice", "@homu p=3");

        scene.dryRun(false).start();
        scene.awaitMerged(pull);
        scene.awaitIdle();
        assertThat(Scene.said(pull)).noneMatch(text -> text.contains("already approved"));
        assertThat(other.isMerged()).isFalse();
        assertThat(scene.homu().whyNot(Scene.WIDGET, 2)).startsWith("Its test failed before this bot took over");
        assertThat(scene.github.requests().entries())
                .filteredOn(request ->
                        request.route().startsWith("POST ") && request.route().contains("/reactions"))
                .as("thumbs up, for p=3 alone")
                .hasSize(1);
    }
}
