package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.simulator.web.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.Test;

/** What can be made to go wrong, and the limits. */
public class FaultsTest extends SimulatorTestBase {

    private static final String MERGES = "POST /repos/{owner}/{repo}/merges";

    private ApiClient.Answer merge(SimPull pull) throws Exception {
        return homu().post("/repos/acme/widget/merges", Map.of("base", "main", "head", pull.headSha()));
    }

    @Test
    public void callFailsBeforeItTakesEffect() throws Exception {
        SimPull pull = pullAdding("fix");
        String before = widget.tip("main");
        github.faults().inject(Fault.status(502).on(MERGES).times(1));
        assertThat(merge(pull).status()).isEqualTo(502);
        assertThat(widget.tip("main")).isEqualTo(before);
        assertThat(merge(pull).status()).isEqualTo(201);
    }

    @Test
    public void callFailsAfterItTookEffect() throws Exception {
        SimPull pull = pullAdding("fix");
        String before = widget.tip("main");
        github.faults().inject(Fault.status(500).afterEffect().on(MERGES).times(1));
        assertThat(merge(pull).status()).isEqualTo(500);
        assertThat(widget.tip("main")).isNotEqualTo(before);
        assertThat(merge(pull).status()).isEqualTo(204);
    }

    @Test
    public void connectionBreaksBeforeOrAfterTheEffect() throws Exception {
        SimPull pull = pullAdding("fix");
        String before = widget.tip("main");
        github.faults().inject(Fault.disconnect().on(MERGES).times(1));
        assertThatThrownBy(() -> merge(pull)).isInstanceOf(IOException.class);
        assertThat(widget.tip("main")).isEqualTo(before);
        github.faults().inject(Fault.disconnect().afterEffect().on(MERGES).times(1));
        assertThatThrownBy(() -> merge(pull)).isInstanceOf(IOException.class);
        assertThat(widget.tip("main")).isNotEqualTo(before);
    }

    @Test
    public void callsTakeLonger() throws Exception {
        Fault slow = github.faults().inject(Fault.latency(Duration.ofMillis(150)));
        long start = System.nanoTime();
        assertThat(homu().get("/user").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(149));
        github.faults().remove(slow);
    }

    @Test
    public void faultsOfASeedRepeatThemselves() throws Exception {
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        github.faults().inject(Fault.status(500).probability(0.5));
        for (StringBuilder run : new StringBuilder[] {first, second}) {
            github.faults().seed(7);
            for (int i = 0; i < 20; i++) {
                run.append(homu().get("/user").status()).append(' ');
            }
        }
        assertThat(first.toString())
                .isEqualTo(second.toString())
                .contains("500")
                .contains("200");
    }

    @Test
    public void primaryLimitIsUsedUp() throws Exception {
        github.rateLimits().hourly(3);
        assertThat(homu().get("/user").header("x-ratelimit-remaining")).isEqualTo("2");
        homu().get("/user");
        ApiClient.Answer last = homu().get("/user");
        assertThat(last.header("x-ratelimit-remaining")).isEqualTo("0");
        assertThat(last.status()).isEqualTo(200);
        ApiClient.Answer refused = homu().get("/user");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).startsWith("API rate limit exceeded for user ID");
        assertThat(Long.parseLong(refused.header("x-ratelimit-reset")))
                .isGreaterThan(Instant.now().getEpochSecond());
        assertThat(homu().get("/rate_limit")
                        .json()
                        .path("rate")
                        .path("remaining")
                        .asInt())
                .isZero();
        assertThat(as("other").get("/user").status()).isEqualTo(200);
    }

    @Test
    public void limitsCanBeInjected() throws Exception {
        github.faults().inject(Fault.primaryLimit(Duration.ofSeconds(5)).as(429).times(1));
        ApiClient.Answer primary = homu().get("/user");
        assertThat(primary.status()).isEqualTo(429);
        assertThat(primary.header("x-ratelimit-remaining")).isEqualTo("0");
        github.faults().inject(Fault.secondaryLimit(Duration.ofSeconds(2)).times(1));
        ApiClient.Answer secondary = homu().get("/user");
        assertThat(secondary.header("Retry-After")).isEqualTo("2");
        assertThat(secondary.header("x-ratelimit-remaining")).isNotEqualTo("0");
        github.faults().inject(Fault.secondaryLimit(null).times(1));
        ApiClient.Answer silent = homu().get("/user");
        assertThat(silent.header("Retry-After")).isNull();
        assertThat(silent.message()).contains("secondary rate limit");
    }

    @Test
    public void contentCreationIsLimitedOnRequest() throws Exception {
        pullAdding("fix");
        github.rateLimits().enforceSecondary(true);
        int refused = 0;
        for (int i = 0; i < 85; i++) {
            int status = homu().post("/repos/acme/widget/issues/1/comments", Map.of("body", "x"))
                    .status();
            refused += status == 403 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(5);
    }

    @Test
    public void unchangedAnswersAreFree() throws Exception {
        ApiClient.Answer first = homu().get("/repos/acme/widget/git/ref/heads/main");
        String etag = first.header("ETag");
        assertThat(etag).startsWith("W/\"");
        ApiClient.Answer second = homu().get("/repos/acme/widget/git/ref/heads/main", "If-None-Match", etag);
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.header("x-ratelimit-used")).isEqualTo(first.header("x-ratelimit-used"));
        widget.pushDirectly("main", Map.of("x", "x\n"));
        assertThat(homu().get("/repos/acme/widget/git/ref/heads/main", "If-None-Match", etag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    public void callsAreCountedByRoute() throws Exception {
        homu().get("/repos/acme/widget/git/ref/heads/main");
        homu().get("/repos/acme/widget/git/ref/heads/none");
        assertThat(github.requests().counts()).containsOnly(Map.entry("GET /repos/{owner}/{repo}/git/ref/{ref}", 2L));
        assertThat(github.requests().count("GET")).isEqualTo(2);
        assertThat(github.requests().entries().get(1).status()).isEqualTo(404);
        github.requests().reset();
        assertThat(github.requests().total()).isZero();
    }
}
