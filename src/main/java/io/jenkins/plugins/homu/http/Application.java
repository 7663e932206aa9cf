package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Everything that is answered over HTTP. A shell calls {@link #handle} and writes out what it gets; on its own it only
 * answers 413 and what could not be read as HTTP at all, with {@link SecurityHeaders} on it.
 */
public final class Application implements Handler, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Application.class.getName());
    /** The Rust fork's. */
    public static final Duration RETRY_LOG = Duration.ofDays(42);

    private static final String READ = "GET, HEAD, OPTIONS";

    private final Callbacks callbacks;
    private final Map<String, Handler> others;
    private final NotOffered notOffered;
    private final LiveUpdates live;
    private final Pages pages;
    private final Api api;

    /**
     * @param htmlUrl address of GitHub's pages without a slash at the end, such as {@code https://github.com}
     * @param storeCheck throws {@link StoreException} when the store can't take writes
     * @param others handlers of the shell's own, by the first segment of the path ({@code metrics}, {@code admin}); they
     *     get every method
     * @param frame what a page's content is put into
     */
    public Application(
            QueueReader reader,
            EventSink sink,
            List<CallbackTranslator> translators,
            Metrics metrics,
            Clock clock,
            String htmlUrl,
            Runnable storeCheck,
            Map<String, Handler> others,
            PageFrame frame) {
        this(
                reader,
                sink,
                translators,
                metrics,
                clock,
                htmlUrl,
                storeCheck,
                others,
                frame,
                RollupOffer.NONE,
                RETRY_LOG);
    }

    /**
     * @param rollups how they can be asked for
     * @param retryLog how far back the pages of retries go
     */
    public Application(
            QueueReader reader,
            EventSink sink,
            List<CallbackTranslator> translators,
            Metrics metrics,
            Clock clock,
            String htmlUrl,
            Runnable storeCheck,
            Map<String, Handler> others,
            PageFrame frame,
            RollupOffer rollups,
            Duration retryLog) {
        this.callbacks = new Callbacks(translators, sink, metrics);
        this.others = new LinkedHashMap<>(others);
        this.notOffered =
                new NotOffered(translators.stream().map(CallbackTranslator::source), this.others.keySet().stream());
        this.live = new LiveUpdates(reader, LiveUpdates.MAX_CLIENTS);
        this.pages = new Pages(reader, clock, htmlUrl, frame, rollups, retryLog);
        this.api = new Api(reader, clock, new Links("", htmlUrl), live, storeCheck);
    }

    @Override
    public CompletableFuture<HttpResponse> handle(HttpRequest request) {
        CompletableFuture<HttpResponse> answer;
        try {
            answer = route(request, Target.of(request));
        } catch (Target.Malformed e) {
            answer = done(
                    isForPeople(request)
                            ? pages.failure(request, 400, "Bad request", e.getMessage())
                            : HttpResponse.error(400, e.getMessage()));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> broken(request, failure))
                .thenApply(response -> finish(request, response));
    }

    private CompletableFuture<HttpResponse> route(HttpRequest request, Target target) {
        String first = target.first();
        List<String> segments = target.segments();
        if (callbacks.takes(segments)) {
            return callbacks.handle(segments, request);
        }
        if (first.equals("rollup") && segments.size() > 1 && request.reads()) {
            return done(pages.rollup(request, target, String.join("/", segments.subList(1, segments.size()))));
        }
        Handler other = others.get(first);
        if (other != null) {
            return other.handle(request);
        }
        Optional<HttpResponse> missing = notOffered.answer(first);
        if (missing.isPresent()) {
            return done(missing.get());
        }
        if (request.reads()) {
            return done(read(request, target));
        }
        if (!isThere(target)) {
            return done(notOffered.nothing());
        }
        if (request.method().equals("OPTIONS")) {
            return done(HttpResponse.empty(204).with("Allow", READ));
        }
        return done(HttpResponse.error(405, "This address can only be read: " + READ + ".")
                .with("Allow", READ));
    }

    /** Whether an address has the form of one that is read, whatever may be found there. */
    private boolean isThere(Target target) {
        List<String> segments = target.segments();
        return switch (target.first()) {
            case "" -> segments.isEmpty();
            case "queue" -> segments.size() > 1;
            case "results" -> isResults(segments);
            case "retry_log" -> segments.size() > 1;
            case "assets" -> pages.asset(segments).isPresent();
            case "api" -> Api.isThere(segments.subList(1, segments.size()));
            default -> false;
        };
    }

    private static boolean isResults(List<String> segments) {
        return segments.size() >= 3 && segments.get(segments.size() - 1).matches("[1-9][0-9]{0,8}");
    }

    private HttpResponse read(HttpRequest request, Target target) {
        List<String> segments = target.segments();
        return switch (target.first()) {
            case "" -> segments.isEmpty() ? pages.index(request, target) : nothing(request);
            case "queue" ->
                segments.size() > 1
                        ? pages.leadingToSignIn(
                                pages.queue(request, target, String.join("/", segments.subList(1, segments.size()))))
                        : nothing(request);
            case "results" -> results(request, target);
            case "retry_log" ->
                segments.size() > 1
                        ? pages.retries(request, target, String.join("/", segments.subList(1, segments.size())))
                        : nothing(request);
            case "assets" -> pages.asset(segments).orElseGet(() -> nothing(request));
            case "api" -> api.handle(request, target, segments.subList(1, segments.size()));
            default -> nothing(request);
        };
    }

    private HttpResponse results(HttpRequest request, Target target) {
        List<String> segments = target.segments();
        if (!isResults(segments)) {
            return nothing(request);
        }
        String number = segments.get(segments.size() - 1);
        String label = String.join("/", segments.subList(1, segments.size() - 1));
        return pages.results(request, target, label, Integer.parseInt(number));
    }

    private HttpResponse nothing(HttpRequest request) {
        return pages.failure(request, 404, "Not found", "There is no page at this address.");
    }

    private static boolean isForPeople(HttpRequest request) {
        return request.reads() && !request.rawPath().startsWith("/api/");
    }

    private HttpResponse broken(HttpRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean store = cause instanceof StoreException;
        LogLine line =
                LogLine.of("request-failed").with("method", request.method()).with("path", request.rawPath());
        if (store) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    line.with("why", cause.getMessage()).toString());
        } else {
            LOG.log(System.Logger.Level.ERROR, line.toString(), cause);
        }
        int status = store ? 503 : 500;
        String message = store
                ? "The store can't be read at the moment. Try again in a few seconds."
                : "The request failed here. The log of the server says why.";
        HttpResponse response = isForPeople(request)
                ? pages.failure(request, status, store ? "Not available" : "Failed", message)
                : HttpResponse.error(status, message);
        return store ? response.with("Retry-After", "5") : response;
    }

    private static HttpResponse finish(HttpRequest request, HttpResponse response) {
        HttpResponse secured = Compression.apply(request, SecurityHeaders.on(response));
        return request.method().equals("HEAD") ? secured.withoutBody() : secured;
    }

    /** A page for people with a word of a shell's own. @param message plain text */
    public HttpResponse message(HttpRequest request, int status, String heading, String message) {
        return pages.failure(request, status, heading, message);
    }

    private static CompletableFuture<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    /** Ends the open streams. */
    @Override
    public void close() {
        live.close();
    }
}
