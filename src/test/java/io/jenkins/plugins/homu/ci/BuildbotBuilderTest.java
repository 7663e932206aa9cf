package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.ci.StubService.Asked;
import io.jenkins.plugins.homu.ci.StubService.Reply;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.Builder.Started;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Against a stub of Buildbot 0.8's pages; later versions are tested with a real one, in BuildbotIT. */
public class BuildbotBuilderTest {
    private static final String OURS = TestBuilds.MERGE.value();
    private static final String LINUX = "auto linux";
    private static final String BUILDS = "/builders/auto%20linux/builds/";
    private static final String SESSION = "BuildBotSession=abc";

    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(5), Proxies.SYSTEM);
    private String builds = "";
    private String pending = "";
    private boolean isOpen;
    private StubService buildbot;
    private ServiceRepository widget;
    private BuildbotBuilder builder;

    @Before
    public void start() throws IOException {
        buildbot = new StubService(this::answer);
        configure(Optional.of(new ServiceLogin("homu", "pa ss")));
    }

    private void configure(Optional<ServiceLogin> login) {
        widget = TestRepositories.withBuildbots(
                "widget", new BuildbotSettings(buildbot.url(), "s", login, true, Set.of(LINUX)));
        builder = new BuildbotBuilder(http, () -> Instant.ofEpochSecond(1_700_000_000));
        builder.configure(List.of(widget));
    }

    @After
    public void stop() {
        buildbot.close();
        http.close();
    }

    private Reply answer(Asked asked) {
        String path = asked.path();
        if (path.equals("/json/project")) {
            return Reply.json("{\"title\":\"acme\"}");
        }
        if (path.startsWith("/json/builders/auto%20linux/builds?select=-1&select=-2&")) {
            return Reply.json("{" + builds + "}");
        }
        if (path.equals("/json/builders/auto%20linux/pendingBuilds")) {
            return Reply.json("[" + pending + "]");
        }
        if (path.equals("/login")) {
            return asked.body().equals("username=homu&passwd=pa+ss")
                    ? Reply.status(302).with("Location", "/").with("Set-Cookie", SESSION + "; Path=/; HttpOnly")
                    : Reply.status(302).with("Location", "/authfail");
        }
        if (asked.method().equals("POST")) {
            return isOpen || asked.header("Cookie").equals(SESSION)
                    ? Reply.status(302).with("Location", "http://elsewhere.example.org/builders")
                    : Reply.status(302).with("Location", "/authzfail");
        }
        return Reply.status(404);
    }

    /** @param end null while it runs; @param text as 0.8 has it */
    private static String build(int back, int number, String commit, String end, String text, String results) {
        return "\"-" + back + "\":{\"builderName\":\"auto linux\",\"number\":" + number + ",\"times\":[1700000000.5,"
                + end
                + "],\"text\":[" + text + "],\"results\":" + results
                + ",\"sourceStamps\":[{\"revision\":\"" + commit + "\",\"hasPatch\":false}],"
                + "\"properties\":[[\"revision\",\"" + commit + "\",\"Build\"]],\"steps\":[{\"text\":[\"x\"]}]}";
    }

    private static final String RUNNING_TEXT = "";
    private static final String FAILED = "\"failed\",\"test\"";

    private Optional<Reported> find(BuilderState known) {
        return builder.find(TestBuilds.build(widget, LINUX, known, ""));
    }

    private Started again(int number) throws GatewayException {
        return builder.start(TestBuilds.build(
                widget, LINUX, BuilderState.WAITING, number < 0 ? "" : buildbot.url() + BUILDS + number));
    }

    @Test
    public void theNewestBuildOfTheMergeCommitIsFound() {
        builds = build(1, 9, "d".repeat(40), "null", RUNNING_TEXT, "null") + ","
                + build(2, 8, OURS, "1700000009.5", FAILED, "2") + ","
                + build(3, 7, OURS, "1700000005", "\"build\",\"successful\"", "0")
                + ",\"-4\":{\"error\":\"Not available\"}";
        Reported found = find(BuilderState.RUNNING).orElseThrow();
        assertThat(found.state()).isEqualTo(BuilderState.FAILURE);
        assertThat(found.context()).isEqualTo(LINUX);
        assertThat(found.url()).contains(buildbot.url() + BUILDS + "8");
        assertThat(find(BuilderState.SUCCESS)).isEmpty();
        int asked = buildbot.asked().size();
        find(BuilderState.RUNNING);
        assertThat(buildbot.asked()).as("its version is known by now").hasSize(asked + 1);
        builds = build(1, 8, OURS, "null", RUNNING_TEXT, "null");
        assertThat(find(BuilderState.WAITING).orElseThrow().state()).isEqualTo(BuilderState.RUNNING);
        builds = "";
        assertThat(find(BuilderState.WAITING)).isEmpty();
    }

    @Test
    public void troubleWithLookingUpIsNoTroubleForOthers() {
        buildbot.answer(asked -> Reply.status(502));
        assertThat(find(BuilderState.RUNNING)).isEmpty();
        buildbot.answer(asked -> Reply.json("nonsense"));
        assertThat(find(BuilderState.RUNNING)).isEmpty();
    }

    @Test
    public void onlyTheBuildThatFailedIsRepeatedAndOnlyOnce() throws GatewayException {
        builds = build(1, 8, OURS, "1700000009.5", FAILED, "2");
        Reported report = ((Started.Going) again(8)).report();
        assertThat(report.state()).isEqualTo(BuilderState.WAITING);
        assertThat(report.url()).contains(buildbot.url() + BUILDS + "8");
        assertThat(buildbot.posted())
                .containsExactly(
                        "POST " + BUILDS + "8/rebuild useSourcestamp=exact&comments=Initiated+by+Homu",
                        "POST /login username=homu&passwd=pa+ss",
                        "POST " + BUILDS + "8/rebuild useSourcestamp=exact&comments=Initiated+by+Homu");
        pending = "{\"builderName\":\"auto linux\",\"source\":{\"revision\":\"" + OURS + "\"}}";
        again(8);
        pending = "";
        builds = build(1, 9, OURS, "null", RUNNING_TEXT, "null") + "," + build(2, 8, OURS, "1700000009.5", FAILED, "2");
        Reported begun = ((Started.Going) again(8)).report();
        assertThat(begun.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(begun.url()).contains(buildbot.url() + BUILDS + "9");
        assertThat(buildbot.posted()).as("it was asked for already").hasSize(3);
    }

    @Test
    public void whatCantBeRepeatedIsSaid() throws GatewayException {
        assertThat(((Started.Impossible) again(-1)).reason())
                .contains("Buildbot knows no build of 0123456")
                .endsWith("Use clean and then retry to test with a new merge commit.");
        builds = build(1, 8, OURS, "1700000009.5", FAILED, "2");
        configure(Optional.empty());
        assertThatThrownBy(() -> again(8))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("does not let us rebuild a build. Put a username and a password");
        configure(Optional.of(new ServiceLogin("homu", "wrong")));
        assertThatThrownBy(() -> again(8))
                .hasMessageContaining("does not let homu log in")
                .hasMessageNotContaining("wrong");
        isOpen = true;
        configure(Optional.empty());
        assertThat(again(8)).isInstanceOf(Started.Going.class);
        buildbot.answer(asked -> Reply.status(404));
        configure(Optional.empty());
        assertThatThrownBy(() -> again(8)).hasMessageContaining("There is no Buildbot at " + buildbot.url());
        buildbot.answer(asked -> Reply.status(503));
        assertThatThrownBy(() -> again(8))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue());
    }

    @Test
    public void onlyWhatRunsOfTheMergeCommitIsStopped() throws GatewayException {
        builds = build(1, 9, "d".repeat(40), "null", RUNNING_TEXT, "null") + ","
                + build(2, 8, OURS, "null", RUNNING_TEXT, "null") + ","
                + build(3, 7, OURS, "1700000005", FAILED, "2");
        isOpen = true;
        builder.cancel(TestBuilds.stop(widget, LINUX));
        assertThat(buildbot.posted())
                .containsExactly("POST " + BUILDS + "8/stop comments=Interrupted+by+Homu+%281700000000%29");
    }

    /** A request that waits, as 0.8.14 has it. @param commit of the source stamp; @param changes number and commit of each */
    private static String waiting(String commit, Map<Integer, String> changes) {
        List<String> all = new ArrayList<>();
        changes.forEach((number, of) -> all.add("{\"number\":" + number + ",\"revision\":\"" + of + "\",\"rev\":\"" + of
                + "\",\"branch\":\"auto\",\"who\":\"homu\",\"comments\":\"x\",\"files\":[{\"name\":\"a\"}]}"));
        return "{\"builderName\":\"auto linux\",\"submittedAt\":1700000000,\"builds\":[],\"source\":{\"revision\":\""
                + commit + "\",\"hasPatch\":false,\"branch\":\"auto\",\"changes\":[" + String.join(",", all) + "]}}";
    }

    @Test
    public void whatWaitsOfTheMergeCommitIsCancelledByTheChangeThatAskedForIt() throws GatewayException {
        isOpen = true;
        String other = "d".repeat(40);
        pending = waiting(other, Map.of(6, other)) + "," + waiting(OURS, Map.of(7, "e".repeat(40), 8, OURS));
        builds = build(1, 3, OURS, "null", RUNNING_TEXT, "null");
        builder.cancel(TestBuilds.stop(widget, LINUX));
        assertThat(buildbot.posted())
                .containsExactly(
                        "POST /builders/auto%20linux/stopchange change=8",
                        "POST " + BUILDS + "3/stop comments=Interrupted+by+Homu+%281700000000%29");
    }

    @Test
    public void aBuildOfALaterCommitIsNotCancelledWithOurs() throws GatewayException {
        isOpen = true;
        String later = "d".repeat(40);
        pending = waiting(OURS, Map.of(8, OURS)) + "," + waiting(later, Map.of(8, OURS, 9, later)) + ","
                + waiting(OURS, Map.of());
        builder.cancel(TestBuilds.stop(widget, LINUX));
        assertThat(buildbot.posted()).isEmpty();
    }

    @Test
    public void whatRunsIsStoppedThoughWhatWaitsMayNotBeCancelled() {
        pending = waiting(OURS, Map.of(8, OURS));
        builds = build(1, 3, OURS, "null", RUNNING_TEXT, "null");
        configure(Optional.empty());
        buildbot.answer(asked -> asked.path().endsWith("/stop") ? Reply.status(302) : answer(asked));
        assertThatThrownBy(() -> builder.cancel(TestBuilds.stop(widget, LINUX)))
                .hasMessageContaining("does not let us cancel a build that waits. Put a username and a password");
        assertThat(buildbot.posted())
                .hasSize(2)
                .last()
                .isEqualTo("POST " + BUILDS + "3/stop comments=Interrupted+by+Homu+%281700000000%29");
    }

    @Test
    public void aRepositoryThatIsGoneIsLeftAlone() throws GatewayException {
        builder.configure(List.of());
        assertThat(again(8)).isInstanceOf(Started.Impossible.class);
        assertThat(find(BuilderState.RUNNING)).isEmpty();
        builder.cancel(TestBuilds.stop(widget, LINUX));
        assertThat(buildbot.asked()).isEmpty();
    }

    @Test
    public void aServiceThatCantBeReachedDoesNotHoldUpTheQueue() {
        buildbot.answer(asked -> Reply.status(502));
        assertThatThrownBy(() -> builder.cancel(TestBuilds.stop(widget, LINUX)))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse());
        builder = new BuildbotBuilder(http, () -> TestBuilds.STARTED.plusSeconds(301));
        builder.configure(List.of(widget));
        assertThatThrownBy(() -> again(8))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("It was tried for 5 minutes");
    }
}
