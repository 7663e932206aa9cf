package io.jenkins.plugins.homu.http;

import java.util.concurrent.CompletableFuture;

/** Answers requests. */
@FunctionalInterface
public interface Handler {
    /** Neither throws nor completes exceptionally because of what a request contains. */
    CompletableFuture<HttpResponse> handle(HttpRequest request);
}
