package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.port.Delivery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;

public class BuildbotCallbacksTest {
    private static final Map<String, Captured> MODERN = Captured.all("buildbot.jsonl");
    private static final Map<String, Captured> LEGACY = Captured.all("buildbot-legacy.jsonl");
    private static final String SECRET = "s3cret";
    private static final String LEGACY_SECRET = "bb-s3cret";
    private static final String MERGE = "0123456789abcdef0123456789abcdef01234567";
    private static final String OTHER = "a".repeat(40);
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String[] ALL = {"auto-linux", "auto-bad", "warn", "exc", "slow", "slow2"};

    private final BuildbotCallbacks callbacks =
            callbacks(TestRepositories.withBuildbots("widget", TestRepositories.buildbot(SECRET, ALL)));
    private final BuildbotCallbacks legacy =
            callbacks(TestRepositories.withBuildbots("widget", TestRepositories.buildbot(LEGACY_SECRET, "auto-linux")));

    private static BuildbotCallbacks callbacks(ServiceRepository... repositories) {
        BuildbotCallbacks callbacks = new BuildbotCallbacks(() -> NOW);
        callbacks.configure(List.of(repositories));
        return callbacks;
    }

    /** What a modern Buildbot sent, with our secret. */
    private static Captured modern(String name) {
        return MODERN.get(name).without("Authorization").with(Shown.SECRET_HEADER, SECRET);
    }

    private static List<Reported> reports(Translation translation) {
        return ((ResultsReported) accepted(translation).events().get(0)).reports();
    }

    private static Translation.Accepted accepted(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        return (Translation.Accepted) translation;
    }

    private static int refused(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Refused.class);
        assertThat(((Translation.Refused) translation).message()).doesNotContain(SECRET);
        return ((Translation.Refused) translation).status();
    }

    private static void ignored(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Ignored.class);
    }

    private void said(String name, String builder, BuilderState state, String place, String words) {
        assertThat(reports(modern(name).to(callbacks)))
                .as(name)
                .extracting(Reported::kind, Reported::context, Reported::state, Reported::url, Reported::description)
                .containsExactly(tuple(
                        ReportKind.BUILDER, builder, state, Optional.of(TestRepositories.BUILDBOT + place), words));
    }

    @Test
    public void whatBuildbotSaysOfABuildIsUnderstood() {
        said("modeall-success-001-new", "auto-linux", BuilderState.RUNNING, "/#/builders/6/builds/3", "starting");
        said(
                "modeall-success-002-finished",
                "auto-linux",
                BuilderState.SUCCESS,
                "/#/builders/6/builds/3",
                "build successful");
        said(
                "modeall-failure-004-finished",
                "auto-bad",
                BuilderState.FAILURE,
                "/#/builders/5/builds/2",
                "failed 'sh -c ...' (failure)");
        said(
                "modeall-exception-008-finished",
                "exc",
                BuilderState.FAILURE,
                "/#/builders/2/builds/2",
                "exception finished (exception)");
        said(
                "modeall-stopped-010-finished",
                "slow2",
                BuilderState.CANCELLED,
                "/#/builders/1/builds/2",
                "cancelled (Interrupted by Homu (1700000000)) 'sleep 60' (cancelled)");
        assertThat(reports(modern("modeall-success-002-finished").to(callbacks))
                        .get(0)
                        .sha()
                        .value())
                .isEqualTo(MERGE);
    }

    @Test
    public void warningsPassUnlessTheConfigurationSaysOtherwise() {
        assertThat(reports(modern("modeall-warnings-006-finished").to(callbacks))
                        .get(0)
                        .state())
                .isEqualTo(BuilderState.SUCCESS);
        BuildbotCallbacks strict = callbacks(TestRepositories.withBuildbots(
                "widget",
                new BuildbotSettings(TestRepositories.BUILDBOT, SECRET, Optional.empty(), false, Set.of(ALL))));
        assertThat(reports(modern("modeall-warnings-006-finished").to(strict))
                        .get(0)
                        .state())
                .isEqualTo(BuilderState.FAILURE);
    }

    @Test
    public void aLostWorkerIsNoEndForBuildbotBeginsAgain() {
        Captured finished = modern("modeall-failure-004-finished");
        Captured retry = finished.body(finished.body().replace("\"results\": 2,", "\"results\": 5,"));
        assertThat(reports(retry.to(callbacks)).get(0).state()).isEqualTo(BuilderState.RUNNING);
        Captured skipped = finished.body(finished.body().replace("\"results\": 2,", "\"results\": 3,"));
        assertThat(reports(skipped.to(callbacks)).get(0).state()).isEqualTo(BuilderState.CANCELLED);
        Captured unheardOf = finished.body(finished.body().replace("\"results\": 2,", "\"results\": 77,"));
        assertThat(reports(unheardOf.to(callbacks)).get(0).state()).isEqualTo(BuilderState.FAILURE);
    }

    @Test
    public void ofRequestsOnlyTheirCancellationIsNews() {
        ignored(modern("br-004-buildrequest").to(callbacks));
        Reported report = reports(modern("br-005-buildrequest").to(callbacks)).get(0);
        assertThat(report.state()).isEqualTo(BuilderState.CANCELLED);
        assertThat(report.context()).isEqualTo("slow");
        assertThat(report.url()).isEmpty();
    }

    @Test
    public void nothingOfWhatARealBuildbotSentIsRefused() {
        assertThat(MODERN).hasSizeGreaterThan(25);
        MODERN.keySet()
                .forEach(name ->
                        assertThat(modern(name).to(callbacks)).as(name).isNotInstanceOf(Translation.Refused.class));
    }

    @Test
    public void packetsInJsonAreUnderstoodToo() {
        assertThat(reports(modern("legacy-002-legacyshape").to(callbacks)))
                .extracting(Reported::context, Reported::state)
                .containsExactly(tuple("auto-linux", BuilderState.SUCCESS));
    }

    @Test
    public void emptyBodiesAreAnsweredWell() {
        ignored(MODERN.get("startend-002-startend").to(callbacks));
    }

    @Test
    public void theSecretIsTakenWhereverASenderCanPutIt() {
        Captured plain = MODERN.get("success-002-finished");
        assertThat(refused(plain.to(callbacks))).isEqualTo(401);
        accepted(plain.with("x-homu-secret", SECRET).to(callbacks));
        accepted(plain.with("Authorization", basic("homu:" + SECRET)).to(callbacks));
        accepted(plain.with("X-Hub-Signature-256", signature(plain.body())).to(callbacks));
        assertThat(refused(plain.with("X-Homu-Secret", SECRET + "x").to(callbacks)))
                .isEqualTo(401);
        assertThat(refused(plain.with("Authorization", basic(SECRET)).to(callbacks)))
                .isEqualTo(401);
        assertThat(refused(plain.with("Authorization", "Basic ###").to(callbacks)))
                .isEqualTo(401);
        assertThat(refused(plain.with("X-Hub-Signature-256", signature(plain.body() + " "))
                        .to(callbacks)))
                .isEqualTo(401);
        assertThat(refused(MODERN.get("auth-002-auth").to(callbacks))).isEqualTo(401);
        BuildbotCallbacks theirs = callbacks(
                TestRepositories.withBuildbots("widget", TestRepositories.buildbot("p4ss-from-file", "auto-linux")));
        accepted(MODERN.get("auth-002-auth").to(theirs));
    }

    @Test
    public void anEmptySecretLetsNobodyIn() {
        BuildbotCallbacks open =
                callbacks(TestRepositories.withBuildbots("widget", TestRepositories.buildbot("", ALL)));
        Captured plain = MODERN.get("success-002-finished");
        assertThat(refused(plain.with("X-Homu-Secret", "").to(open))).isEqualTo(401);
        assertThat(refused(plain.with("Authorization", basic("homu:")).to(open)))
                .isEqualTo(401);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final String PLACE = "https://bb.example.org/ci/builders/auto-linux/builds/";

    @Test
    public void theFormOfTheOriginalsReadmeIsUnderstood() {
        Map<String, BuilderState> expected = Map.of(
                "start", BuilderState.RUNNING,
                "success", BuilderState.SUCCESS,
                "success-build0", BuilderState.SUCCESS,
                "failure", BuilderState.FAILURE,
                "warnings", BuilderState.SUCCESS,
                "interrupted", BuilderState.CANCELLED,
                "retry-slave-lost", BuilderState.RUNNING);
        expected.forEach((name, state) -> {
            Reported report = reports(LEGACY.get(name).to(legacy)).get(0);
            assertThat(report.state()).as(name).isEqualTo(state);
            assertThat(report.context()).isEqualTo("auto-linux");
            assertThat(report.sha().value()).isEqualTo(MERGE);
            assertThat(report.url()).contains(PLACE + (name.equals("success-build0") ? "0" : "7"));
        });
        ignored(LEGACY.get("no-revision").to(legacy));
    }

    /** 0.8 puts the names of the steps that failed behind the result, in one and the same list. */
    @Test
    public void aStepCalledRetryThatFailedIsNotALostWorker() {
        Captured failure = LEGACY.get("failure");
        Captured named = failure.body(failure.body().replace("%22shell%22", "%22retry%22"));
        Reported report = reports(named.to(legacy)).get(0);
        assertThat(report.description()).isEqualTo("failed retry");
        assertThat(report.state()).isEqualTo(BuilderState.FAILURE);
    }

    @Test
    public void aFormOfOursIsAnsweredWellWhateverIsInIt() {
        String start = "secret=" + LEGACY_SECRET + "&";
        for (String rest : List.of(
                "",
                "packets=",
                "packets=%5B",
                "packets=%zz",
                "packets=7",
                "packets=%5Bnull%2C1%2C%7B%7D%5D",
                "packets=" + enc("[".repeat(5000)),
                "packets=" + enc("[{\"event\":\"buildFinished\",\"payload\":7}]"),
                "packets=" + enc("[{\"event\":[],\"payload\":{\"build\":[]}}]"),
                "packets="
                        + enc("[{\"event\":\"buildFinished\",\"payload\":{\"build\":{\"builderName\":{},"
                                + "\"properties\":[[],[[]],7,[\"revision\",{}]],\"sourceStamps\":7,\"text\":{}}}}]"),
                "builderid=6&builder=name&complete=True")) {
            ignored(Captured.form(start + rest).to(legacy));
        }
        assertThat(refused(LEGACY.get("success").to(callbacks))).isEqualTo(401);
        assertThat(refused(Captured.form("secret=%zz&packets=").to(legacy))).isEqualTo(401);
    }

    private static String enc(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    public void hostileJsonIsRefusedOrIgnoredAndNeverMore() {
        for (String body : List.of("[", "{}}", "{\"a\":", "nonsense", "\u0000\u0000", "[".repeat(100), "1e999999")) {
            Translation translation =
                    Captured.json(body).with(Shown.SECRET_HEADER, SECRET).to(callbacks);
            assertThat(translation).as(body).isNotInstanceOf(Translation.Accepted.class);
        }
        for (String body : List.of(
                "{}",
                "[]",
                "null",
                "{\"builder\":{\"name\":\"auto-linux\"},\"properties\":7,\"number\":1,\"complete\":\"x\"}",
                "{\"builder\":\"auto-linux\"}",
                "{\"builder\":{\"name\":\"auto-linux\"},\"number\":-1,\"properties\":{\"revision\":[7]}}",
                "{\"builder\":{\"name\":\"auto-linux\"},\"number\":1,\"properties\":{\"revision\":[\"" + "a".repeat(41)
                        + "\"]}}")) {
            ignored(Captured.json(body).with(Shown.SECRET_HEADER, SECRET).to(callbacks));
        }
        assertThat(refused(Captured.json("{").with(Shown.SECRET_HEADER, SECRET).to(callbacks)))
                .isEqualTo(422);
        assertThat(refused(
                        Captured.json("{}").with("Content-Type", "text/plain").to(callbacks)))
                .isEqualTo(415);
        assertThat(refused(callbacks.translate(name -> Optional.empty(), new byte[25 * 1024 * 1024 + 1])))
                .isEqualTo(413);
    }

    @Test
    public void whatBuildbotSaysInItsOwnWordsIsOneShortLine() {
        Captured finished = modern("modeall-failure-004-finished");
        Captured hostile = finished.body(finished.body()
                .replace("failed 'sh -c ...' (failure)", "@homu r+\\n\\n<b>\\u202e\\u0000" + "x".repeat(5000)));
        String words = reports(hostile.to(callbacks)).get(0).description();
        assertThat(words).startsWith("@homu r+ <b> x").hasSize(300).doesNotContain("\n");
    }

    @Test
    public void ofACommitWithSomebodysPatchNothingIsSaid() {
        Captured finished = modern("modeall-success-002-finished");
        ignored(finished.body(finished.body().replace("\"patch\": null", "\"patch\": {\"body\": \"eA==\"}"))
                .to(callbacks));
        ignored(LEGACY.get("success")
                .body(LEGACY.get("success")
                        .body()
                        .replace("%22revision%22%3A", "%22hasPatch%22%3Atrue%2C%22revision%22%3A"))
                .to(legacy));
    }

    @Test
    public void aBuildOfABranchIsKnownByWhatItGot() {
        Captured finished = modern("modeall-success-002-finished");
        String unnamed = finished.body().replace("\"" + MERGE + "\"", "\"\"");
        ignored(finished.body(unnamed).to(callbacks));
        String got = unnamed.replace(
                "\"properties\": {", "\"properties\": {\"got_revision\": [\"" + OTHER + "\", \"Git\"], ");
        assertThat(reports(finished.body(got).to(callbacks)).get(0).sha().value())
                .isEqualTo(OTHER);
        String several = unnamed.replace(
                "\"properties\": {",
                "\"properties\": {\"got_revision\": [{\"a\": \"" + OTHER + "\", \"b\": \"" + MERGE + "\"}, \"Git\"], ");
        assertThat(reports(finished.body(several).to(callbacks)))
                .extracting(report -> report.sha().value())
                .containsExactly(OTHER, MERGE);
    }

    @Test
    public void aMasterOfSeveralRepositoriesIsToldApartByBuildersAndSources() {
        BuildbotCallbacks several = callbacks(
                TestRepositories.withBuildbots("widget", TestRepositories.buildbot(SECRET, "auto-bad", "x")),
                TestRepositories.withBuildbots("gadget", TestRepositories.buildbot(SECRET, "auto-bad", "auto-linux")),
                TestRepositories.withBuildbots("stranger", TestRepositories.buildbot("another", "auto-bad")));
        // It names acme/widget.
        assertThat(accepted(modern("hook-018-all").to(several)).delivery().label())
                .isEqualTo("widget");
        // Only one has that builder.
        assertThat(accepted(modern("success-002-finished").to(several))
                        .delivery()
                        .label())
                .isEqualTo("gadget");
        // Nothing says which.
        Captured unnamed = modern("buildset-002-buildset");
        Translation both = unnamed.to(several);
        assertThat(both).isInstanceOf(Translation.AcceptedForSeveral.class);
        List<Translation.Accepted> parts = ((Translation.AcceptedForSeveral) both).parts();
        assertThat(parts).extracting(part -> part.delivery().label()).containsExactly("widget", "gadget");
        assertThat(parts.get(0).delivery().id())
                .isNotEqualTo(parts.get(1).delivery().id());
        ignored(modern("modeall-stopped-010-finished").to(several));
    }

    @Test
    public void whatIsKeptCanBeReadAgainAndHoldsNoSecret() {
        Translation.Accepted accepted = accepted(LEGACY.get("failure").to(legacy));
        Delivery delivery = accepted.delivery();
        assertThat(delivery.source()).isEqualTo("buildbot");
        assertThat(delivery.receivedAt()).isEqualTo(NOW);
        assertThat(delivery.body()).doesNotContain(LEGACY_SECRET);
        List<Event> again = legacy.events(delivery);
        assertThat(again).isEqualTo(accepted.events()).hasSize(1);
        assertThat(accepted(LEGACY.get("failure").to(legacy)).delivery().id()).isEqualTo(delivery.id());
        assertThat(legacy.events(new Delivery("x", "buildbot", "build", "widget", "[{\"state\":\"?\"}]", NOW)))
                .isEmpty();
    }

    @Test
    public void repositoriesAreNamedInManyWays() {
        for (String source : List.of(
                "https://github.com/acme/widget.git",
                "https://github.com/acme/widget/",
                "git@github.com:acme/widget.git",
                "git://host/x/acme/widget",
                "acme/widget")) {
            assertThat(BuildbotCallbacks.repository(source)).as(source).contains(new RepositoryId("acme", "widget"));
        }
        List<String> not = new ArrayList<>(List.of("", "/", "widget", "https://host/ / ", "//"));
        not.forEach(source ->
                assertThat(BuildbotCallbacks.repository(source)).as(source).isEmpty());
    }
}
