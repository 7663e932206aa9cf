package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Applications over queues and senders that a test holds. */
final class Applications {
    private Applications() {}

    static Application over(SampleReader reader) {
        return over(reader, new Sink());
    }

    static Application over(SampleReader reader, Sink sink) {
        return new Application(
                reader,
                sink,
                List.of(new WordTranslator()),
                Metrics.NONE,
                () -> SampleQueues.NOW,
                "https://github.com",
                () -> {
                    if (sink.broken) {
                        throw new StoreException("main.db can't be written: disk full");
                    }
                },
                Map.of(
                        "metrics",
                        request -> CompletableFuture.completedFuture(HttpResponse.of(200, "text/plain", "homu_up 1"))),
                PageFrame.layout());
    }

    /** Keeps ids only. */
    static final class Sink implements EventSink {
        final List<String> kept = new ArrayList<>();
        volatile boolean broken;

        @Override
        public CompletableFuture<Receipt> deliver(Delivery delivery, List<Event> events) {
            if (broken) {
                return CompletableFuture.failedFuture(new StoreException("main.db can't be written: disk full"));
            }
            if (kept.contains(delivery.id())) {
                return CompletableFuture.completedFuture(Receipt.DUPLICATE);
            }
            kept.add(delivery.id());
            return CompletableFuture.completedFuture(Receipt.ACCEPTED);
        }

        @Override
        public boolean submit(String label, Event event) {
            return false;
        }
    }

    /** Takes {@code ignore}, {@code refuse N}, and everything else as a delivery whose id is the body. */
    static final class WordTranslator implements CallbackTranslator {
        @Override
        public String source() {
            return "github";
        }

        @Override
        public Translation translate(Function<String, Optional<String>> header, byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.equals("ignore")) {
                return new Translation.Ignored("watch", "nothing depends on it");
            }
            if (text.startsWith("refuse ")) {
                return new Translation.Refused(Integer.parseInt(text.substring(7)), "push", "No: <b>\"so\"</b>");
            }
            return new Translation.Accepted(
                    new Delivery(text, "github", "push", "widget", text, SampleQueues.NOW), List.of());
        }

        @Override
        public List<Event> events(Delivery delivery) {
            return List.of();
        }
    }
}
