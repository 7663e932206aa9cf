package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.ci.StubService.Asked;
import io.jenkins.plugins.homu.ci.StubService.Reply;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Builder.Started;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Against a stub of the API as its documentation describes it. */
public class TravisBuilderTest {
    private static final String AFTER = "2026-11-26T10:05:00Z";

    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(5), Proxies.SYSTEM);
    private String builds = "";
    private String pullBuilds = "";
    private int control = 202;
    private Instant now = TestBuilds.STARTED;
    private StubService travis;
    private ServiceRepository widget;
    private TravisBuilder builder;

    @Before
    public void start() throws IOException {
        travis = new StubService(this::answer);
        configure(Optional.of("tok"));
    }

    private void configure(Optional<String> token) {
        widget = TestRepositories.withTravis("widget", new TravisSettings(travis.url(), token, false));
        builder = new TravisBuilder(http, () -> now);
        builder.configure(List.of(widget));
    }

    @After
    public void stop() {
        travis.close();
        http.close();
    }

    private Reply answer(Asked asked) {
        if (!asked.header("Travis-API-Version").equals("3")) {
            return Reply.status(404);
        }
        if (asked.path().startsWith("/repo/acme%2Fwidget/builds?event_type=push&sort_by=id")) {
            return Reply.json("{\"@type\":\"builds\",\"builds\":[" + builds + "]}");
        }
        if (asked.path().startsWith("/repo/acme%2Fwidget/builds?event_type=push%2Cpull_request&sort_by=id")) {
            return Reply.json("{\"@type\":\"builds\",\"builds\":[" + pullBuilds + "]}");
        }
        return asked.method().equals("POST") ? Reply.status(control) : Reply.status(404);
    }

    private static String build(long id, String state, String commit, String finished) {
        return "{\"@type\":\"build\",\"id\":" + id + ",\"number\":\"14\",\"state\":\"" + state
                + "\",\"event_type\":\"push\",\"finished_at\":" + (finished.isEmpty() ? "null" : "\"" + finished + "\"")
                + ",\"commit\":{\"@type\":\"commit\",\"sha\":\"" + commit + "\"}}";
    }

    private static final String OURS = TestBuilds.MERGE.value();

    private Optional<Reported> find(BuilderState known) {
        return builder.find(TestBuilds.build(widget, "travis", known, ""));
    }

    @Test
    public void theNewestBuildOfTheMergeCommitIsFound() {
        builds = build(9, "passed", "d".repeat(40), AFTER) + "," + build(8, "failed", OURS, AFTER) + ","
                + build(7, "passed", OURS, AFTER);
        Reported found = find(BuilderState.RUNNING).orElseThrow();
        assertThat(found.state()).isEqualTo(BuilderState.FAILURE);
        assertThat(found.context()).isEqualTo("travis");
        assertThat(found.url()).contains(travis.url() + "/acme/widget/builds/8");
        assertThat(travis.asked().get(0).header("Authorization")).isEqualTo("token tok");
        assertThat(find(BuilderState.SUCCESS)).isEmpty();
        assertThat(travis.asked()).hasSize(1);
        builds = "";
        assertThat(find(BuilderState.WAITING)).isEmpty();
    }

    @Test
    public void buildOfThePullRequestCountsWhereItMaySpareTheTest() {
        pullBuilds = build(9, "passed", OURS, AFTER);
        assertThat(find(BuilderState.WAITING)).as("pushes only").isEmpty();

        Builder.Build usual = TestBuilds.build(widget, "travis", BuilderState.WAITING, "");
        Optional<Reported> found = builder.find(new Builder.Build(
                usual.repository(),
                usual.attempt(),
                usual.builder().sparing("travis"),
                usual.restart(),
                usual.again()));

        assertThat(found.orElseThrow().state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(found.orElseThrow().sha()).isEqualTo(TestBuilds.MERGE);
    }

    @Test
    public void whatEndedBeforeTheAttemptBeganIsOfAnEarlierOne() {
        builds = build(8, "failed", OURS, "2026-11-26T09:59:59Z");
        assertThat(find(BuilderState.RUNNING)).isEmpty();
    }

    @Test
    public void troubleWithLookingUpIsNoTroubleForOthers() {
        travis.answer(asked -> Reply.status(502));
        assertThat(find(BuilderState.RUNNING)).isEmpty();
    }

    @Test
    public void itIsBuiltAgainUnderItsOwnNumber() throws GatewayException {
        builds = build(8, "failed", OURS, AFTER);
        Started started = builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "x"));
        Reported report = ((Started.Going) started).report();
        assertThat(report.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(report.url()).contains(travis.url() + "/acme/widget/builds/8");
        assertThat(travis.posted()).containsExactly("POST /build/8/restart");
        control = 409;
        builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "x"));
        builds = build(8, "started", OURS, "");
        builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "x"));
        assertThat(travis.posted()).hasSize(2);
    }

    @Test
    public void whatCantBeBuiltAgainIsSaid() throws GatewayException {
        assertThat(((Started.Impossible) builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "")))
                        .reason())
                .contains("Travis CI knows no build of 0123456")
                .endsWith("Use clean and then retry to test with a new merge commit.");
        builds = build(8, "failed", OURS, AFTER);
        control = 403;
        assertThatThrownBy(() -> builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("to restart build 8: answered with status 403. Put a token")
                .hasMessageNotContaining("tok ");
        control = 503;
        assertThatThrownBy(() -> builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue());
        now = TestBuilds.STARTED.plusSeconds(301);
        assertThatThrownBy(() -> builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("status 503. It was tried for 5 minutes");
        configure(Optional.empty());
        assertThatThrownBy(() -> builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "")))
                .hasMessageContaining("needs a token");
    }

    @Test
    public void onlyWhatRunsOfTheMergeCommitIsStopped() throws GatewayException {
        builds = build(10, "started", "d".repeat(40), "") + "," + build(9, "created", OURS, "") + ","
                + build(8, "passed", OURS, AFTER);
        builder.cancel(TestBuilds.stop(widget, "travis"));
        assertThat(travis.posted()).containsExactly("POST /build/9/cancel");
    }

    @Test
    public void aServiceThatCantBeReachedDoesNotHoldUpTheQueue() {
        travis.answer(asked -> Reply.status(502));
        assertThatThrownBy(() -> builder.cancel(TestBuilds.stop(widget, "travis")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("status 502. What runs of that commit goes on in vain");
        assertThat(travis.asked()).hasSize(2);
    }
}
