package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.QueueReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that is answered over HTTP. A shell calls {@link #handle} and writes out what it gets; on its own it only
 * answers 413 and what could not be read as HTTP at all, with {@link SecurityHeaders} on it.
 */
public final class Application implements Handler, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    private final Callbacks callbacks;
    private final Map<String, Handler> others;

    /**
     * @param htmlUrl address of GitHub's pages without a slash at the end, such as {@code https://github.com}
     * @param others handlers of the shell's own, by the first segment of the path ({@code metrics}, {@code admin}); they
     *     get every method
     */
    public Application(
            QueueReader reader,
            EventSink sink,
            List<CallbackTranslator> translators,
            Metrics metrics,
            Clock clock,
            String htmlUrl,
            Map<String, Handler> others) {
        this.callbacks = new Callbacks(translators, sink, metrics);
        this.others = new LinkedHashMap<>(others);
    }

    @Override
    public CompletableFuture<HttpResponse> handle(HttpRequest request) {
        CompletableFuture<HttpResponse> answer;
        try {
            answer = route(request, Target.of(request));
        } catch (Target.Malformed e) {
            answer = CompletableFuture.completedFuture(HttpResponse.error(400, e.getMessage()));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> broken(request, failure))
                .thenApply(response -> finish(request, response));
    }

    private CompletableFuture<HttpResponse> route(HttpRequest request, Target target) {
        String first = target.first();
        if (target.segments().size() == 1 && callbacks.takes(first)) {
            return callbacks.handle(first, request);
        }
        Handler other = others.get(first);
        if (other != null) {
            return other.handle(request);
        }
        return CompletableFuture.completedFuture(HttpResponse.error(404, "There is nothing at this address."));
    }

    private static HttpResponse broken(HttpRequest request, Throwable failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                LogLine.of("request-failed")
                        .with("method", request.method())
                        .with("path", request.rawPath())
                        .toString(),
                failure);
        return HttpResponse.error(500, "The request failed here. The log of the server says why.");
    }

    private static HttpResponse finish(HttpRequest request, HttpResponse response) {
        HttpResponse secured = SecurityHeaders.on(response);
        return request.method().equals("HEAD") ? secured.withoutBody() : secured;
    }

    /** Ends the open streams. */
    @Override
    public void close() {}
}
