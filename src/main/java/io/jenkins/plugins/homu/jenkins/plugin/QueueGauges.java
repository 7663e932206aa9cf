package io.jenkins.plugins.homu.jenkins.plugin;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import jenkins.metrics.api.MetricProvider;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Sums over all queues for the Metrics plugin; {@code /homu/metrics} has them by repository, and much more. */
@OptionalExtension(requirePlugins = "metrics")
public class QueueGauges extends MetricProvider {
    @Override
    public MetricSet getMetricSet() {
        Map<String, Metric> gauges = Map.of(
                "homu.pulls.open", pulls(pull -> true),
                "homu.pulls.approved", pulls(PullRequest::isApproved),
                "homu.inbox", health(Health::inbox),
                "homu.outbox", health(Health::outbox),
                "homu.troubles", health(health -> health.trouble().isPresent() ? 1 : 0));
        return () -> gauges;
    }

    private static Gauge<Long> pulls(Predicate<PullRequest> which) {
        return sum(reader -> reader.labels().stream()
                .flatMap(label -> reader.state(label).stream())
                .mapToLong(
                        state -> state.pulls().values().stream().filter(which).count())
                .sum());
    }

    private static Gauge<Long> health(ToLongFunction<Health> value) {
        return sum(reader -> reader.health().stream().mapToLong(value).sum());
    }

    private static Gauge<Long> sum(ToLongFunction<QueueReader> of) {
        return () -> QueueAccess.get()
                .runtime()
                .map(HomuRuntime::reader)
                .map(of::applyAsLong)
                .orElse(0L);
    }
}
