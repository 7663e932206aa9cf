package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** What Quay posts, in bodies made from its source as of today and of 2015. */
public class QuayCallbacksTest {
    private static final String SECRET = "s3cret-of-the-callbacks";
    private static final String RIGHT = basic("homu:" + SECRET);
    private static final String BUILD =
            "https://quay.io/repository/acme/widget/build/6a9d3d6e-3a4c-4d52-b1a2-5d8b2f1e0c11";
    private static final QuayAccount WITH_TOKEN = new QuayAccount(QuayAccount.DEFAULT_URL, Optional.of("token"));
    private static final List<String> SUCCESS = List.of("acme", "widget", "build_success");
    private static final List<String> FAILURE = List.of("acme", "widget", "build_failure");

    private final LogRecorder log = new LogRecorder();
    private final QuayCallbacks callbacks = callbacks(WITH_TOKEN);

    @After
    public void stop() {
        log.close();
    }

    private static QuayCallbacks callbacks(QuayAccount account) {
        QuayCallbacks callbacks = new QuayCallbacks(() -> AtQuay.NOW);
        callbacks.configure(List.of(AtQuay.repository("acme/widget", AtQuay.quay(account, Optional.empty()))));
        return callbacks;
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] body(String name) {
        try (InputStream in = QuayCallbacksTest.class.getResourceAsStream("quay/" + name + ".json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private Translation post(List<String> rest, byte[] body) {
        return post(rest, body, Map.of("Authorization", RIGHT, "Content-Type", "application/json"));
    }

    private Translation post(List<String> rest, byte[] body, Map<String, String> headers) {
        return callbacks.translate(rest, name -> Optional.ofNullable(headers.get(name)), body);
    }

    private static Reported reported(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        List<Event> events = ((Translation.Accepted) translation).events();
        return ((ResultsReported) events.get(0)).reports().get(0);
    }

    private static void assertAsks(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        assertThat(((Translation.Accepted) translation).events()).containsExactly(new SyncRequested("quay"));
    }

    @Test
    public void theAddressSaysWhatTheBodyDoesNot() {
        for (String name : List.of("build_success-now", "build_failure-now", "build_success-manual-start")) {
            Reported good = reported(post(SUCCESS, body(name)));
            assertThat(good.state()).isEqualTo(BuilderState.SUCCESS);
            assertThat(good.sha()).isEqualTo(AtQuay.MERGE);
            assertThat(good.url()).contains(BUILD);
            Reported bad = reported(post(FAILURE, body(name)));
            assertThat(bad.state()).isEqualTo(BuilderState.FAILURE);
            assertThat(bad.context()).isEqualTo("quay");
        }
    }

    @Test
    public void withoutAWordOnTheOutcomeQuayIsAsked() {
        for (String name : List.of(
                "build_success-now", "build_failure-now", "build_success-manual-start", "build_queued", "no-trigger")) {
            assertAsks(post(List.of(), body(name)));
        }
    }

    @Test
    public void anAbbreviatedCommitIsLookedUp() {
        for (String name : List.of("build_success-2015", "build_failure-2015", "build_failure-legacy-commit_sha")) {
            assertAsks(post(List.of(), body(name)));
            assertAsks(post(FAILURE, body(name)));
        }
        assertAsks(post(SUCCESS, body("no-trigger")));
    }

    @Test
    public void bodiesOf2015SayItThemselves() {
        String whole = AtQuay.MERGE.value();
        Reported good = reported(post(List.of(), with("build_success-2015", "\"0123456\"", "\"" + whole + "\"")));
        assertThat(good.state()).isEqualTo(BuilderState.SUCCESS);
        Reported bad =
                reported(post(List.of(), with("build_failure-legacy-commit_sha", "\"0123456\"", "\"" + whole + "\"")));
        assertThat(bad.state()).isEqualTo(BuilderState.FAILURE);
        assertThat(bad.details()).isEqualTo("x");
        // An address and a body that contradict each other are nobody's success.
        assertAsks(post(SUCCESS, with("build_failure-legacy-commit_sha", "\"0123456\"", "\"" + whole + "\"")));
    }

    private static byte[] with(String name, String from, String to) {
        return new String(body(name), StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    public void theErrorIsKeptForeignAndCut() {
        String error = "Line 1\\n<b>@alice</b> ```" + "x".repeat(10_000);
        byte[] body =
                with("build_failure-now", "\"trigger_kind\"", "\"error_message\": \"" + error + "\", \"trigger_kind\"");
        Translation translation = post(FAILURE, body);
        Reported bad = reported(translation);
        assertThat(bad.details())
                .startsWith("Line 1\n<b>@alice</b> ```xxx")
                .endsWith("x...")
                .hasSize(4_003);
        assertThat(bad.description()).isEqualTo("Quay says: error");
        // As it comes back from the store.
        assertThat(callbacks.events(((Translation.Accepted) translation).delivery()))
                .containsExactly(new ResultsReported(List.of(bad)));
    }

    @Test
    public void whatIsToBeAskedForIsStillAskedForAfterARestart() {
        Translation.Accepted accepted = (Translation.Accepted) post(List.of(), body("build_success-now"));
        assertThat(callbacks.events(accepted.delivery())).containsExactly(new SyncRequested("quay"));
        Translation.Accepted again = (Translation.Accepted) post(List.of(), body("build_success-now"));
        assertThat(again.delivery().id()).isEqualTo(accepted.delivery().id());
        assertThat(((Translation.Accepted) post(SUCCESS, body("build_success-now")))
                        .delivery()
                        .id())
                .isNotEqualTo(((Translation.Accepted) post(FAILURE, body("build_success-now")))
                        .delivery()
                        .id());
    }

    @Test
    public void withoutATokenWhatIsUnclearCountsForNothing() {
        QuayCallbacks deaf = callbacks(new QuayAccount(URI.create("https://quay.io"), Optional.empty()));
        Translation translation = deaf.translate(
                List.of(),
                name -> Optional.of(name.equals("Authorization") ? RIGHT : "application/json"),
                body("build_success-now"));
        assertThat(translation).isInstanceOf(Translation.Ignored.class);
        assertThat(log.lines()).anyMatch(line -> line.contains("event=report-unclear repo=acme/widget"));
    }

    @Test
    public void onlyTheRightPairIsBelieved() {
        for (String wrong : List.of(
                "",
                "Basic",
                "Basic ???",
                "Bearer " + SECRET,
                basic("homu:"),
                basic(":" + SECRET),
                basic("homu:" + SECRET + " "),
                basic("homu" + SECRET),
                "homu " + SECRET)) {
            Translation translation = post(
                    SUCCESS,
                    body("build_success-now"),
                    Map.of("Authorization", wrong, "Content-Type", "application/json"));
            assertThat(translation).as(wrong).isInstanceOf(Translation.Refused.class);
            assertThat(((Translation.Refused) translation).status()).isEqualTo(401);
            assertThat(((Translation.Refused) translation).message()).doesNotContain(SECRET);
        }
        // That of another repository is no better than none.
        assertThat(post(List.of("acme", "other", "build_success"), body("build_success-now")))
                .isInstanceOf(Translation.Refused.class);
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
    }

    @Test
    public void anotherRepositoryAtQuayIsIgnored() {
        assertThat(post(SUCCESS, with("build_success-now", "\"acme/widget\"", "\"acme/gadget\"")))
                .isInstanceOf(Translation.Ignored.class);
    }

    @Test
    public void hostileBodiesAreRefusedOrCountForNothing() {
        for (String hostile : List.of(
                "", "x", "[]", "3", "null", "{", "[".repeat(100_000), "\u0000", "{\"a\":" + "{\"a\":".repeat(1_000))) {
            Translation translation = post(SUCCESS, hostile.getBytes(StandardCharsets.UTF_8));
            assertThat(translation)
                    .as(hostile.substring(0, Math.min(9, hostile.length())))
                    .isInstanceOf(Translation.Refused.class);
            assertThat(((Translation.Refused) translation).status()).isEqualTo(422);
        }
        for (String strange : List.of(
                "{}",
                "{\"trigger_metadata\": 3}",
                "{\"trigger_metadata\": {\"commit\": 7}}",
                "{\"trigger_metadata\": {\"commit\": \"\"}}",
                "{\"trigger_metadata\": {\"commit\": \"0123\"}}",
                "{\"trigger_metadata\": {\"commit\": \"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"}}",
                "{\"trigger_metadata\": {\"commit\": \"0123456\\n\"}, \"error_message\": {}}")) {
            assertAsks(post(SUCCESS, strange.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] evil = with(
                "build_success-now",
                "6a9d3d6e-3a4c-4d52-b1a2-5d8b2f1e0c11\",\n \"build_name",
                "../../evil\",\n \"build_name");
        assertThat(reported(post(SUCCESS, evil)).url()).isEmpty();
        Translation large = post(SUCCESS, new byte[2 * 1024 * 1024 + 1]);
        assertThat(((Translation.Refused) large).status()).isEqualTo(413);
        Translation form = post(SUCCESS, body("build_success-now"), Map.of("Authorization", RIGHT));
        assertThat(((Translation.Refused) form).status()).isEqualTo(415);
    }

    @Test
    public void addressesBeneathAreThoseOfEvents() {
        assertThat(callbacks.takesBeneath(SUCCESS)).isTrue();
        assertThat(callbacks.takesBeneath(List.of("w", "build_failure"))).isTrue();
        assertThat(callbacks.takesBeneath(List.of("build_failure"))).isFalse();
        assertThat(callbacks.takesBeneath(List.of("acme", "widget"))).isFalse();
        assertThat(QuayCallbacks.isOurs("https://u:p@homu.example.org/quay/acme/widget/build_success"))
                .isTrue();
        assertThat(QuayCallbacks.isOurs("https://u:p@jenkins.example.org/jenkins/homu-webhook/quay/w/build_failure"))
                .isTrue();
        assertThat(QuayCallbacks.isOurs("http://homu.example.org/quay")).isTrue();
        assertThat(QuayCallbacks.isOurs("https://example.org/quaysi")).isFalse();
        assertThat(QuayCallbacks.isOurs("https://quay/hooks")).isFalse();
    }
}
