package io.jenkins.plugins.homu.metrics;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Counts for Prometheus. Times are kept by kind, counts by repository: both together would be a hundred thousand series
 * with a thousand repositories.
 */
public final class PrometheusMetrics implements Metrics {
    /** What {@link #page} answers in. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] FAST = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1};
    private static final double[] CALLS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    private static final double[] BUILDS = {1, 10, 60, 300, 600, 1800, 3600, 7200, 14400, 36000};
    /** Types of deliveries come from a header, so whoever sends must not be able to make up series without end. */
    private static final int MOST_TYPES = 100;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> types = ConcurrentHashMap.newKeySet();
    private final Counter deliveries =
            counter("homu_deliveries_total", "What was posted to us", "source", "type", "outcome");
    private final Counter requests = counter("homu_github_requests_total", "Requests sent to GitHub", "kind", "status");
    private final Histogram requestSeconds =
            histogram("homu_github_request_seconds", "How long GitHub took to answer", CALLS, "kind");
    private final Gauge rateLimit = Gauge.builder()
            .name("homu_github_rate_limit_remaining")
            .help("What GitHub says is left of its rate limit")
            .labelNames("resource")
            .register(registry);
    private final Counter events = counter("homu_events_total", "Events decided upon", "repository");
    private final Histogram eventSeconds =
            histogram("homu_event_seconds", "From taking an event to its decision being kept", FAST, "event");
    private final Counter effects =
            counter("homu_effects_total", "What was done outside", "repository", "effect", "outcome");
    private final Histogram effectSeconds = histogram("homu_effect_seconds", "How long that took", CALLS, "effect");
    private final Counter attempts = counter("homu_attempts_total", "Attempts by phase", "repository", "kind", "phase");
    private final Histogram attemptSeconds =
            histogram("homu_attempt_seconds", "How long the phases of attempts took", BUILDS, "kind", "phase");

    /** Counts of the queue alone. */
    public PrometheusMetrics() {
        // All counters register themselves.
    }

    /** And those of the Java machine, for whoever has it for himself. */
    public static PrometheusMetrics withMachine() {
        PrometheusMetrics metrics = new PrometheusMetrics();
        JvmMetrics.builder().register(metrics.registry);
        return metrics;
    }

    /** Adds gauges that are asked for when somebody reads them. @param reader empty while no queue runs */
    public void watch(Supplier<Optional<QueueReader>> reader) {
        pulls(reader, "homu_pull_requests", "Open pull requests", pull -> 1);
        pulls(reader, "homu_queue_length", "Approved pull requests", pull -> pull.isApproved() ? 1 : 0);
        health(reader, "homu_inbox", "Deliveries not dealt with", QueueReader.Health::inbox);
        health(reader, "homu_outbox", "Effects not carried out", QueueReader.Health::outbox);
        health(
                reader,
                "homu_trouble",
                "1 while something keeps going wrong",
                health -> health.trouble().isPresent() ? 1 : 0);
    }

    private void pulls(
            Supplier<Optional<QueueReader>> reader, String name, String help, ToDoubleFunction<PullRequest> count) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("repository")
                .callback(gauge -> reader.get()
                        .ifPresent(queues -> queues.labels().forEach(label -> queues.state(label)
                                .ifPresent(state -> gauge.call(
                                        state.pulls().values().stream()
                                                .mapToDouble(count)
                                                .sum(),
                                        label)))))
                .register(registry);
    }

    private void health(
            Supplier<Optional<QueueReader>> reader,
            String name,
            String help,
            ToDoubleFunction<QueueReader.Health> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("repository")
                .callback(gauge -> reader.get().ifPresent(queues -> queues.health()
                        .forEach(health -> gauge.call(value.applyAsDouble(health), health.label()))))
                .register(registry);
    }

    /** Everything, in Prometheus' text format. */
    public byte[] page() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not refuse to be written to", e);
        }
        return out.toByteArray();
    }

    @Override
    public void delivery(String source, String type, String outcome) {
        boolean known = types.contains(type) || (types.size() < MOST_TYPES && types.add(type));
        deliveries.labelValues(source, known ? type : "other", outcome).inc();
    }

    @Override
    public void request(String kind, int status, Duration took) {
        requests.labelValues(kind, Integer.toString(status)).inc();
        requestSeconds.labelValues(kind).observe(seconds(took));
    }

    @Override
    public void rateLimit(String resource, long remaining) {
        rateLimit.labelValues(resource).set((double) remaining);
    }

    @Override
    public void event(String label, String event, Duration took) {
        events.labelValues(label).inc();
        eventSeconds.labelValues(event).observe(seconds(took));
    }

    @Override
    public void effect(String label, String effect, String outcome, Duration took) {
        effects.labelValues(label, effect, outcome).inc();
        effectSeconds.labelValues(effect).observe(seconds(took));
    }

    @Override
    public void attempt(String label, String kind, String phase, Duration took) {
        attempts.labelValues(label, kind, phase).inc();
        attemptSeconds.labelValues(kind, phase).observe(seconds(took));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }
}
