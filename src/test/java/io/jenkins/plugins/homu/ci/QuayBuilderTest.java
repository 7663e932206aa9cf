package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.Builder.Started;
import io.jenkins.plugins.homu.port.Builder.Stop;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class QuayBuilderTest {
    private static final String PATH = "acme/widget";
    private static final String MERGE = AtQuay.MERGE.value();

    private final LogRecorder log = new LogRecorder();
    private final QuayStub quay = new QuayStub();
    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(10), Proxies.SYSTEM);
    private final QuayBuilder builder = new QuayBuilder(http);
    private String trigger;

    @Before
    public void arrange() throws Exception {
        quay.create(PATH);
        trigger = quay.makeTrigger(PATH);
        QuayRegistration registration = new QuayRegistration(new QuayApi(http, quay.account()));
        registration.activate("acme", "widget", trigger, "git@github.com:acme/widget.git", "/Dockerfile", "/");
        for (String event : QuayRegistration.EVENTS) {
            registration.notify(
                    "acme", "widget", event, "https://homu.example.org", "widget", new ServiceLogin("u", "p"));
        }
        configure(AtQuay.quay(quay.account(), Optional.of(trigger)));
        quay.calls.clear();
    }

    private void configure(QuaySettings settings) {
        builder.configure(List.of(AtQuay.repository("widget", settings)));
    }

    @After
    public void stop() {
        http.close();
        quay.close();
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain(QuayStub.TOKEN, "s3cret-of"));
        log.close();
    }

    private Reported going(Started started) {
        assertThat(started).isInstanceOf(Started.Going.class);
        return ((Started.Going) started).report();
    }

    private String address(String id) {
        return quay.url() + "/repository/acme/widget/build/" + id;
    }

    private static BuilderResult running(String url) {
        return new BuilderResult("quay", BuilderState.RUNNING, Optional.of(url), "", AtQuay.NOW);
    }

    // ---- starting ------------------------------------------------------------------------------------------------

    @Test
    public void aBuildIsStartedOnce() throws Exception {
        Reported first = going(builder.start(AtQuay.build()));
        assertThat(first.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(first.sha()).isEqualTo(AtQuay.MERGE);
        assertThat(first.url()).contains(address(quay.buildOf(PATH, MERGE).orElseThrow()));
        assertThat(quay.calls)
                .contains("POST /api/v1/repository/acme/widget/trigger/" + trigger + "/start {\"commit_sha\":\"" + MERGE
                        + "\"}");
        assertThat(going(builder.start(AtQuay.build()))).isEqualTo(first);
        assertThat(quay.repository(PATH).builds).hasSize(1);
    }

    @Test
    public void whatQuayStartedByItselfIsTaken() throws Exception {
        String id = quay.build(PATH, MERGE.substring(0, 7), "building");
        assertThat(going(builder.start(AtQuay.build())).url()).contains(address(id));
        assertThat(quay.repository(PATH).builds).hasSize(1);
    }

    @Test
    public void aFailedBuildIsRepeated() throws Exception {
        String failed = quay.build(PATH, MERGE, "error");
        Reported again = going(
                builder.start(AtQuay.build(BuilderResult.waiting("quay", AtQuay.NOW), Optional.of(address(failed)))));
        assertThat(again.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(again.url()).isPresent().get().isNotEqualTo(address(failed));
        assertThat(quay.repository(PATH).builds).hasSize(2);
    }

    @Test
    public void anOlderFailureOfTheSameCommitIsNoAnswer() throws Exception {
        String first = quay.build(PATH, MERGE, "error");
        String second = quay.build(PATH, MERGE, "error");
        Reported again = going(
                builder.start(AtQuay.build(BuilderResult.waiting("quay", AtQuay.NOW), Optional.of(address(second)))));
        assertThat(again.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(again.url()).isPresent().get().isNotIn(address(first), address(second));
        assertThat(quay.repository(PATH).builds).hasSize(3);
    }

    @Test
    public void whatQuayItselfTriesAgainIsNotStartedBesideThat() throws Exception {
        String same = quay.build(PATH, MERGE, "internalerror");
        Reported again = going(
                builder.start(AtQuay.build(BuilderResult.waiting("quay", AtQuay.NOW), Optional.of(address(same)))));
        assertThat(again.state()).isEqualTo(BuilderState.RUNNING);
        assertThat(again.url()).contains(address(same));
        assertThat(quay.repository(PATH).builds).hasSize(1);
    }

    @Test
    public void withoutATriggerNothingCanBeRepeated() throws Exception {
        String failed = quay.build(PATH, MERGE, "error");
        configure(AtQuay.quay(quay.account(), Optional.empty()));
        assertNotRepeated(failed);
        configure(AtQuay.quay(new QuayAccount(URI.create(quay.url()), Optional.empty()), Optional.empty()));
        assertNotRepeated(failed);
    }

    private void assertNotRepeated(String failed) throws GatewayException {
        Started started =
                builder.start(AtQuay.build(BuilderResult.waiting("quay", AtQuay.NOW), Optional.of(address(failed))));
        assertThat(started).isInstanceOf(Started.Impossible.class);
        assertThat(((Started.Impossible) started).reason())
                .contains("trigger_uuid", "Use clean and then retry to test with a new merge commit");
    }

    @Test
    public void withoutATriggerQuayIsWaitedFor() throws Exception {
        configure(AtQuay.quay(quay.account(), Optional.empty()));
        assertThat(going(builder.start(AtQuay.build())).state()).isEqualTo(BuilderState.WAITING);
        configure(AtQuay.quay(new QuayAccount(URI.create(quay.url()), Optional.empty()), Optional.empty()));
        assertThat(going(builder.start(AtQuay.build())).state()).isEqualTo(BuilderState.WAITING);
        assertThat(quay.repository(PATH).builds).isEmpty();
    }

    @Test
    public void whatQuayRefusesIsSaidInItsWords() throws Exception {
        quay.repository(PATH).triggers.get(trigger).put("enabled", false);
        assertImpossible("It says: Trigger is not enabled. Look");
        configure(AtQuay.quay(quay.account(), Optional.of("00000000-0000-0000-0000-000000000000")));
        assertImpossible("Not Found");
        configure(AtQuay.quay(new QuayAccount(URI.create(quay.url()), Optional.of("other")), Optional.of(trigger)));
        assertImpossible("Check [quay] access_token");
        builder.configure(List.of());
        assertImpossible("has no Quay");
    }

    private void assertImpossible(String words) throws GatewayException {
        Started started = builder.start(AtQuay.build());
        assertThat(started).isInstanceOf(Started.Impossible.class);
        assertThat(((Started.Impossible) started).reason()).contains(words).doesNotContain(QuayStub.TOKEN);
    }

    @Test
    public void whatMayWorkLaterIsTriedLater() {
        for (int status : new int[] {429, 500, 503}) {
            quay.fail("POST .*/start", status, 1);
            assertThatThrownBy(() -> builder.start(AtQuay.build()))
                    .isInstanceOf(GatewayException.class)
                    .matches(e -> ((GatewayException) e).isTransient());
        }
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    @Test
    public void phasesAreRead() throws Exception {
        String id = quay.build(PATH, MERGE, "waiting");
        Map<String, BuilderState> phases = Map.of(
                "waiting", BuilderState.RUNNING,
                "building", BuilderState.RUNNING,
                "pushing", BuilderState.RUNNING,
                "internalerror", BuilderState.RUNNING,
                "something new", BuilderState.RUNNING,
                "complete", BuilderState.SUCCESS,
                "error", BuilderState.FAILURE,
                "cancelled", BuilderState.CANCELLED,
                "expired", BuilderState.LOST);
        phases.forEach((phase, state) -> {
            quay.phase(PATH, id, phase);
            Optional<Reported> found = builder.find(AtQuay.build());
            assertThat(found).as(phase).isPresent();
            assertThat(found.get().state()).as(phase).isEqualTo(state);
            assertThat(found.get().url()).contains(address(id));
        });
    }

    @Test
    public void onlyTheCommitsOwnBuildsCount() {
        quay.build(PATH, "f".repeat(40), "complete");
        quay.build(PATH, MERGE.substring(0, 6) + "0", "complete");
        assertThat(builder.find(AtQuay.build())).isEmpty();
        quay.build(PATH, MERGE.substring(0, 12), "error");
        assertThat(builder.find(AtQuay.build()).orElseThrow().state()).isEqualTo(BuilderState.FAILURE);
    }

    @Test
    public void aBuildThatNewerOnesPushedOffTheListIsFound() {
        String id = quay.build(PATH, MERGE, "complete");
        for (int i = 0; i < 60; i++) {
            quay.build(PATH, "f".repeat(40), "complete");
        }
        assertThat(builder.find(AtQuay.build())).isEmpty();
        assertThat(builder.find(AtQuay.build(running(address(id)), Optional.empty()))
                        .orElseThrow()
                        .state())
                .isEqualTo(BuilderState.SUCCESS);
    }

    @Test
    public void aBuildWithoutATraceIsLost() {
        Reported found = builder.find(AtQuay.build(running(address("gone")), Optional.empty()))
                .orElseThrow();
        assertThat(found.state()).isEqualTo(BuilderState.LOST);
        // An address of somebody else is not asked for.
        assertThat(builder.find(AtQuay.build(running("https://evil.example/build/x"), Optional.empty())))
                .isEmpty();
    }

    @Test
    public void troubleIsToldUntilItIsOver() {
        quay.build(PATH, MERGE, "complete");
        quay.fail("GET .*/build/", 502, 1);
        assertThat(builder.find(AtQuay.build())).isEmpty();
        assertThat(builder.trouble("widget"))
                .get()
                .asString()
                .contains("status 502")
                .doesNotContain(QuayStub.TOKEN);
        assertThat(builder.find(AtQuay.build())).isPresent();
        assertThat(builder.trouble("widget")).isEmpty();
    }

    @Test
    public void aNotificationThatQuayGaveUpIsEnabledAgain() {
        quay.repository(PATH).notifications.values().iterator().next().put("number_of_failures", 3);
        builder.find(AtQuay.build());
        assertThat(quay.repository(PATH).notifications.values())
                .allMatch(one -> one.path("number_of_failures").asInt() == 0);
        assertThat(builder.trouble("widget"))
                .get()
                .asString()
                .contains("had disabled its notification (build_success)");
        builder.find(AtQuay.build());
        assertThat(builder.trouble("widget")).isEmpty();
        quay.repository(PATH).notifications.clear();
        builder.find(AtQuay.build());
        assertThat(builder.trouble("widget")).get().asString().contains("no notification with our address");
    }

    // ---- stopping ------------------------------------------------------------------------------------------------

    @Test
    public void whatWaitsIsStoppedAndTheRestLeftAlone() throws Exception {
        String waiting = quay.build(PATH, MERGE, "waiting");
        String building = quay.build(PATH, MERGE, "building");
        String ended = quay.build(PATH, MERGE, "complete");
        String other = quay.build(PATH, "f".repeat(40), "waiting");
        builder.cancel(new Stop(AtQuay.settings("widget"), 7, AtQuay.MERGE, "quay"));
        assertThat(quay.repository(PATH).builds)
                .extracting(build ->
                        build.get("id").textValue() + " " + build.get("phase").textValue())
                .containsExactly(
                        waiting + " cancelled", building + " building", ended + " complete", other + " waiting");
        assertThat(log.lines()).anyMatch(line -> line.contains("event=build-not-stopped repo=widget"));
    }

    @Test
    public void aServiceThatCantBeReachedDoesNotHoldUpTheQueue() {
        String waiting = quay.build(PATH, MERGE, "waiting");
        quay.fail("GET .*/build/", 502, 2);
        assertThatThrownBy(() -> builder.cancel(new Stop(AtQuay.settings("widget"), 7, AtQuay.MERGE, "quay")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("status 502. What runs of that commit goes on in vain");
        assertThat(quay.calls).noneMatch(call -> call.contains(waiting));
    }
}
