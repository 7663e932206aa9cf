package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.ci.StubService.Reply;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class TravisCallbacksTest {
    private static final Map<String, Captured> SENT = Captured.all("travis.jsonl");
    private static final String CONFIG = Captured.resource("travis-config.json");
    private static final String MERGE = "0123456789abcdef0123456789abcdef01234567";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));
    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(3), Proxies.SYSTEM);
    private StubService travis;
    private TravisCallbacks callbacks;

    @Before
    public void start() throws IOException {
        travis = new StubService(asked -> asked.path().equals("/config") ? Reply.json(CONFIG) : Reply.status(404));
        callbacks = callbacks(false, Optional.empty());
    }

    @After
    public void stop() {
        travis.close();
        http.close();
    }

    private TravisCallbacks callbacks(boolean legacy, Optional<String> token) {
        TravisCallbacks fresh = new TravisCallbacks(new TravisKeys(http, now::get), now::get);
        fresh.configure(List.of(
                TestRepositories.withTravis("widget", new TravisSettings(travis.url(), token, legacy)),
                TestRepositories.withBuildbots("gadget", TestRepositories.buildbot("s", "b"))));
        return fresh;
    }

    private static Reported report(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        return ((ResultsReported) ((Translation.Accepted) translation).events().get(0))
                .reports()
                .get(0);
    }

    private static Translation.Refused refused(Translation translation) {
        assertThat(translation).isInstanceOf(Translation.Refused.class);
        return (Translation.Refused) translation;
    }

    @Test
    public void whatTravisSaysIsBelievedWhenItSignedIt() {
        Map<String, BuilderState> expected = Map.of(
                "passed", BuilderState.SUCCESS,
                "fixed", BuilderState.SUCCESS,
                "failed", BuilderState.FAILURE,
                "errored", BuilderState.FAILURE,
                "broken", BuilderState.FAILURE,
                "still-failing", BuilderState.FAILURE,
                "canceled", BuilderState.CANCELLED,
                "started", BuilderState.RUNNING);
        expected.forEach((name, state) -> {
            Reported report = report(SENT.get(name).to(callbacks));
            assertThat(report.state()).as(name).isEqualTo(state);
            assertThat(report.context()).isEqualTo("travis");
            assertThat(report.sha().value()).isEqualTo(MERGE);
            assertThat(report.url()).contains(travis.url() + "/acme/widget/builds/261900000");
            assertThat(report.description()).startsWith("Build #14 ");
        });
        assertThat(travis.asked()).hasSize(1);
        Translation.Accepted accepted =
                (Translation.Accepted) SENT.get("passed").to(callbacks);
        assertThat(accepted.delivery().label()).isEqualTo("widget");
        assertThat(callbacks.events(accepted.delivery())).isEqualTo(accepted.events());
    }

    @Test
    public void aBuildOfThePullRequestItselfDoesNotCount() {
        assertThat(SENT.get("passed-pr").to(callbacks)).isInstanceOf(Translation.Ignored.class);
    }

    @Test
    public void aBodyThatWasChangedIsRefusedAndTheKeyIsNotAskedForAgainAndAgain() {
        Captured failed = SENT.get("failed");
        for (int i = 0; i < 20; i++) {
            assertThat(refused(failed.body(failed.body().replace("failed", "passed"))
                                    .to(callbacks))
                            .status())
                    .isEqualTo(401);
            assertThat(refused(failed.with("Signature", "AAAA").to(callbacks)).status())
                    .isEqualTo(401);
        }
        assertThat(travis.asked()).hasSize(1);
        assertThat(refused(failed.without("Signature").to(callbacks)).status()).isEqualTo(401);
        Translation.Refused unreadable = refused(failed.with("Signature", "?").to(callbacks));
        assertThat(unreadable.status()).isEqualTo(401);
        assertThat(unreadable.message()).contains("can't be read");
        assertThat(refused(failed.with("Content-Type", "application/json").to(callbacks))
                        .status())
                .isEqualTo(415);
        assertThat(refused(failed.body("pay=1").to(callbacks)).status()).isEqualTo(422);
        assertThat(refused(failed.body("payload=%2").to(callbacks)).status()).isEqualTo(422);
    }

    @Test
    public void anotherKeyIsFoundAfterAMinute() throws Exception {
        report(SENT.get("passed").to(callbacks));
        KeyPair pair = pair();
        travis.answer(asked -> Reply.json(config(pair)));
        Captured signed = signed(
                pair,
                "{\"id\":7,\"type\":\"push\",\"state\":\"passed\",\"commit\":\"" + MERGE
                        + "\",\"repository\":{\"owner_name\":\"ACME\",\"name\":\"widget\"}}");
        assertThat(refused(signed.to(callbacks)).status()).isEqualTo(401);
        now.set(now.get().plusSeconds(61));
        assertThat(report(signed.to(callbacks)).state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(travis.asked()).hasSize(2);
    }

    @Test
    public void withoutTheKeyTheSenderIsToComeAgain() {
        travis.answer(asked -> Reply.status(500));
        Translation.Refused refused = refused(SENT.get("passed").to(callbacks));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message()).contains("/config: answered with status 500");
        travis.answer(asked -> Reply.json("{\"config\":{\"notifications\":{\"webhook\":{\"public_key\":\"x\"}}}}"));
        assertThat(refused(SENT.get("passed").to(callbacks)).status()).isEqualTo(503);
        now.set(now.get().plusSeconds(61));
        assertThat(refused(SENT.get("passed").to(callbacks)).message()).contains("no RSA key");
        travis.answer(asked -> Reply.json(CONFIG));
        now.set(now.get().plusSeconds(61));
        report(SENT.get("passed").to(callbacks));
    }

    @Test
    public void signedIsNotEnoughForARepositoryThatIsNotOurs() throws Exception {
        KeyPair pair = pair();
        travis.answer(asked -> Reply.json(config(pair)));
        for (String repository : List.of(
                "{\"owner_name\":\"acme\",\"name\":\"gadget\"}",
                "{\"owner_name\":\"evil\",\"name\":\"widget\"}",
                "{\"owner_name\":{},\"name\":\"../x\"}",
                "7")) {
            Captured signed = signed(
                    pair,
                    "{\"id\":7,\"type\":\"push\",\"state\":\"passed\",\"commit\":\"" + MERGE + "\",\"repository\":"
                            + repository + "}");
            assertThat(refused(signed.to(callbacks)).status()).as(repository).isEqualTo(404);
        }
        for (String body : List.of("", "{", "[".repeat(100))) {
            assertThat(refused(signed(pair, body).to(callbacks)).status())
                    .as(body)
                    .isEqualTo(422);
        }
        String ours = "\"repository\":{\"owner_name\":\"acme\",\"name\":\"widget\"}";
        for (String rest : List.of(
                "",
                "\"id\":7,\"state\":\"passed\",\"commit\":\"short\",",
                "\"id\":-7,\"state\":\"passed\",\"commit\":\"" + MERGE + "\",",
                "\"id\":7,\"state\":\"invented\",\"result\":0,\"commit\":\"" + MERGE + "\",",
                "\"id\":7,\"type\":\"cron\",\"state\":\"passed\",\"commit\":\"" + MERGE + "\",")) {
            assertThat(signed(pair, "{" + rest + ours + "}").to(callbacks))
                    .as(rest)
                    .isInstanceOf(Translation.Ignored.class);
        }
    }

    @Test
    public void theDigestOfOldCountsOnlyWhereItIsAskedFor() throws Exception {
        String digest = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest("acme/widgettok".getBytes(StandardCharsets.UTF_8)));
        Captured old = SENT.get("passed").without("Signature").with("Authorization", digest);
        assertThat(report(old.to(callbacks(true, Optional.of("tok")))).state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(refused(old.to(callbacks(false, Optional.of("tok")))).status())
                .isEqualTo(401);
        assertThat(refused(old.to(callbacks(true, Optional.of("other")))).status())
                .isEqualTo(401);
        assertThat(refused(old.to(callbacks(true, Optional.empty()))).status()).isEqualTo(401);
        assertThat(travis.asked()).isEmpty();
    }

    @Test
    public void whereNoRepositoryHasTravisNothingIsTaken() {
        TravisCallbacks none = new TravisCallbacks(new TravisKeys(http, now::get), now::get);
        none.configure(List.of());
        assertThat(refused(SENT.get("passed").to(none)).status()).isEqualTo(401);
        assertThat(travis.asked()).isEmpty();
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String config(KeyPair pair) {
        return "{\"config\":{\"notifications\":{\"webhook\":{\"public_key\":\"-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\\n-----END PUBLIC KEY-----\\n\"}}}}";
    }

    private static Captured signed(KeyPair pair, String payload) throws Exception {
        Signature signer = Signature.getInstance("SHA1withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(payload.getBytes(StandardCharsets.UTF_8));
        return Captured.form("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8))
                .with("Signature", Base64.getEncoder().encodeToString(signer.sign()));
    }
}
