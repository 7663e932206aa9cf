package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.metrics.PrometheusMetrics;
import java.util.concurrent.CompletableFuture;

/** What Prometheus reads. */
public final class MetricsPage {
    private final PrometheusMetrics metrics;

    public MetricsPage(PrometheusMetrics metrics) {
        this.metrics = metrics;
    }

    public CompletableFuture<HttpResponse> answer(HttpRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return CompletableFuture.completedFuture(
                reads
                        ? HttpResponse.of(200, PrometheusMetrics.CONTENT_TYPE, metrics.page())
                        : HttpResponse.error(405, "This address can only be read.")
                                .with("Allow", "GET, HEAD"));
    }
}
