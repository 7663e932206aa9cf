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
    private static final String BEFORE = "2026-11-26T09:59:59Z";

    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(5), Proxies.SYSTEM);
    private String builds = "";
    private String pullBuilds = "";
    private String jobs = "";
    private int control = 202;
    private String refused = "";
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
        if (asked.path().equals("/build/8/jobs")) {
            return Reply.json("{\"@type\":\"jobs\",\"jobs\":[" + jobs + "]}");
        }
        if (asked.path().equals(refused)) {
            return Reply.status(503);
        }
        return asked.method().equals("POST") ? Reply.status(control) : Reply.status(404);
    }

    /** @param more fields, each with a comma before it */
    private static String job(long id, String state, String finished, String more) {
        return "{\"@type\":\"job\",\"id\":" + id + ",\"number\":\"14." + id + "\",\"state\":\"" + state
                + "\",\"allow_failure\":false,\"finished_at\":"
                + (finished.isEmpty() ? "null" : "\"" + finished + "\"") + ",\"stage\":null" + more + "}";
    }

    private static String job(long id, String state) {
        return job(id, state, BEFORE, "");
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

    private List<String> restarted() throws GatewayException {
        int before = travis.posted().size();
        Started started = builder.start(TestBuilds.build(widget, "travis", BuilderState.WAITING, "x"));
        Reported report = ((Started.Going) started).report();
        assertThat(report.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(report.url()).contains(travis.url() + "/acme/widget/builds/8");
        return travis.posted().subList(before, travis.posted().size());
    }

    @Test
    public void onlyTheJobsThatDidNotPassAreBuiltAgain() throws GatewayException {
        builds = build(8, "failed", OURS, BEFORE);
        jobs = String.join(
                ",",
                job(81, "passed"),
                job(82, "failed"),
                job(83, "errored"),
                job(84, "canceled"),
                job(85, "failed").replace("\"allow_failure\":false", "\"allow_failure\":true"),
                job(86, "started", "", ""),
                "{\"id\":\"87\",\"state\":\"failed\"}",
                "null");
        assertThat(restarted()).containsExactly("POST /job/82/restart", "POST /job/83/restart", "POST /job/84/restart");
        control = 409;
        assertThat(restarted()).as("they run already").hasSize(3);
    }

    @Test
    public void theWholeBuildIsBuiltAgainWhereThatIsTheSameOrNoJobCanBeTold() throws GatewayException {
        builds = build(8, "failed", OURS, BEFORE);
        for (String all : List.of(
                "",
                job(81, "failed"),
                job(81, "failed") + "," + job(82, "errored"),
                job(81, "passed"),
                job(81, "passed") + "," + job(82, "something new"))) {
            jobs = all;
            assertThat(restarted()).as(all).containsExactly("POST /build/8/restart");
        }
    }

    /** Travis begins a later stage when nothing of an earlier one is left to do, even if that has failed. */
    @Test
    public void theOrderOfStagesIsKept() throws GatewayException {
        builds = build(8, "failed", OURS, BEFORE);
        String test = ",\"stage\":{\"@type\":\"stage\",\"id\":1,\"number\":1}";
        String deploy = ",\"stage\":{\"@type\":\"stage\",\"id\":2,\"number\":2}";
        jobs = job(81, "passed", BEFORE, test) + "," + job(82, "failed", BEFORE, test) + ","
                + job(83, "canceled", BEFORE, deploy);
        assertThat(restarted()).containsExactly("POST /build/8/restart");
        jobs = job(81, "passed", BEFORE, test) + "," + job(83, "failed", BEFORE, deploy);
        assertThat(restarted()).containsExactly("POST /job/83/restart");
    }

    @Test
    public void aBuildOfVeryManyJobsTakesOneCall() throws GatewayException {
        builds = build(8, "failed", OURS, BEFORE);
        StringBuilder all = new StringBuilder(job(100, "passed"));
        for (int id = 101; id <= 121; id++) {
            all.append(',').append(job(id, "failed"));
        }
        jobs = all.toString();
        assertThat(restarted()).containsExactly("POST /build/8/restart");
    }

    @Test
    public void whatWasLeftIsBuiltAgainAfterTroubleInBetween() throws GatewayException {
        builds = build(8, "failed", OURS, BEFORE);
        jobs = job(81, "passed") + "," + job(82, "failed") + "," + job(83, "failed");
        refused = "/job/83/restart";
        assertThatThrownBy(this::restarted)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("to restart job 83: answered with status 503");
        assertThat(travis.posted()).containsExactly("POST /job/82/restart", "POST /job/83/restart");

        refused = "";
        builds = build(8, "created", OURS, "");
        jobs = job(81, "passed") + "," + job(82, "created", "", "") + "," + job(83, "failed");
        assertThat(restarted()).containsExactly("POST /job/83/restart");

        jobs = job(81, "passed") + "," + job(82, "failed", AFTER, "") + "," + job(83, "started", "", "");
        assertThat(restarted()).as("what failed anew").isEmpty();
    }

    @Test
    public void troubleWithTheJobsIsNoReasonToBuildThemAll() {
        builds = build(8, "failed", OURS, BEFORE);
        travis.answer(asked -> asked.path().equals("/build/8/jobs") ? Reply.status(502) : answer(asked));
        assertThatThrownBy(this::restarted)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("jobs of build 8: answered with status 502");
        assertThat(travis.posted()).isEmpty();
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
