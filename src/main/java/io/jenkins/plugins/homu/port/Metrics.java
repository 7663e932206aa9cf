package io.jenkins.plugins.homu.port;

import java.time.Duration;

/** Counts what happens. Label values are fixed words of ours or configured names, never other people's text. */
public interface Metrics {
    /** @param outcome accepted, duplicate, ignored, refused, malformed ... */
    void delivery(String source, String type, String outcome);

    /** @param kind such as {@code GET pull}, {@code POST comment} */
    void request(String kind, int status, Duration took);

    /** @param remaining what the other side says is left of its rate limit @param resource core, graphql ... */
    void rateLimit(String resource, long remaining);

    void event(String label, String event, Duration took);

    void effect(String label, String effect, String outcome, Duration took);

    void attempt(String label, String kind, String phase, Duration took);

    /** Counts nothing. */
    Metrics NONE = new Metrics() {
        @Override
        public void delivery(String source, String type, String outcome) {}

        @Override
        public void request(String kind, int status, Duration took) {}

        @Override
        public void rateLimit(String resource, long remaining) {}

        @Override
        public void event(String label, String event, Duration took) {}

        @Override
        public void effect(String label, String effect, String outcome, Duration took) {}

        @Override
        public void attempt(String label, String kind, String phase, Duration took) {}
    };
}
