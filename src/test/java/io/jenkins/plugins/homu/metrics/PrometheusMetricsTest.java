package io.jenkins.plugins.homu.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.Test;

public class PrometheusMetricsTest {
    private final PrometheusMetrics metrics = PrometheusMetrics.withMachine();

    private String page() {
        return new String(metrics.page(), StandardCharsets.UTF_8);
    }

    @Test
    public void whatHappenedIsCounted() {
        metrics.delivery("github", "push", "accepted");
        metrics.delivery("github", "push", "accepted");
        metrics.request("GET pull", 200, Duration.ofMillis(200));
        metrics.rateLimit("core", 4321);
        metrics.event("widget", "pushed", Duration.ofNanos(300_000));
        metrics.effect("widget", "comment", "done", Duration.ofMillis(80));
        metrics.attempt("widget", "auto", "tested", Duration.ofMinutes(2));
        assertThat(page().lines())
                .contains(
                        "homu_deliveries_total{outcome=\"accepted\",source=\"github\",type=\"push\"} 2.0",
                        "homu_github_requests_total{kind=\"GET pull\",status=\"200\"} 1.0",
                        "homu_github_request_seconds_bucket{kind=\"GET pull\",le=\"0.25\"} 1",
                        "homu_github_rate_limit_remaining{resource=\"core\"} 4321.0",
                        "homu_events_total{repository=\"widget\"} 1.0",
                        "homu_event_seconds_bucket{event=\"pushed\",le=\"5.0E-4\"} 1",
                        "homu_effects_total{effect=\"comment\",outcome=\"done\",repository=\"widget\"} 1.0",
                        "homu_attempts_total{kind=\"auto\",phase=\"tested\",repository=\"widget\"} 1.0",
                        "homu_attempt_seconds_bucket{kind=\"auto\",phase=\"tested\",le=\"300.0\"} 1")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"));
    }

    @Test
    public void sendersCannotMakeUpSeriesWithoutEnd() {
        for (int i = 0; i < 1000; i++) {
            metrics.delivery("github", "made-up-" + i, "ignored");
        }
        assertThat(page().lines().filter(line -> line.startsWith("homu_deliveries_total")))
                .hasSize(101);
        assertThat(page())
                .contains("homu_deliveries_total{outcome=\"ignored\",source=\"github\",type=\"other\"} 900.0");
    }
}
