package io.jenkins.plugins.homu.server.web;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.Handler;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.SecurityHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Turns Jetty's requests into neutral ones and writes out the answers. No thread waits for a body or for an answer. */
final class Shell extends org.eclipse.jetty.server.Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(Shell.class.getName());
    private static final Map<Integer, String> REFUSALS = Map.of(
            400, "The request broke off or is not HTTP.",
            408, "The request took too long to arrive.",
            413, "The body is longer than " + HttpRequest.MAX_BODY + " bytes.",
            414, "The address is too long.",
            431, "The headers are too long.",
            503, "Too much is being sent at once, or the server is stopping. Come again in a few seconds.");

    private final Handler application;
    private final AtomicLong budget;
    private final Duration bodyTime;

    /**
     * @param budget how many bytes of bodies may be held at a time
     * @param bodyTime how long a body may take to arrive
     */
    Shell(Handler application, long budget, Duration bodyTime) {
        this.application = application;
        this.budget = new AtomicLong(budget);
        this.bodyTime = bodyTime;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // The answer may take its time; while a body is being read or an answer written, a silent peer still times out.
        request.addIdleTimeoutListener(timeout -> false);
        String path = request.getHttpURI().getPath();
        String method = request.getMethod();
        if (path == null || !path.startsWith("/") || method.equals("CONNECT")) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            write(request, response, refusal(400), callback);
            return true;
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            answer(request, response, callback, new byte[0]);
            return true;
        }
        new Exchange(request, response, callback).start();
        return true;
    }

    private final class Exchange implements BodyReader.Outcome {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final BodyReader reader;

        Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.reader = new BodyReader(request, budget, bodyTime.toNanos(), this);
            this.callback = Callback.from(
                    () -> {
                        reader.release();
                        callback.succeeded();
                    },
                    failure -> {
                        reader.release();
                        callback.failed(failure);
                    });
        }

        void start() {
            reader.start();
        }

        @Override
        public void complete(byte[] body) {
            answer(request, response, callback, body);
        }

        @Override
        public void refuse(int status) {
            reader.release();
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            write(request, response, refusal(status), callback);
        }
    }

    private void answer(Request request, Response response, Callback callback, byte[] body) {
        HttpFields headers = request.getHeaders();
        HttpRequest neutral = new HttpRequest(
                request.getMethod(),
                request.getHttpURI().getPath(),
                request.getHttpURI().getQuery(),
                name -> Optional.ofNullable(headers.get(name)),
                body,
                Request.getRemoteAddr(request),
                "");
        CompletableFuture<HttpResponse> answered;
        try {
            answered = application.handle(neutral);
        } catch (RuntimeException e) {
            answered = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> written = answered.exceptionally(failure -> broken(neutral, failure))
                .thenAccept(answer -> write(request, response, answer, callback));
        var unused = written.exceptionally(failure -> {
            callback.failed(failure);
            return null;
        });
    }

    private static HttpResponse broken(HttpRequest request, Throwable failure) {
        String line =
                LogLine.of("request-failed").with("path", request.rawPath()).toString();
        LOG.log(System.Logger.Level.ERROR, line, failure);
        return refusal(500);
    }

    private static void write(Request request, Response response, HttpResponse answer, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        answer.headers().forEach(headers::put);
        if (answer.stream().isPresent()) {
            JettyEventStream stream = new JettyEventStream(response, callback);
            request.addFailureListener(stream::end);
            response.write(
                    false,
                    BufferUtil.EMPTY_BUFFER,
                    Callback.from(() -> answer.stream().get().accept(stream), stream::end));
            return;
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static HttpResponse refusal(int status) {
        String message = REFUSALS.getOrDefault(
                status,
                status < 500
                        ? "The request can't be read."
                        : "The request failed here. The log of the server says why.");
        HttpResponse answer = SecurityHeaders.on(HttpResponse.error(status, message));
        return status == 503 ? answer.with(HttpHeader.RETRY_AFTER.asString(), "5") : answer;
    }

    /** What Jetty answers by itself: to what isn't HTTP, and for faults of ours. Never says more than the status. */
    static final class Errors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            // A client that goes away is no fault of ours.
            if (status == 500
                    && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable failure
                    && !(failure instanceof IOException)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        LogLine.of("request-failed").with("status", status).toString(),
                        failure);
            }
            Shell.write(request, response, refusal(status), callback);
            return true;
        }
    }
}
