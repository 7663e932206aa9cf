package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.EventSink.Receipt;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.StoreException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What GitHub and builders post to us: verified and read by a translator, kept by the sink, then answered. */
final class Callbacks {
    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());
    private static final String RETRY_SECONDS = "5";
    /** For what waits for somebody else. */
    private static final String LONGER_RETRY_SECONDS = "60";

    private final Map<String, CallbackTranslator> translators = new TreeMap<>();
    private final EventSink sink;
    private final Metrics metrics;

    Callbacks(List<CallbackTranslator> translators, EventSink sink, Metrics metrics) {
        this.sink = sink;
        this.metrics = metrics;
        for (CallbackTranslator translator : translators) {
            this.translators.put(translator.source(), translator);
        }
    }

    /** Whether a path is where somebody posts to. */
    boolean takes(List<String> segments) {
        CallbackTranslator translator = segments.isEmpty() ? null : translators.get(segments.get(0));
        return translator != null
                && (segments.size() == 1 || translator.takesBeneath(segments.subList(1, segments.size())));
    }

    /** @param segments of the path; the first is the source */
    CompletableFuture<HttpResponse> handle(List<String> segments, HttpRequest request) {
        String source = segments.get(0);
        if (request.method().equals("OPTIONS")) {
            return CompletableFuture.completedFuture(HttpResponse.empty(204).with("Allow", "POST, OPTIONS"));
        }
        if (!request.method().equals("POST")) {
            return CompletableFuture.completedFuture(HttpResponse.error(
                            405, "This address only takes POST, from the sender of " + source + " callbacks.")
                    .with("Allow", "POST, OPTIONS"));
        }
        Optional<CallbackTranslator> translator = Optional.ofNullable(translators.get(source));
        if (translator.isEmpty()) {
            return CompletableFuture.completedFuture(HttpResponse.error(404, "There is nothing at this address."));
        }
        Translation translation =
                translator.get().translate(segments.subList(1, segments.size()), request.headers(), request.body());
        if (translation instanceof Translation.Accepted accepted) {
            return keep(accepted);
        }
        if (translation instanceof Translation.AcceptedForSeveral several) {
            List<CompletableFuture<HttpResponse>> kept =
                    several.parts().stream().map(this::keep).toList();
            return CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new))
                    .thenApply(done -> all(kept));
        }
        if (translation instanceof Translation.Ignored ignored) {
            metrics.delivery(source, ignored.type(), "ignored");
            return CompletableFuture.completedFuture(HttpResponse.of(200, HttpResponse.JSON, Json.bytes(json -> {
                json.writeStartObject();
                json.writeStringField("status", "ignored");
                json.writeStringField("reason", ignored.why());
                json.writeEndObject();
            })));
        }
        Translation.Refused refused = (Translation.Refused) translation;
        metrics.delivery(source, refused.type(), outcome(refused.status()));
        LOG.log(System.Logger.Level.WARNING, () -> LogLine.of("delivery-refused")
                .with("source", source)
                .with("type", refused.type())
                .with("status", refused.status())
                .with("from", request.remoteAddress())
                .with("why", refused.message())
                .toString());
        HttpResponse response = HttpResponse.error(refused.status(), refused.message());
        return CompletableFuture.completedFuture(
                refused.status() == 503 ? response.with("Retry-After", LONGER_RETRY_SECONDS) : response);
    }

    private static String outcome(int status) {
        return switch (status) {
            case 422 -> "malformed";
            case 503 -> "unavailable";
            default -> "refused";
        };
    }

    /** The worst answer, so that the sender comes again unless all was kept: 503 before 202 before 200. */
    private static HttpResponse all(List<CompletableFuture<HttpResponse>> kept) {
        return kept.stream()
                .map(CompletableFuture::join)
                .max(Comparator.comparingInt(HttpResponse::status))
                .orElseThrow();
    }

    private CompletableFuture<HttpResponse> keep(Translation.Accepted accepted) {
        Delivery delivery = accepted.delivery();
        CompletableFuture<Receipt> kept;
        try {
            kept = sink.deliver(delivery, accepted.events());
        } catch (RuntimeException e) {
            kept = CompletableFuture.failedFuture(e);
        }
        return kept.handle((receipt, failure) -> failure == null ? taken(delivery, receipt) : lost(delivery, failure));
    }

    private HttpResponse taken(Delivery delivery, Receipt receipt) {
        boolean fresh = receipt == Receipt.ACCEPTED;
        String word = fresh ? "accepted" : "duplicate";
        metrics.delivery(delivery.source(), delivery.type(), word);
        return HttpResponse.of(fresh ? 202 : 200, HttpResponse.JSON, Json.status(word));
    }

    /** Whatever went wrong, the sender has to come again: the delivery was not kept. */
    private HttpResponse lost(Delivery delivery, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        metrics.delivery(delivery.source(), delivery.type(), "unavailable");
        LogLine line = LogLine.of("delivery-not-kept")
                .repository(delivery.label())
                .with("source", delivery.source())
                .with("id", delivery.id());
        if (cause instanceof StoreException) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    line.with("why", cause.getMessage()).toString());
        } else {
            LOG.log(System.Logger.Level.ERROR, line.toString(), cause);
        }
        return HttpResponse.error(503, "The delivery could not be kept. Send it again in " + RETRY_SECONDS + " s.")
                .with("Retry-After", RETRY_SECONDS);
    }
}
