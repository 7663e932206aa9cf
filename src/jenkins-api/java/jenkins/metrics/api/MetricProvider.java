package jenkins.metrics.api;

/** Signatures only, see docs/development.md. */
public abstract class MetricProvider implements hudson.ExtensionPoint {
    public MetricProvider() {}

    public abstract com.codahale.metrics.MetricSet getMetricSet();
}
